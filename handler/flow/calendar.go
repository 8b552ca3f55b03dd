package flow

import (
	"fmt"
	"time"

	"usher/steps/step"
)

// at is a time of day in the customer's zone. In the hour that a change to
// summer time leaves out, it is the hour after.
func at(day time.Time, hour, minute int, c step.Customer) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, zoneOf(c))
}

func zoneOf(c step.Customer) *time.Location {
	if c.TimeZone == nil {
		return time.UTC
	}
	return c.TimeZone
}

// workingDaysBefore counts back from a day over Monday to Friday.
func workingDaysBefore(day time.Time, n int) time.Time {
	for n > 0 {
		day = day.AddDate(0, 0, -1)
		if day.Weekday() != time.Saturday && day.Weekday() != time.Sunday {
			n--
		}
	}
	return day
}

// readMoment reads a date of a reading: a day alone, or a day with a time, both in
// the customer's zone. Alone tells the two apart.
func readMoment(says string, c step.Customer) (when time.Time, alone bool, err error) {
	zone := zoneOf(c)
	if day, err := time.ParseInLocation(time.DateOnly, says, zone); err == nil {
		return day, true, nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if when, err := time.ParseInLocation(layout, says, zone); err == nil {
			return when, false, nil
		}
	}
	when, err = time.Parse(time.RFC3339, says)
	if err != nil {
		return when, false, fmt.Errorf("not a date: %q", says)
	}
	return when, false, nil
}
