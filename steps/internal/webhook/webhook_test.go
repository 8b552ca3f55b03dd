package webhook_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/webhook"
	"usher/steps/step"
)

const canary = "desk-secret-canary"

// fake is a desk that answers by method and path, and refuses what isn't
// signed as it should be.
type fake struct {
	answers map[string]string
	heard   []string
	queries []string
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	stamp := fmt.Sprint(noon().Unix())
	code := hmac.New(sha256.New, []byte(canary))
	code.Write([]byte(stamp + "." + string(body)))
	if r.Header.Get("X-Usher-Signature") != "t="+stamp+",v1="+hex.EncodeToString(code.Sum(nil)) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	key := r.Method + " " + r.URL.EscapedPath()
	f.heard = append(f.heard, key+" "+string(body))
	f.queries = append(f.queries, r.URL.RawQuery)
	answer, ok := f.answers[key]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	status, err := strconv.Atoi(answer[:3])
	if err != nil {
		panic(fmt.Sprintf("the test's answer %q begins with no status", answer))
	}
	w.WriteHeader(status)
	io.WriteString(w, answer[3:])
}

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func desk(t *testing.T, secret string, answers map[string]string) (*webhook.Desk, *fake) {
	t.Helper()
	fake := &fake{answers: answers}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	give := func(context.Context) (step.Secret, error) {
		if secret == "" {
			return step.Secret{}, step.ErrNotFound
		}
		return step.NewSecret(secret), nil
	}
	return webhook.New(server.URL+"/desk/contoso/", give, noon, transport), fake
}

func TestNotesAndStatusOfATicket(t *testing.T) {
	t.Parallel()
	desk, fake := desk(t, canary, map[string]string{
		"POST /desk/contoso/tickets/T%2F1/notes": `201{"id":"n1"}`,
		"GET /desk/contoso/tickets/T%2F1/notes":  `200{"notes":[{"internal":true,"text":"a","marker":"m"},{"internal":false,"text":"b","marker":""}]}`,
		"GET /desk/contoso/tickets/T%2F1":        `200{"status":"open"}`,
		"PATCH /desk/contoso/tickets/T%2F1":      `200{"status":"closed"}`,
	})
	require.NoError(t, desk.AddNote(t.Context(), "T/1", step.Note{Internal: true, Text: "done <b>", Marker: "usher-1"}))
	notes, err := desk.Notes(t.Context(), "T/1")
	require.NoError(t, err)
	require.Equal(t, []step.Note{{Internal: true, Text: "a", Marker: "m"}, {Text: "b"}}, notes)
	status, err := desk.Status(t.Context(), "T/1")
	require.NoError(t, err)
	require.Equal(t, "open", status)
	require.NoError(t, desk.SetStatus(t.Context(), "T/1", "closed"))
	require.Equal(t, []string{
		`POST /desk/contoso/tickets/T%2F1/notes {"internal":true,"text":"done \u003cb\u003e","marker":"usher-1"}`,
		`GET /desk/contoso/tickets/T%2F1/notes `, `GET /desk/contoso/tickets/T%2F1 `,
		`PATCH /desk/contoso/tickets/T%2F1 {"status":"closed"}`,
	}, fake.heard)
}

func TestATicketThatIsNotThere(t *testing.T) {
	t.Parallel()
	desk, _ := desk(t, canary, nil)
	_, err := desk.Notes(t.Context(), "T1")
	require.ErrorIs(t, err, step.ErrNotFound)
	require.ErrorIs(t, desk.SetStatus(t.Context(), "T1", "closed"), step.ErrNotFound)
}

func TestAWrongOrMissingSecretStops(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"another", ""} {
		desk, _ := desk(t, secret, nil)
		err := desk.AddNote(t.Context(), "T1", step.Note{Text: "x"})
		var stop *step.Stop
		require.ErrorAs(t, err, &stop)
		require.NotErrorIs(t, err, step.ErrNotFound, "a missing secret is no missing ticket")
	}
}

func TestADeskThatRepeatsTheSecret(t *testing.T) {
	t.Parallel()
	desk, _ := desk(t, canary, map[string]string{
		"PATCH /desk/contoso/tickets/T1": "422key is " + canary,
		"GET /desk/contoso/tickets/T1":   "200{}",
	})
	err := desk.SetStatus(t.Context(), "T1", "closed")
	require.ErrorContains(t, err, "422")
	require.NotContains(t, err.Error(), canary)
	_, err = desk.Status(t.Context(), "T1")
	require.ErrorContains(t, err, "left it out")
}
