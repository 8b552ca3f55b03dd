package page

import (
	"fmt"
	"time"
)

// Moment writes a time as people read it, in full: weekday, date, time and
// zone, such as "Monday, 24 November 2025, 14:01 GMT". A nil zone is UTC.
func Moment(at time.Time, zone *time.Location) string {
	local := at.In(orUTC(zone))
	return local.Format("Monday, 2 January 2006, 15:04 ") + zoneName(local)
}

// Stamp writes a time for tables, such as "24 Nov 2025, 14:01:11 UTC".
func Stamp(at time.Time) string {
	return at.UTC().Format("2 Jan 2006, 15:04:05 UTC")
}

// Away says how far off a time is: "in 3 days", "20 minutes ago", "now".
func Away(at, now time.Time) string {
	gap := at.Sub(now).Round(time.Minute)
	switch {
	case gap == 0:
		return "now"
	case gap < 0:
		return count(-gap) + " ago"
	}
	return "in " + count(gap)
}

func count(gap time.Duration) string {
	switch {
	case gap < 90*time.Minute:
		return number(int(gap/time.Minute), "minute")
	case gap < 36*time.Hour:
		return number(int(gap.Round(time.Hour)/time.Hour), "hour")
	}
	return number(int(gap.Round(24*time.Hour)/(24*time.Hour)), "day")
}

func number(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// Day says on which day a time falls, seen from now in the same zone: "now"
// for a zero time, "today", "tomorrow" or "on Friday, 5 December 2025".
func Day(at, now time.Time, zone *time.Location) string {
	if at.IsZero() {
		return "now"
	}
	local, today := at.In(orUTC(zone)), now.In(orUTC(zone))
	switch {
	case sameDay(local, today):
		return "today"
	case sameDay(local, today.AddDate(0, 0, 1)):
		return "tomorrow"
	}
	return local.Format("on Monday, 2 January 2006")
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

func orUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// zoneName gives the zone's abbreviation, and the place where it says more.
func zoneName(local time.Time) string {
	short, place := local.Format("MST"), local.Location().String()
	if place == short || place == "Local" {
		return short
	}
	return fmt.Sprintf("%s (%s)", short, place)
}
