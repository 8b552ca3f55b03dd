package read_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

func TestSourceOwnWords(t *testing.T) {
	t.Parallel()
	s := read.NewSource(step.Ticket{
		Subject: "Leaver", ReceivedAt: received(), Requester: step.Requester{Name: "Dana Reyes", Email: "dana@contoso.example"},
		Body: "<p>José  Müller's mail goes to sales/orders@contoso.example on 27 November 2026 at 17:00.</p><!-- Eli --><p hidden>Bo</p>E3/E5, 3/4/2027 or 4/3/2027",
	})
	for said, own := range map[string]string{
		"jose muller": "José Müller", "José Müller": "José Müller", "MULLER": "Müller", "dana reyes": "Dana Reyes", "e5": "E5", "goes to": "goes to",
		"Eli": "", "Bo": "", "Mül": "", "José's": "", "to goes": "", "": "", "!": "", "orders": "",
	} {
		got, found := s.Own(said)
		require.Equal(t, own, got, said)
		require.Equal(t, own != "", found, said)
	}
	_, found := s.OwnAddress("ORDERS@contoso.example")
	require.True(t, found)
	_, found = s.OwnAddress("rders@contoso.example")
	require.False(t, found)
	for iso, follows := range map[string]bool{
		"2026-11-27": true, "2026-11-27T17:00": true, "2026-11-27T18:00": false, "2026-11-28": false, "2027-04-03": false, "27 November 2026": false,
	} {
		require.Equal(t, follows, s.OwnDay(iso), iso)
	}
}

// TestSourceOfTheLargest is made in bounded time.
func TestSourceOfTheLargest(t *testing.T) {
	t.Parallel()
	bodies := maps.Clone(hostile)
	bodies["comments"] = strings.Repeat("<!---->", 1<<18)
	for name, body := range bodies {
		began := time.Now()
		s := read.NewSource(step.Ticket{Body: body, ReceivedAt: received()})
		s.Own(strings.Repeat("new ", 50))
		require.Less(t, time.Since(began), 5*time.Second, name)
	}
}
