package read

import (
	"fmt"
	"strings"
)

// clock reads a time of day at word i, as 15:04; n is how many words it
// takes, 0 if there is none. An hour alone needs am, pm or the like.
func (s scan) clock(i int) (clock string, n int) {
	w := s.at(i)
	if clock, n := s.foreignClock(i); n > 0 {
		return clock, n
	}
	switch w.lower {
	case "noon", "midday", "mittag", "midi":
		return "12:00", 1
	case "":
		return "", 0
	}
	if w.text == "12" && s.at(i+1).lower == "noon" {
		return "12:00", 2
	}
	hour, minute, half, ok := splitClock(w.lower)
	if !ok {
		return "", 0
	}
	n = 1
	if half == "" {
		half, n = s.halfDay(i, n)
	}
	if half == "" && minute < 0 {
		return s.hourWithWord(i, hour)
	}
	minute = max(minute, 0)
	hour = fullHour(hour, half)
	if hour > 23 || minute > 59 {
		return "", 0
	}
	for zones[s.at(i+n).lower] && s.joined(i+n-1, "") {
		n++
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), n
}

// halfDay reads am or pm, also "p.m.", after word i.
func (s scan) halfDay(i, n int) (string, int) {
	next := strings.ReplaceAll(s.at(i+1).lower, ".", "")
	if s.joined(i, "") && (next == "am" || next == "pm") {
		return next, n + 1
	}
	return "", n
}

// hourWithWord reads "18 Uhr" and "17 heures".
func (s scan) hourWithWord(i, hour int) (string, int) {
	switch s.at(i + 1).lower {
	case "uhr", "heures", "uur", "hrs":
		if s.joined(i, "") && hour < 24 {
			return fmt.Sprintf("%02d:00", hour), 2
		}
	}
	return "", 0
}

// splitClock takes 3:00pm, 3pm, 16:30 or 17h30 apart; minute is -1 where
// only an hour is written. A leading 0 says that the clock has 24 hours.
func splitClock(text string) (hour, minute int, half string, ok bool) {
	for _, suffix := range []string{"am", "pm", "a.m", "p.m"} {
		if number, found := strings.CutSuffix(text, suffix); found {
			text, half = number, strings.ReplaceAll(suffix, ".", "")
		}
	}
	if half == "" && strings.HasPrefix(text, "0") {
		half = "24"
	}
	for _, sep := range []string{":", "h", "."} {
		h, m, found := strings.Cut(text, sep)
		if !found || sep == "." && half == "" {
			continue
		}
		hour, ok = digits(h)
		if m == "" && sep == "h" {
			return hour, 0, half, ok && hour < 24 && hour > 6
		}
		minutes, valid := digits(m)
		return hour, minutes, half, ok && valid && len(m) == 2 && hour < 24
	}
	hour, ok = digits(text)
	return hour, -1, half, ok && len(text) <= 2 && hour < 24
}

// fullHour puts an hour on the clock of 24. Without am or pm an hour from 1
// to 6 is one of the afternoon: nobody leaves at 3:00 in the night.
func fullHour(hour int, half string) int {
	switch {
	case half == "pm" && hour < 12:
		return hour + 12
	case half == "am" && hour == 12:
		return 0
	case half == "" && hour >= 1 && hour <= 6:
		return hour + 12
	}
	return hour
}
