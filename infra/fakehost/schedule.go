package fakehost

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// schedule is six fields of NCRONTAB: which seconds, minutes, hours, days,
// months and days of the week; all must fit.
// Source: learn.microsoft.com/azure/azure-functions/functions-bindings-timer
type schedule [6]uint64 // sets of numbers, by bits

func parseSchedule(text string) (schedule, error) {
	var s schedule
	fields := strings.Fields(text)
	if len(fields) != len(s) {
		return s, fmt.Errorf("schedule %q has %d fields, not six", text, len(fields))
	}
	ranges := [6][2]int{{0, 59}, {0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}}
	for n, field := range fields {
		for part := range strings.SplitSeq(field, ",") {
			set, err := parsePart(part, ranges[n][0], ranges[n][1])
			if err != nil {
				return s, fmt.Errorf("schedule %q: %w", text, err)
			}
			s[n] |= set
		}
	}
	if s.next(time.Unix(0, 0).UTC()).IsZero() {
		return s, fmt.Errorf("schedule %q never comes", text)
	}
	return s, nil
}

// parsePart reads *, 5, 5-9, and each of them with /2 behind.
func parsePart(part string, lowest, highest int) (set uint64, err error) {
	body, stepText, stepped := strings.Cut(part, "/")
	first, last, step := lowest, highest, 1
	if stepped {
		if step, err = strconv.Atoi(stepText); err != nil || step < 1 {
			return 0, fmt.Errorf("%q has no step", part)
		}
	}
	if body != "*" {
		from, to, ranged := strings.Cut(body, "-")
		if first, err = strconv.Atoi(from); err != nil {
			return 0, fmt.Errorf("%q is no number", from)
		}
		if !ranged && !stepped {
			last = first
		}
		if ranged {
			if last, err = strconv.Atoi(to); err != nil {
				return 0, fmt.Errorf("%q is no number", to)
			}
		}
	}
	if first < lowest || last > highest || first > last {
		return 0, fmt.Errorf("%q isn't within %d and %d", part, lowest, highest)
	}
	for n := first; n <= last; n += step {
		set |= 1 << n
	}
	return set, nil
}

func (s schedule) has(field, value int) bool { return s[field]&(1<<value) != 0 }

// next returns the first moment after t that fits, in UTC; zero where none
// comes within nine years.
func (s schedule) next(t time.Time) time.Time {
	t = t.UTC().Truncate(time.Second).Add(time.Second)
	for end := t.AddDate(9, 0, 0); t.Before(end); {
		switch {
		case !s.has(4, int(t.Month())):
			t = time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		case !s.has(3, t.Day()) || !s.has(5, int(t.Weekday())):
			t = time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, time.UTC)
		case !s.has(2, t.Hour()):
			t = t.Truncate(time.Hour).Add(time.Hour)
		case !s.has(1, t.Minute()):
			t = t.Truncate(time.Minute).Add(time.Minute)
		case !s.has(0, t.Second()):
			t = t.Add(time.Second)
		default:
			return t
		}
	}
	return time.Time{}
}

// slow tells whether at least a minute lies between two moments: only then
// does the host remember when a timer ran.
func (s schedule) slow() bool {
	first := s.next(time.Unix(0, 0))
	return s.next(first).Sub(first) >= time.Minute
}
