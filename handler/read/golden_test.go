package read_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

var update = flag.Bool("update", false, "write the readings of testdata anew")

const dashes = "\n----------\n"

// TestGoldens reads each ticket of testdata: a mail, ten dashes, and what is
// read of it.
func TestGoldens(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			text, want, _ := strings.Cut(string(content), dashes)
			got := readGolden(t, text)
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(text+dashes+got), 0o600))
				return
			}
			require.Equal(t, want, got)
		})
	}
}

func readGolden(t *testing.T, text string) string {
	t.Helper()
	reading, err := read.Rules{}.Read(context.Background(), ticketOf(t, text))
	require.NoError(t, err)
	reading.Evidence = nil
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(struct {
		Action  step.Action    `json:"action"`
		Users   []step.Subject `json:"users"`
		Missing []string       `json:"missing"`
	}{reading.Action, reading.Users, reading.Missing}))
	return out.String()
}

// ticketOf reads a ticket written as a mail.
func ticketOf(t *testing.T, text string) step.Ticket {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	ticket := step.Ticket{ID: "T-1", Body: body}
	for line := range strings.SplitSeq(head, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "Received":
			at, err := time.Parse(time.RFC3339, value)
			require.NoError(t, err)
			ticket.ReceivedAt = at
		case "From":
			from, err := mail.ParseAddress(value)
			require.NoError(t, err)
			ticket.Requester = step.Requester{Name: from.Name, Email: from.Address}
		case "Subject":
			ticket.Subject = value
		default:
			require.Fail(t, "unknown head", line)
		}
	}
	return ticket
}
