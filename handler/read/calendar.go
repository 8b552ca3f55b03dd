package read

import (
	"strings"
	"time"

	"usher/steps/step"
)

// order says whether 3/4 is March 4 or 3 April.
type order int

// The orders of a date in digits.
const (
	undecided order = iota
	dayFirst
	monthFirst
)

// calendar turns dates as people write them into dates.
type calendar struct {
	received time.Time // midnight of the day on which the ticket came, UTC
	order    order
	tongue   tongue // of the ticket
}

// newCalendar reads how this ticket writes dates: by the day when it came
// and by whatever in its text decides between day and month.
func newCalendar(t step.Ticket, text string) calendar {
	y, m, d := t.ReceivedAt.Date()
	c := calendar{received: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), tongue: tongueOf(text)}
	c.order = orderOf(text)
	if c.order == undecided && c.tongue != english {
		c.order = dayFirst
	}
	if c.order == undecided {
		c.order = orderByPlace(t.ReceivedAt, strings.ToLower(text))
	}
	return c
}

// orderOf looks for a date that can be read in one way only: 19/12 proves
// that the ticket writes the day first.
func orderOf(text string) order {
	days, months := 0, 0
	for _, w := range words(text) {
		if n, ok := splitNumbers(w.text); ok && n.sep != '.' && !n.yearFirst {
			switch {
			case n.a > 12 && n.b <= 12 && n.a <= 31:
				days++
			case n.b > 12 && n.a <= 12 && n.b <= 31:
				months++
			}
		}
	}
	switch {
	case days > 0 && months == 0:
		return dayFirst
	case months > 0 && days == 0:
		return monthFirst
	}
	return undecided
}

// Words that are written where the day comes first, and where the month does.
var (
	dayFirstWords = []string{
		"licence", "organisation", "colour", "cheers", "mobile number", "whilst", "fortnight", "annual leave", " ltd", "pty",
		"line manager", "surname", "bonjour", "guten tag", "hallo", "hola", "buenos", " bitte ", "graag", "merci", "gracias", "p45", "maternity cover",
	}
	monthFirstWords = []string{"cell phone", "zip code", " llc", "401k", "w-9", "pto", "w-2", "last name:", " inc.", "labor", "organization"}
)

// orderByPlace decides by the sender's clock and spelling. A clock on UTC
// says nothing: desks like to convert to it.
func orderByPlace(received time.Time, text string) order {
	day, month := containsAny(text, dayFirstWords), containsAny(text, monthFirstWords)
	if day != month {
		if day {
			return dayFirst
		}
		return monthFirst
	}
	_, offset := received.Zone()
	switch {
	case offset > 0:
		return dayFirst
	case offset < -2*60*60:
		return monthFirst
	}
	return undecided
}

// numbers is a date in digits.
type numbers struct {
	a, b, year int // year is 0 where it isn't written
	sep        byte
	yearFirst  bool
}

// splitNumbers reads 4/6/2026, 30.06.2026, 2026-08-12, 2026年8月12日 and the like.
func splitNumbers(text string) (numbers, bool) {
	text = strings.TrimSuffix(text, ".")
	if strings.HasSuffix(text, "日") {
		text = strings.NewReplacer("年", "-", "月", "-", "日", "").Replace(text)
	}
	at := strings.IndexAny(text, "/.-")
	if at < 1 || at > 4 || len(text) > 10 {
		return numbers{}, false
	}
	sep := text[at]
	parts := strings.Split(text, string(sep))
	n := numbers{sep: sep}
	values := make([]int, len(parts))
	for i, part := range parts {
		v, ok := digits(part)
		if !ok || len(part) > 4 || len(part) == 3 {
			return numbers{}, false
		}
		values[i] = v
	}
	switch {
	case len(parts) == 3 && len(parts[0]) == 4:
		n.year, n.a, n.b, n.yearFirst = values[0], values[1], values[2], true
	case len(parts) == 3 && len(parts[0]) <= 2 && len(parts[1]) <= 2 && len(parts[2]) != 1:
		n.a, n.b, n.year = values[0], values[1], fullYear(values[2], len(parts[2]))
	case len(parts) == 2 && sep != '-' && len(parts[0]) <= 2 && len(parts[1]) <= 2 && text != "24/7":
		n.a, n.b = values[0], values[1]
	default:
		return numbers{}, false
	}
	return n, n.a > 0 && n.b > 0 && n.a <= 31 && n.b <= 31 && (n.year == 0 || n.year > 1990 && n.year < 2100)
}

func fullYear(year, length int) int {
	if length == 2 {
		return 2000 + year
	}
	return year
}

func digits(text string) (int, bool) {
	n := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
		if n > 9999 {
			return 0, false
		}
	}
	return n, text != ""
}

// date makes a date, if there is such a day.
func date(year int, month time.Month, day int) (time.Time, bool) {
	d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return d, d.Month() == month && d.Day() == day
}

// near completes a date without a year: the one nearest to the day when the
// ticket came, where a coming day counts as twice as near as a past one.
func (c calendar) near(month time.Month, day int) (time.Time, bool) {
	best, found, least := time.Time{}, false, 0.0
	for year := c.received.Year() - 1; year <= c.received.Year()+1; year++ {
		d, ok := date(year, month, day)
		if !ok {
			continue
		}
		away := d.Sub(c.received).Hours()
		if away < 0 {
			away *= -2
		}
		if !found || away < least {
			best, found, least = d, true, away
		}
	}
	return best, found
}

// dayOfMonth completes "the 27th": the next one to come, today included.
func (c calendar) dayOfMonth(day int) (time.Time, bool) {
	for ahead := range 3 {
		first := time.Date(c.received.Year(), c.received.Month()+time.Month(ahead), 1, 0, 0, 0, 0, time.UTC)
		if d, ok := date(first.Year(), first.Month(), day); ok && !d.Before(c.received) {
			return d, true
		}
	}
	return time.Time{}, false
}

// weekday returns the day that a weekday means: the coming one, next week's
// after "next", the one before after "last".
func (c calendar) weekday(day time.Weekday, modifier string) time.Time {
	ahead := (int(day) - int(c.received.Weekday()) + 7) % 7
	switch modifier {
	case "next":
		monday := (8 - int(c.received.Weekday())) % 7
		if monday == 0 {
			monday = 7
		}
		if c.received.Weekday() == time.Sunday {
			monday = 1
		}
		ahead = monday + (int(day)+6)%7
	case "last":
		ahead -= 7
	case "this":
	default:
		if ahead == 0 {
			ahead = 7
		}
	}
	return c.received.AddDate(0, 0, ahead)
}
