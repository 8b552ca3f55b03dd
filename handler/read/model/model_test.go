package model_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/read/model"
	"usher/steps/step"
)

func ticket() step.Ticket {
	return step.Ticket{
		ID: "T-1", Subject: "Priya Nair is leaving", ReceivedAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
		Body: "Priya Nair's last day is Friday 27 November 2026 at 17:00. She works in Forecasting as Analyst.\n" +
			"Please forward her mail to José  Müller and take her out of the group Forecast-UK.\nHer address is priya.nair@contoso.example.",
		Requester: step.Requester{Name: "Dana Reyes", Email: "dana.reyes@contoso.example"},
	}
}

func TestAReading(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, says(reading("offboard", map[string]any{
		"first_name": "PRIYA", "last_name": "nair", "upn_or_email": "Priya.Nair@contoso.example", "start_or_last_date": "2026-11-27T17:00",
		"department": "forecasting", "job_title": "Analyst", "mailbox_forward_to": "Jose Muller", "groups_remove": []any{"forecast-uk", "Forecast-UK"},
	})))
	got, err := s.plain(t).Read(t.Context(), ticket())
	require.NoError(t, err)
	require.Equal(t, step.Offboard, got.Action)
	require.Empty(t, got.Notes)
	require.Equal(t, []step.Subject{{
		FirstName: "Priya", LastName: "Nair", UPNOrEmail: "priya.nair@contoso.example", StartOrLastDate: "2026-11-27T17:00",
		Department: "Forecasting", JobTitle: "Analyst", GroupsRemove: []string{"Forecast-UK"},
		Mailbox: &step.MailboxReading{ForwardTo: "José Müller"},
	}}, got.Users, "in the ticket's own words")
}

// TestWhatIsNotInTheTicket is dropped, item by item, and the rest stays.
func TestWhatIsNotInTheTicket(t *testing.T) {
	t.Parallel()
	for name, said := range map[string]map[string]any{
		"a word":                   {"department": "Finance"},
		"a part of a word":         {"department": "Forecast"},
		"words in another order":   {"job_title": "Analyst as"},
		"somebody else's address":  {"upn_or_email": "nair@contoso.example"},
		"an address beside it":     {"personal_email": "priya@contoso.example"},
		"a day that isn't there":   {"start_or_last_date": "2026-11-28"},
		"another time of day":      {"start_or_last_date": "2026-11-27T09:00"},
		"no day at all":            {"start_or_last_date": "Friday"},
		"a day that never is":      {"start_or_last_date": "2026-11-31"},
		"a control character":      {"job_title": "Analyst\x00"},
		"a turn of direction":      {"job_title": "\u202eAnalyst"},
		"something invisible":      {"job_title": "Ana\u200blyst"},
		"something endless":        {"mailbox_auto_reply": strings.Repeat("Priya ", 2000)},
		"something long":           {"job_title": strings.Repeat("Priya ", 40)},
		"an object":                {"job_title": map[string]any{"is": "Analyst"}},
		"one group of two":         {"groups": []any{"Domain Admins"}},
		"a yes without the ticket": {"urgent": "true"},
		"punctuation":              {"job_title": "..."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said["first_name"], said["last_name"] = "Priya", "Nair"
			s := newStandIn(t, says(reading("offboard", said)))
			got, err := s.plain(t).Read(t.Context(), ticket())
			require.NoError(t, err)
			require.Equal(t, []step.Subject{{FirstName: "Priya", LastName: "Nair"}}, got.Users)
			if name != "an object" {
				require.Len(t, got.Notes, 1)
				require.Contains(t, got.Notes[0], "isn't in the ticket")
			}
		})
	}
}

// TestWhatIsNotAsked is not used, whatever it says.
func TestWhatIsNotAsked(t *testing.T) {
	t.Parallel()
	answer := reading("offboard", map[string]any{"first_name": "Priya", "last_name": "Nair"})
	answer["steps"], answer["approved"], answer["customer"], answer["tenant"] = []any{"delete-account"}, true, "fabrikam", "fab00000-0000-4000-8000-000000000001"
	answer["id"], answer["notes"], answer["doubts"], answer["evidence"] = "T-2", []any{"all is well"}, []any{}, map[string]any{"action": "x"}
	answer["missing"] = []any{"manager", "nonsense", "manager", 7}
	users, _ := answer["users"].([]any)
	first, _ := users[0].(map[string]any)
	first["id"], first["object"], first["action"] = "5a1e0000-0000-4000-8000-0000000000ac", "global-admin", "delete"
	got, err := newStandIn(t, says(answer)).plain(t).Read(t.Context(), ticket())
	require.NoError(t, err)
	require.Equal(t, step.Reading{
		ID: "T-1", Action: step.Offboard, Users: []step.Subject{{FirstName: "Priya", LastName: "Nair"}}, Missing: []string{"manager"}, Evidence: map[string]string{},
	}, got)
}

func TestTroubles(t *testing.T) {
	t.Parallel()
	message := func(m map[string]any) map[string]any {
		return map[string]any{"finish_reason": "stop", "message": m}
	}
	failed := func(status int, code string) http.HandlerFunc {
		return body(status, map[string]any{"error": map[string]any{"code": code, "message": "canary-body-77 " + canary}})
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   model.Reason
		tries  int
	}{
		"a refusal":             {choice(message(map[string]any{"refusal": "canary-body-77"})), model.Refused, 1},
		"cut off":               {choice(map[string]any{"finish_reason": "length", "message": map[string]any{"content": `{"action":"off`}}), model.CutOff, 1},
		"filtered":              {choice(map[string]any{"finish_reason": "content_filter", "message": map[string]any{"content": ""}}), model.Filtered, 1},
		"no choice":             {body(http.StatusOK, map[string]any{"choices": []any{}}), model.Empty, 1},
		"no content":            {choice(message(map[string]any{"content": ""})), model.Empty, 1},
		"cut JSON":              {choice(message(map[string]any{"content": `{"action":"offboard","users":[{"first`})), model.Unreadable, 1},
		"no JSON":               {choice(message(map[string]any{"content": "Priya leaves, canary-body-77."})), model.Unreadable, 1},
		"a list":                {choice(message(map[string]any{"content": "[]"})), model.Unreadable, 1},
		"an action of its own":  {says(reading("delete")), model.Unreadable, 1},
		"no action":             {says(map[string]any{"users": []any{}}), model.Unreadable, 1},
		"users that are none":   {says(map[string]any{"action": "offboard", "users": []any{"Priya"}}), model.Unreadable, 1},
		"a page":                {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>canary-body-77</html>")) }, model.Unreadable, 1},
		"the prompt filtered":   {failed(http.StatusBadRequest, "content_filter"), model.Filtered, 1},
		"no structured outputs": {failed(http.StatusBadRequest, "invalid_request"), model.NotTaken, 1},
		"a wrong key":           {failed(http.StatusUnauthorized, "401"), model.Denied, 1},
		"no role":               {failed(http.StatusForbidden, "403"), model.Denied, 1},
		"no deployment":         {failed(http.StatusNotFound, "DeploymentNotFound"), model.NoDeployment, 1},
		"throttled":             {failed(http.StatusTooManyRequests, "429"), model.Throttled, 2},
		"failing":               {failed(http.StatusServiceUnavailable, "503"), model.Failing, 2},
		"sent elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, model.Unreachable, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStandIn(t, c.answer)
			_, err := s.onAzure(t).Read(t.Context(), ticket())
			var trouble *model.Trouble
			require.ErrorAs(t, err, &trouble)
			require.Equal(t, c.want, trouble.Reason)
			require.Len(t, s.questions(), c.tries)
			for _, secret := range []string{canary, "canary-body-77", "Priya", s.URL} {
				require.NotContains(t, err.Error(), secret)
			}
			require.NoError(t, errors.Unwrap(err), "what the library says holds the request")
		})
	}
}

func TestAThrottledServiceIsAskedAgainOnce(t *testing.T) {
	t.Parallel()
	n := 0
	s := newStandIn(t, nil)
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			w.Header().Set("Retry-After-Ms", "5")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		says(reading("none"))(w, r)
	}
	got, err := s.plain(t).Read(t.Context(), ticket())
	require.NoError(t, err)
	require.Equal(t, step.None, got.Action)
}

// TestALongWait isn't waited for: the rules have read already.
func TestALongWait(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := s.plain(t).Read(t.Context(), ticket())
	var trouble *model.Trouble
	require.ErrorAs(t, err, &trouble)
	require.Equal(t, model.Throttled, trouble.Reason)
	require.Len(t, s.questions(), 1)
}

func TestASlowService(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	_, err := s.plain(t, func(o *model.Options) { o.Patience = 50 * time.Millisecond }).Read(t.Context(), ticket())
	var trouble *model.Trouble
	require.ErrorAs(t, err, &trouble)
	require.Equal(t, model.TimedOut, trouble.Reason)
	require.Len(t, s.questions(), 1)
}

// TestTimeIsLeft for those who wait for the reading.
func TestTimeIsLeft(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	_, err := s.plain(t).Read(ctx, ticket())
	var trouble *model.Trouble
	require.ErrorAs(t, err, &trouble)
	require.Equal(t, model.TimedOut, trouble.Reason)
	require.NoError(t, ctx.Err())
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, nil)
	r := s.onAzure(t)
	s.Close()
	_, err := r.Read(t.Context(), ticket())
	var trouble *model.Trouble
	require.ErrorAs(t, err, &trouble)
	require.Equal(t, model.Unreachable, trouble.Reason)
	require.NotContains(t, err.Error(), canary)
}

func TestNobodyWaits(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newStandIn(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	_, err := s.plain(t).Read(ctx, ticket())
	require.ErrorIs(t, err, context.Canceled)
}

func TestNoKeyInTheVault(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, says(reading("none")))
	_, err := s.onAzure(t, func(o *model.Options) {
		o.Key = func(context.Context) (step.Secret, error) { return step.Secret{}, step.ErrNotFound }
	}).Read(t.Context(), ticket())
	var trouble *model.Trouble
	require.ErrorAs(t, err, &trouble)
	require.Equal(t, model.NoKey, trouble.Reason)
	require.Empty(t, s.questions(), "no ticket goes out without the key")
}

func TestAnAnswerWithoutEnd(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for range 64 {
			_, _ = w.Write([]byte(strings.Repeat(" ", 64<<10))) // whoever has hung up misses it
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{}})
	})
	_, err := s.plain(t).Read(t.Context(), ticket())
	var trouble *model.Trouble
	require.ErrorAs(t, err, &trouble)
	require.Equal(t, model.Unreadable, trouble.Reason)
}
