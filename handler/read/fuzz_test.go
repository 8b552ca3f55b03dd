package read_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

func received() time.Time { return time.Date(2026, 11, 23, 10, 15, 0, 0, time.UTC) }

// FuzzRead finds no ticket that panics, hangs, reads differently the second
// time, or gets a reading that isn't one.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(f, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(f, err)
		text, _, _ := strings.Cut(string(content), dashes)
		head, body, _ := strings.Cut(text, "\n\n")
		f.Add(head[strings.LastIndex(head, "\n")+1:], body)
	}
	f.Add("", "<table><tr><td>Name</td><td>Start</td></tr><tr><td><s>A B</s></td><td>3/4</td></tr></table>")
	f.Add("RE: x", "On Mon, 1/2/2026 A B wrote:\n> Leaver: \"C\" D\n>> last day is the 31st at 5pm")
	f.Fuzz(func(t *testing.T, subject, body string) {
		ticket := step.Ticket{ID: "T-1", Subject: subject, Body: body, ReceivedAt: received()}
		began := time.Now()
		reading, err := read.Rules{}.Read(context.Background(), ticket)
		require.NoError(t, err)
		require.Less(t, time.Since(began), 5*time.Second)
		again, err := read.Rules{}.Read(context.Background(), ticket)
		require.NoError(t, err)
		require.Equal(t, reading, again)
		checkReading(t, reading)
	})
}

// checkReading holds a reading to its contract, whatever the ticket says.
func checkReading(t *testing.T, reading step.Reading) {
	t.Helper()
	require.Contains(t, []step.Action{step.Onboard, step.Offboard, step.Transfer, step.None, step.Unclear}, reading.Action)
	require.NotNil(t, reading.Users)
	require.NotNil(t, reading.Missing)
	if reading.Action == step.None {
		require.Empty(t, reading.Users)
		require.Empty(t, reading.Missing)
	}
	if reading.Action != step.None && reading.Action != step.Unclear {
		require.NotEmpty(t, reading.Users, "nobody to do it for")
	}
	for _, user := range reading.Users {
		for _, text := range []string{user.FirstName, user.LastName, user.UPNOrEmail, user.Manager, user.JobTitle} {
			require.True(t, utf8.ValidString(text))
			require.NotContains(t, text, "\n")
		}
		if date := user.StartOrLastDate; date != "" {
			_, err := time.Parse(time.DateOnly, date[:min(10, len(date))])
			require.NoError(t, err)
		}
	}
}
