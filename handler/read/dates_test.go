package read_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

// The zones of tickets: a clock on UTC says nothing about how dates are
// written, the others do.
func utc() *time.Location     { return time.UTC }
func chicago() *time.Location { return time.FixedZone("", -6*60*60) }
func berlin() *time.Location  { return time.FixedZone("", 1*60*60) }

// TestDates reads last days as people write them, on Monday, 23 November 2026.
func TestDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone       *time.Location
		says, want string
	}{
		{utc(), "2026-12-04", "2026-12-04"},
		{utc(), "2026/12/04", "2026-12-04"},
		{utc(), "4 December 2026", "2026-12-04"},
		{utc(), "December 4th", "2026-12-04"},
		{utc(), "Dec. 4", "2026-12-04"},
		{utc(), "December the 4th", "2026-12-04"},
		{utc(), "the 4th of December", "2026-12-04"},
		{utc(), "Friday, 4 Dec 2026", "2026-12-04"},
		{utc(), "Friday the 4th", "2026-12-04"},
		{utc(), "the 30th", "2026-11-30"},
		{utc(), "31-Dec-2026", "2026-12-31"},
		{utc(), "15 January", "2027-01-15"},
		{utc(), "31.12.2026", "2026-12-31"},
		{utc(), "13/12/2026", "2026-12-13"},
		{utc(), "12/13/2026", "2026-12-13"},
		{utc(), "04/12/2026", ""},
		{utc(), "Friday 04/12/2026", "2026-12-04"},
		{utc(), "12/12/2026", "2026-12-12"},
		{chicago(), "12/4/2026", "2026-12-04"},
		{chicago(), "12/4", "2026-12-04"},
		{chicago(), "1/4", "2027-01-04"},
		{chicago(), "12/4/26", "2026-12-04"},
		{berlin(), "4/12/2026", "2026-12-04"},
		{berlin(), "1-12-2026", "2026-12-01"},
		{utc(), "today", "2026-11-23"},
		{utc(), "tomorrow", "2026-11-24"},
		{utc(), "Friday", "2026-11-27"},
		{utc(), "this Friday", "2026-11-27"},
		{utc(), "Monday", "2026-11-30"},
		{utc(), "next Friday", "2026-12-04"},
		{utc(), "in two weeks", "2026-12-07"},
		{utc(), "Monday, 4 December 2026", ""}, // a Friday
		{utc(), "in early December", ""},
		{utc(), "30 February 2027", ""},
		{utc(), "4 December 2026 at 5 PM", "2026-12-04T17:00"},
		{utc(), "4 December 2026 at 17:30", "2026-12-04T17:30"},
		{utc(), "4 December 2026, 12 noon", "2026-12-04T12:00"},
		{utc(), "Friday at 3:00", "2026-11-27T15:00"},
		{utc(), "Friday at 8:30", "2026-11-27T08:30"},
		{utc(), "Friday 9:00 AM PT", "2026-11-27T09:00"},
		{utc(), "Friday COB", "2026-11-27"},
		{utc(), "Friday at close of business", "2026-11-27"},
	} {
		reading, err := read.Rules{}.Read(context.Background(), step.Ticket{
			Body:       "Priya Nair's last day is " + c.says + ". Please convert her mailbox to shared.",
			ReceivedAt: time.Date(2026, 11, 23, 10, 15, 0, 0, c.zone),
		})
		require.NoError(t, err)
		require.Equal(t, step.Offboard, reading.Action, c.says)
		require.Len(t, reading.Users, 1, c.says)
		require.Equal(t, c.want, reading.Users[0].StartOrLastDate, c.says)
		require.Equal(t, c.want == "", slices.Contains(reading.Missing, "last_day"), c.says)
	}
}

// TestPastWeekday is the one that has gone by.
func TestPastWeekday(t *testing.T) {
	t.Parallel()
	reading, err := read.Rules{}.Read(context.Background(), step.Ticket{
		Body: "Priya Nair left on Friday. Please disable her account.", ReceivedAt: received(),
	})
	require.NoError(t, err)
	require.Equal(t, "2026-11-20", reading.Users[0].StartOrLastDate)
}

// TestAnotherDateDecides between day and month.
func TestAnotherDateDecides(t *testing.T) {
	t.Parallel()
	reading, err := read.Rules{}.Read(context.Background(), step.Ticket{
		Body:       "First name: Priya\nSurname: Nair\nLast day: 04/12/2026\nDate requested: 23/11/2026",
		ReceivedAt: received(),
	})
	require.NoError(t, err)
	require.Equal(t, "2026-12-04", reading.Users[0].StartOrLastDate)
}
