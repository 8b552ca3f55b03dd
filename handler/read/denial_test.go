package read_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

// TestDenials reads tickets that say what is not to be done: whatever their
// subject is called, a person looks.
func TestDenials(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]step.Action{
		"Priya Nair is not leaving after all, ignore the earlier ticket.":       step.Unclear,
		"Do not offboard Priya Nair.":                                           step.Unclear,
		"Please don't close Priya Nair's account.":                              step.Unclear,
		"We do not want Priya Nair to leave.":                                   step.Unclear,
		"Priya Nair does not leave today.":                                      step.Unclear,
		"Priya Nair leaves today. Do not delete her mailbox.":                   step.Offboard,
		"Priya Nair leaves today, please don't close her account before 15:00.": step.Offboard,
	} {
		reading, err := read.Rules{}.Read(context.Background(), step.Ticket{ID: "T-1", Subject: "Leaver", Body: body, ReceivedAt: received()})
		require.NoError(t, err)
		require.Equal(t, want, reading.Action, body)
	}
}
