package read_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

// TestCancelled reads nothing once nobody waits for it.
func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := read.Rules{}.Read(ctx, step.Ticket{})
	require.ErrorIs(t, err, context.Canceled)
}

// TestToday is the day of the ticket's own zone.
func TestToday(t *testing.T) {
	t.Parallel()
	auckland := time.FixedZone("", 13*60*60)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC), "2026-11-23"},
		{time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC).In(auckland), "2026-11-24"},
	} {
		reading, err := read.Rules{}.Read(context.Background(), step.Ticket{
			Body: "Priya Nair's last day is today.", ReceivedAt: c.at,
		})
		require.NoError(t, err)
		require.Equal(t, c.want, reading.Users[0].StartOrLastDate)
	}
}

// TestEvidence names the sentence behind each value.
func TestEvidence(t *testing.T) {
	t.Parallel()
	reading, err := read.Rules{}.Read(context.Background(), step.Ticket{
		ID: "T-7", ReceivedAt: received(),
		Body: "Priya Nair's last day is Friday. Please forward her mail to Bo Lindqvist for 30 days.",
	})
	require.NoError(t, err)
	require.Equal(t, "T-7", reading.ID)
	require.Equal(t, "Priya Nair's last day is Friday.", reading.Evidence["users.0.first_name"])
	require.Equal(t, "Priya Nair's last day is Friday.", reading.Evidence["users.0.start_or_last_date"])
	require.Equal(t, "Please forward her mail to Bo Lindqvist for 30 days.", reading.Evidence["users.0.mailbox.forward_to"])
	require.Equal(t, "Priya Nair's last day is Friday.", reading.Evidence["action"])
}

// hostile are tickets that are large where something could take long.
var hostile = map[string]string{
	"names":    strings.Repeat("Priya Nair and Marcus Webb are leaving on 3/4. ", 1500),
	"new":      strings.Repeat("new ", 16000),
	"quotes":   strings.Repeat("> ", 30000),
	"tables":   strings.Repeat("Name\tStart\tManager\nPriya Nair\t3/4\tBo\n", 1500),
	"tags":     strings.Repeat("<div><b>", 8000),
	"labels":   strings.Repeat("Name: Priya Nair\n", 4000),
	"oneWord":  strings.Repeat("a", 1<<17),
	"capitals": strings.Repeat("Aa ", 20000),
	"forward":  strings.Repeat("forward to ", 6000),
	"dates":    strings.Repeat("on Monday the 3rd at 5 pm ", 2500),
}

// TestHostileSize reads the largest tickets in bounded time.
func TestHostileSize(t *testing.T) {
	t.Parallel()
	for name, body := range hostile {
		began := time.Now()
		reading, err := read.Rules{}.Read(context.Background(), step.Ticket{Body: body, ReceivedAt: received()})
		require.NoError(t, err)
		require.Less(t, time.Since(began), 5*time.Second, name)
		checkReading(t, reading)
	}
}

// BenchmarkRead reads the demo's ticket.
func BenchmarkRead(b *testing.B) {
	ticket := step.Ticket{
		Subject: "Priya Nair is leaving today", ReceivedAt: received(),
		Body: "Priya Nair's last day is today. Please close her account right away, turn her mailbox into\n" +
			"a shared one and give it to her manager. She has a company laptop and our mail on her phone.",
	}
	for b.Loop() {
		if _, err := (read.Rules{}).Read(context.Background(), ticket); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHostile reads each of the largest tickets.
func BenchmarkHostile(b *testing.B) {
	for name, body := range hostile {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := (read.Rules{}).Read(context.Background(), step.Ticket{Body: body, ReceivedAt: received()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
