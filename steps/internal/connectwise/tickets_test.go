package connectwise_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

func TestATicketIsReadWithItsThreadTheNewestFirst(t *testing.T) {
	t.Parallel()
	fake := newFake(t, "Contoso", map[string][]string{
		"GET " + api + "/company/companies": {`200[{"id":249,"identifier":"contoso2"},{"id":250,"identifier":"contoso"}]`},
		"GET " + api + "/service/tickets/1": {`200{"id":1,"summary":"Leaver","type":{"name":"Offboarding"},"contact":{"id":9,"name":"Dana Field"},` +
			asCompany + `,"_info":{"dateEntered":"2026-11-23T08:00:00Z"}}`},
		"GET " + api + "/service/tickets/1/allNotes": {`200+[
			{"id":1,"text":"Priya leaves.","detailDescriptionFlag":true,"contact":{"id":9,"name":"Dana Field"},"dateCreated":"2026-11-23T08:00:00Z"},
			{"id":3,"text":"The plan. [mark plan-1]","internalAnalysisFlag":true,"dateCreated":"2026-11-23T09:00:00Z"}]`,
			`200[
			{"id":4,"text":"On Friday, please.\n> The plan.\n[mark plan-1]","contact":{"id":9,"name":"Dana Field"},"dateCreated":"2026-11-23T10:00:00Z"},
			{"id":2,"text":"  ","dateCreated":"2026-11-23T08:30:00Z"},
			{"id":5,"text":"Noted.","member":{"identifier":"jdoe"},"_info":{"lastUpdated":"2026-11-23T08:40:00Z"}}]`},
		"GET " + api + "/company/contacts/9": {`200{"id":9,"communicationItems":[{"value":"+44","communicationType":"Phone","defaultFlag":true},
			{"value":"old@contoso.example","communicationType":"Email"},{"value":"dana@contoso.example","communicationType":"Email","defaultFlag":true}]}`},
	})
	ticket, err := fake.desk.Tickets().Read(t.Context(), "1")
	require.NoError(t, err)
	require.Equal(t, step.Ticket{
		ID: "1", Type: "Offboarding", Subject: "Leaver", ReceivedAt: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC),
		Requester: step.Requester{Name: "Dana Field", Email: "dana@contoso.example"},
		Body: "On Friday, please.\n> The plan.\n[mark plan-1]\n\n" +
			"---- reply ----\nFrom: jdoe\nSent: Mon, 23 Nov 2026 08:40:00 UTC\n\nNoted.\n\n" +
			"---- reply ----\nFrom: Dana Field\nSent: Mon, 23 Nov 2026 08:00:00 UTC\n\nPriya leaves.",
	}, ticket, "ours is left out, an answer that quotes it isn't")
	require.Equal(t, `identifier="Contoso"`, fake.calls[1].query.Get("conditions"))
	require.Equal(t, []string{"1", "250"}, []string{fake.calls[3].query.Get("page"), fake.calls[3].query.Get("pageSize")})
	require.Equal(t, "2", fake.calls[4].query.Get("page"))
}

func TestTicketsOfOthersAndOddNumbers(t *testing.T) {
	t.Parallel()
	fake := newFake(t, "251", map[string][]string{"GET " + api + "/service/tickets/1": {ticket1}})
	var stop *step.Stop
	_, err := fake.desk.Tickets().Read(t.Context(), "1")
	require.ErrorAs(t, err, &stop)
	require.Contains(t, stop.Says, "another company")
	require.ErrorAs(t, fake.desk.AddNote(t.Context(), "1", step.Note{Text: "x"}), &stop)
	require.ErrorAs(t, fake.desk.SetStatus(t.Context(), "1", "New"), &stop)
	_, err = fake.desk.Notes(t.Context(), "2")
	require.ErrorIs(t, err, step.ErrNotFound)
	heard := len(fake.calls)
	for _, odd := range []string{"", "0", "1/notes", "../1", "1?x", "-1", "T-1", strings.Repeat("9", 20)} {
		_, err := fake.desk.Status(t.Context(), odd)
		require.ErrorIs(t, err, step.ErrNotFound, odd)
	}
	require.Len(t, fake.calls, heard)
}

func TestATicketThatWasMovedIsFoundAmongTheProjects(t *testing.T) {
	t.Parallel()
	fake := newFake(t, "250", map[string][]string{
		"GET " + api + "/project/tickets/1": {ticket1}, "POST " + api + "/project/tickets/1/notes": {"201{}"},
	})
	require.NoError(t, fake.desk.AddNote(t.Context(), "1", step.Note{Text: "x", Marker: "m"}))
	require.Equal(t, []string{info, "GET /service/tickets/1", "GET /project/tickets/1", "POST /project/tickets/1/notes"}, fake.lines())
}

func TestNotesCarryTheirMarker(t *testing.T) {
	t.Parallel()
	at := api + "/service/tickets/1"
	fake := newFake(t, "250", map[string][]string{"GET " + at: {ticket1}, "POST " + at + "/notes": {"201{}"}, "GET " + at + "/notes": {`200[
		{"text":"a\n\n[mark run/1-x]","internalAnalysisFlag":true},{"text":"b [mark m]  ","detailDescriptionFlag":true},
		{"text":"c [mark m] d","resolutionFlag":true},{"text":"e [mark m]","contact":{"id":4}}]`}})
	require.NoError(t, fake.desk.AddNote(t.Context(), "1", step.Note{Internal: true, Text: "a", Marker: "run/1-x"}))
	require.NoError(t, fake.desk.AddNote(t.Context(), "1", step.Note{Text: "b"}))
	require.JSONEq(t, `{"text":"a\n\n[mark run/1-x]","internalAnalysisFlag":true,"detailDescriptionFlag":false,"resolutionFlag":false}`, fake.calls[2].body)
	require.JSONEq(t, `{"text":"b","internalAnalysisFlag":false,"detailDescriptionFlag":true,"resolutionFlag":false}`, fake.calls[4].body)
	notes, err := fake.desk.Notes(t.Context(), "1")
	require.NoError(t, err)
	require.Equal(t, []step.Note{
		{Internal: true, Text: "a", Marker: "run/1-x"}, {Text: "b", Marker: "m"}, {Internal: true, Text: "c [mark m] d"}, {Internal: true, Text: "e [mark m]"},
	}, notes)
}

func TestAStatusIsOneOfTheBoardsAndReadBack(t *testing.T) {
	t.Parallel()
	at, statuses := api+"/service/tickets/1", "GET "+api+"/service/boards/7/statuses"
	board := `200[{"id":70,"name":"New"},{"id":71,"name":"Done","inactive":true},{"id":72,"name":"Done"}]`
	done := strings.Replace(ticket1, `"id":70,"name":"New"`, `"id":72,"name":"Done"`, 1)
	fake := newFake(t, "250", map[string][]string{"GET " + at: {ticket1, done}, "PATCH " + at: {done}, statuses: {board}})
	require.NoError(t, fake.desk.SetStatus(t.Context(), "1", "done"))
	require.JSONEq(t, `[{"op":"replace","path":"status","value":{"id":72}}]`, fake.calls[3].body, "the whole reference")

	fake = newFake(t, "250", map[string][]string{"GET " + at: {ticket1}, "PATCH " + at: {done}, statuses: {board}})
	require.ErrorContains(t, fake.desk.SetStatus(t.Context(), "1", "Done"), `it is still "New"`, "a 200 proves nothing")
	var stop *step.Stop
	require.ErrorAs(t, fake.desk.SetStatus(t.Context(), "1", "Gone"), &stop)
	require.Contains(t, stop.Says, "Help in ConnectWise has no status \"Gone\"; it has New, Done.")
}

func TestFullPagesWithoutALinkGoOn(t *testing.T) {
	t.Parallel()
	rows := make([]map[string]any, 250)
	for i := range rows {
		rows[i] = map[string]any{"id": i, "text": fmt.Sprint(i)}
	}
	page, err := json.Marshal(rows)
	require.NoError(t, err)
	at := api + "/service/tickets/1"
	fake := newFake(t, "250", map[string][]string{"GET " + at: {ticket1}, "GET " + at + "/notes": {"200" + string(page), "200" + string(page), "200[]"}})
	notes, err := fake.desk.Notes(t.Context(), "1")
	require.NoError(t, err)
	require.Len(t, notes, 500)
}
