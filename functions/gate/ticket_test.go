package gate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/steps/step"
)

func TestEvent(t *testing.T) {
	t.Parallel()
	got, err := gate.Event([]byte(`{"id":"T-1","event":"e-1","type":"Leaver","subject":"Hi","body":"there",
		"received_at":"2025-11-24T14:01:00+01:00","requester":{"name":"Dana","email":"d@contoso.example"},"board":7}`))
	require.NoError(t, err)
	require.True(t, got.ReceivedAt.Equal(time.Date(2025, 11, 24, 13, 1, 0, 0, time.UTC)))
	got.ReceivedAt = time.Time{}
	require.Equal(t, step.Ticket{
		ID: "T-1", Event: "e-1", Type: "Leaver", Subject: "Hi", Body: "there",
		Requester: step.Requester{Name: "Dana", Email: "d@contoso.example"},
	}, got)
}

func TestEventNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	good := `{"id":"T-1","event":"e-1","subject":"s","body":"b","received_at":"2025-11-24T14:01:00Z"}`
	cases := map[string]struct{ body, says string }{
		"a number for the id":     {strings.Replace(good, `"T-1"`, `1042`, 1), `"id" must be a text, not a number.`},
		"a list for the body":     {strings.Replace(good, `"b"`, `["b"]`, 1), `"body" must be a text, not a list.`},
		"an object for the body":  {strings.Replace(good, `"b"`, `{}`, 1), `"body" must be a text, not an object.`},
		"true for the subject":    {strings.Replace(good, `"s"`, `true`, 1), `"subject" must be a text, not true or false.`},
		"a text as the requester": {strings.Replace(good, `"subject"`, `"requester":"Dana","subject"`, 1), `"requester" must be an object, not a text.`},
		"deeper":                  {strings.Replace(good, `"subject"`, `"requester":{"email":5},"subject"`, 1), `"requester.email" must be a text, not a number.`},
		"no id":                   {strings.Replace(good, `"T-1"`, `" "`, 1), `"id" is missing.`},
		"null for the id":         {strings.Replace(good, `"T-1"`, `null`, 1), `"id" is missing.`},
		"no event":                {strings.Replace(good, `"event"`, `"evnt"`, 1), `"event" is missing.`},
		"a long event":            {strings.Replace(good, `e-1`, strings.Repeat("é", 201), 1), `"event" has more than 200 characters.`},
		"no words":                {strings.NewReplacer(`"s"`, `""`, `"b"`, `"\n"`).Replace(good), `"subject" and "body" are both empty.`},
		"no time":                 {strings.Replace(good, `received_at`, `received`, 1), `"received_at" is missing.`},
		"a time without a zone":   {strings.Replace(good, `00Z`, `00`, 1), `"received_at" isn't a time such as 2025-11-24T14:01:00Z.`},
		"a number for the time":   {strings.Replace(good, `"2025-11-24T14:01:00Z"`, `1764000000`, 1), `"received_at" must be a text, not a number.`},
		"a list":                  {`[1]`, "The body is a JSON array, not an object."},
		"two values":              {good + good, "The body isn't JSON: it breaks in line 1."},
		"cut off":                 {"{\n\"id\":", "The body isn't JSON: it breaks in line 2."},
		"nothing":                 {"", "The body isn't JSON: it breaks in line 1."},
		"not UTF-8":               {"{\"id\":\"\xff\"}", "The body isn't valid UTF-8."},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := gate.Event([]byte(c.body))
			var refusal *gate.Refusal
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, 400, refusal.Status)
			require.Equal(t, c.says, refusal.Says)
		})
	}
}

func TestTicketNeedsNoEvent(t *testing.T) {
	t.Parallel()
	_, err := gate.Ticket([]byte(`{"id":"T-1","subject":"s","body":"","received_at":"2025-11-24T14:01:00Z"}`))
	require.NoError(t, err)
}

func TestMessage(t *testing.T) {
	t.Parallel()
	got, err := gate.Message([]byte(`{"run":"r-1","line":"7","n":3}`))
	require.NoError(t, err)
	require.Equal(t, "r-1", got.Run)
	require.Equal(t, "7", got.Line)
	require.Equal(t, 3, got.N)

	for _, bad := range []string{``, `{}`, `{"run":""}`, `[]`, `{"run":"r","n":-1}`, `{"run":"r","n":"1"}`, `{"run":"r","x":1}`, `{"run":"r"} {}`,
		`{"run":"r/1"}`, `{"run":"r-ä"}`, `{"run":"r","line":"a/b"}`, `{"run":"r","line":"' '"}`, `{"run":"r","line":"` + strings.Repeat("7", 128) + `"}`} {
		_, err := gate.Message([]byte(bad))
		require.ErrorIs(t, err, gate.ErrMessage, bad)
	}
}
