package read_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

// second is a second reader that reads every ticket alike.
type second struct {
	reading step.Reading
	err     error
}

func (s second) Read(context.Context, step.Ticket) (step.Reading, error) { return s.reading, s.err }

// beside reads a leaver's ticket with a second reader beside the rules.
func beside(t *testing.T, s second) step.Reading {
	t.Helper()
	return besideOn(t, leaving(), s)
}

func besideOn(t *testing.T, ticket step.Ticket, s second) step.Reading {
	t.Helper()
	reading, err := read.Both{Second: s, Log: slog.New(slog.DiscardHandler)}.Read(t.Context(), ticket)
	require.NoError(t, err)
	return reading
}

func leaving() step.Ticket {
	return step.Ticket{ID: "T-1", ReceivedAt: received(), Body: "Priya Nair's last day is 27 November 2026. Forward her mail to Bo Lindqvist."}
}

func rules(t *testing.T, ticket step.Ticket) step.Reading {
	t.Helper()
	reading, err := read.Rules{}.Read(t.Context(), ticket)
	require.NoError(t, err)
	require.NotEqual(t, step.None, reading.Action)
	return reading
}

func priya(change ...func(*step.Subject)) step.Reading {
	s := step.Subject{FirstName: "Priya", LastName: "Nair", StartOrLastDate: "2026-11-27"}
	for _, c := range change {
		c(&s)
	}
	return step.Reading{Action: step.Offboard, Users: []step.Subject{s}}
}

func TestBothAgree(t *testing.T) {
	t.Parallel()
	want := rules(t, leaving())
	for name, reading := range map[string]step.Reading{
		"in all":              priya(),
		"but for what is nil": {Action: step.Offboard, Users: []step.Subject{{FirstName: "Priya", LastName: "Nair"}}},
		"in other order":      priya(func(s *step.Subject) { s.FirstName, s.LastName = "NAIR", "priya" }),
		"in fewer words":      priya(func(s *step.Subject) { s.Mailbox = &step.MailboxReading{ForwardTo: "Bo"} }),
		"naming nobody":       {Action: step.Offboard},
	} {
		got := beside(t, second{reading: reading})
		got.Notes = nil
		require.Equal(t, want, got, name)
	}
}

func TestBothDisagree(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reading step.Reading
		key     string
		says    string
	}{
		"on the action":           {step.Reading{Action: step.Transfer, Users: priya().Users}, "action", "The rules read that somebody leaves, the language model reads that somebody moves."},
		"whether it is one":       {step.Reading{Action: step.None}, "action", "the language model reads that nobody joins, leaves or moves."},
		"whether it is clear":     {step.Reading{Action: step.Unclear}, "action", "the language model reads nothing clear enough to act on."},
		"on the person's action":  {priya(func(s *step.Subject) { s.Action = step.Onboard }), "action", "that somebody joins"},
		"on the person":           {step.Reading{Action: step.Offboard, Users: []step.Subject{{FirstName: "Bo", LastName: "Lindqvist"}}}, "which_user", "The rules read Priya Nair, the language model reads Bo Lindqvist."},
		"on the day":              {priya(func(s *step.Subject) { s.StartOrLastDate = "2026-11-28" }), "last_day", "The rules read 2026-11-27, the language model reads 2026-11-28."},
		"on one of the same name": {step.Reading{Action: step.Offboard, Users: []step.Subject{{FirstName: "Priya", LastName: "Shah"}}}, "which_user", "Priya Shah"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := beside(t, second{reading: c.reading})
			require.Len(t, got.Doubts, 1)
			require.Equal(t, c.key, got.Doubts[0].Key)
			require.True(t, got.Doubts[0].Holds)
			require.Contains(t, got.Doubts[0].Says, c.says)
			want := rules(t, leaving())
			require.Equal(t, want.Users, got.Users, "what is done begins with what the rules read")
			require.Equal(t, want.Action, got.Action)
		})
	}
}

// TestOnlyTheModelIsSure asks, and makes nothing of it.
func TestOnlyTheModelIsSure(t *testing.T) {
	t.Parallel()
	none := step.Ticket{ID: "T-1", ReceivedAt: received(), Subject: "Printer", Body: "The printer on floor 2 is out of paper."}
	got := besideOn(t, none, second{reading: priya()})
	require.Equal(t, step.Unclear, got.Action)
	require.Empty(t, got.Users)
	require.Len(t, got.Doubts, 1)
	require.Contains(t, got.Doubts[0].Says, "What is Usher to do for Priya Nair?")

	got = besideOn(t, none, second{reading: step.Reading{Action: step.None}})
	require.Equal(t, step.None, got.Action)
	require.Empty(t, got.Doubts)
}

// TestOneMorePerson is asked about, and holds nobody else's run.
func TestOneMorePerson(t *testing.T) {
	t.Parallel()
	reading := priya()
	reading.Users = append(reading.Users, step.Subject{FirstName: "Bo", LastName: "Lindqvist"})
	got := beside(t, second{reading: reading})
	require.Len(t, got.Users, 1)
	require.Equal(t, []step.Doubt{{Key: "which_user", Says: "Is the ticket about Bo Lindqvist, too? Only the language model reads it so.", Default: "nothing is done for them"}}, got.Doubts)
}

// TestOnlyTheModelFound takes plain facts, and asks about everything that
// gives somebody something.
func TestOnlyTheModelFound(t *testing.T) {
	t.Parallel()
	got := beside(t, second{reading: priya(func(s *step.Subject) {
		s.Department, s.Groups, s.OneDriveTo, s.Urgent = "Forecasting", []string{"Sales-UK"}, "Bo Lindqvist", true
	})})
	want := rules(t, leaving()).Users[0]
	want.Department = "Forecasting"
	require.Equal(t, want, got.Users[0])
	require.Equal(t, []step.Doubt{
		{Key: "facts", About: "Priya Nair", Says: "Is this meant for Priya Nair? Only the language model reads it in the ticket: department Forecasting.", Default: "they are taken as read"},
		{Key: "wishes", About: "Priya Nair", Says: "Is this meant for Priya Nair? Only the language model reads it in the ticket: to be done at once; groups, teams and lists to join Sales-UK; who gets the files Bo Lindqvist.", Default: "none of it is done"},
	}, got.Doubts)
}

// TestAnotherValue is told, and that of the rules stays.
func TestAnotherValue(t *testing.T) {
	t.Parallel()
	got := beside(t, second{reading: priya(func(s *step.Subject) { s.Mailbox = &step.MailboxReading{ForwardTo: "Eli Warren"} })})
	require.Equal(t, "Bo Lindqvist", got.Users[0].Mailbox.ForwardTo)
	require.Equal(t, []string{"Priya Nair: The language model reads something else (who gets the mail that still comes: Eli Warren). What the rules read is taken: Bo Lindqvist."}, got.Notes)
}

// TestAModelThatFails costs nothing but its opinion.
func TestAModelThatFails(t *testing.T) {
	t.Parallel()
	got := beside(t, second{err: errors.New("canary: it broke")})
	require.Equal(t, []string{"The language model didn't read this ticket (it failed). The rules alone did."}, got.Notes)
	got.Notes = nil
	require.Equal(t, rules(t, leaving()), got)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := read.Both{Second: second{}, Log: slog.New(slog.DiscardHandler)}.Read(ctx, leaving())
	require.ErrorIs(t, err, context.Canceled)
}
