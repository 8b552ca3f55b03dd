package read

import (
	"strings"
	"time"
)

// moment is a date, a time of day, or both, as a ticket states it.
type moment struct {
	text    string    // as written
	day     time.Time // zero where only a time of day is stated
	clock   string    // 15:04, empty where no time of day is stated
	unclear bool      // day and month can't be told apart
	clash   bool      // weekday and date disagree
	vague   bool      // such as "early June"
	isToday bool      // "today" and the like, rather than a date
}

// sure tells whether the moment is a day on which something can be planned.
func (m moment) sure() bool { return !m.day.IsZero() && !m.unclear && !m.clash && !m.vague }

// iso writes the moment as a reading has it: with a time only if the ticket
// states one.
func (m moment) iso() string {
	if m.clock == "" {
		return m.day.Format(time.DateOnly)
	}
	return m.day.Format(time.DateOnly) + "T" + m.clock
}

// scan walks over the words of one text.
type scan struct {
	text  string
	words []word
	cal   calendar
}

func (s scan) at(i int) word {
	if i < 0 || i >= len(s.words) {
		return word{}
	}
	return s.words[i]
}

// joined tells whether nothing but spaces and the given marks stands between
// word i and the next.
func (s scan) joined(i int, marks string) bool {
	if i < 0 || i+1 >= len(s.words) {
		return false
	}
	gap := s.text[s.words[i].end:s.words[i+1].start]
	return len(gap) <= 3 && strings.Trim(gap, " "+marks) == ""
}

// moment reads a date at word i, with the time of day beside it; n is how
// many words it takes, 0 if there is none.
func (s scan) moment(i int) (m moment, n int) {
	if clock, taken := s.clock(i); taken > 0 {
		m, n = s.dateAfterClock(i + taken)
		m.clock = clock
		return s.span(m, i, n+taken)
	}
	m, n = s.date(i)
	if n == 0 {
		return moment{}, 0
	}
	if clock, taken := s.clockAfterDate(i + n); taken > 0 {
		m.clock = clock
		n += taken
	}
	return s.span(m, i, n)
}

func (s scan) span(m moment, i, n int) (moment, int) {
	m.text = s.text[s.words[i].start:s.words[i+n-1].end]
	return m, n
}

// dateAfterClock reads the date in "8:30 Monday" and "10 am on Friday".
func (s scan) dateAfterClock(i int) (moment, int) {
	skip := 0
	if s.at(i).lower == "on" {
		skip = 1
	}
	if !s.joined(i-1, ",(") || skip == 1 && !s.joined(i, "") {
		return moment{}, 0
	}
	m, n := s.date(i + skip)
	if n == 0 {
		return moment{}, 0
	}
	return m, n + skip
}

// clockWords stand between a date and its time of day.
var clockWords = setOf("at by @ à um om kl a las vers ab")

// clockAfterDate reads the time in "Friday at 4:30 PM".
func (s scan) clockAfterDate(i int) (clock string, n int) {
	if i >= len(s.words) || !s.joined(i-1, ",()@-") {
		return "", 0
	}
	for clockWords[s.at(i+n).lower] && n < 2 {
		n++
	}
	clock, taken := s.clock(i + n)
	if taken == 0 {
		return "", 0
	}
	return clock, n + taken
}

// date reads a date at word i.
func (s scan) date(i int) (moment, int) {
	w := s.at(i)
	if w.text == "" {
		return moment{}, 0
	}
	if m, n := s.foreignDate(i); n > 0 {
		return m, n
	}
	if s.isNoDay(i) {
		return moment{}, 0
	}
	if ahead, ok := relativeDays[w.lower]; ok {
		return moment{day: s.cal.received.AddDate(0, 0, ahead), isToday: ahead == 0}, 1
	}
	if day, ok := weekdays[w.lower]; ok {
		return s.fromWeekday(i, day)
	}
	if w.lower == "this" || w.lower == "next" || w.lower == "last" || w.lower == "coming" {
		if day, ok := weekdays[s.at(i+1).lower]; ok && s.joined(i, "") {
			return moment{day: s.cal.weekday(day, w.lower)}, 2
		}
		return moment{}, 0
	}
	if w.lower == "in" {
		return s.inDays(i)
	}
	return s.plainDate(i)
}

// inDays reads "in two weeks".
func (s scan) inDays(i int) (moment, int) {
	days, n := s.duration(i + 1)
	if n == 0 {
		return moment{}, 0
	}
	return moment{day: s.cal.received.AddDate(0, 0, days), vague: days >= 30}, n + 1
}

// fromWeekday reads a weekday, alone or before its date.
func (s scan) fromWeekday(i int, day time.Weekday) (moment, int) {
	next := i + 1
	if s.joined(i, ",(.") {
		skip := 0
		if w := s.at(next).lower; w == "the" || w == "den" || w == "le" || w == "on" {
			skip = 1
		}
		if m, n := s.plainDateOn(next+skip, day); n > 0 {
			return m, n + skip + 1
		}
	}
	short := len(s.words[i].text) < 5
	before := s.at(i - 1).lower
	if short && !(before == "on" || before == "by" || before == "until" || before == "till" || before == "starts" || before == "this") {
		return moment{}, 0
	}
	if s.isPast(i) {
		return moment{day: s.cal.weekday(day, "last")}, 1
	}
	return moment{day: s.cal.weekday(day, "")}, 1
}

// pastVerbs before a weekday make it the one that has gone by.
var pastVerbs = setOf("left finished was ended departed resigned retired quit stopped went fired terminated dismissed")

// isPast tells whether a verb just before word i says that it is over.
func (s scan) isPast(i int) bool {
	for back := 1; back <= 3 && i-back >= 0; back++ {
		if pastVerbs[s.words[i-back].lower] {
			return true
		}
	}
	return false
}

// plainDateOn reads a date whose weekday is known, which may decide between
// day and month, or disagree.
func (s scan) plainDateOn(i int, day time.Weekday) (moment, int) {
	m, n := s.plainDate(i)
	if n == 0 {
		return m, n
	}
	if m.unclear {
		num, _ := splitNumbers(s.words[i].text)
		for _, o := range []order{dayFirst, monthFirst} {
			if d, ok := s.cal.resolve(num, o); ok && d.Weekday() == day {
				return moment{day: d}, n
			}
		}
	}
	m.clash = !m.day.IsZero() && m.day.Weekday() != day
	return m, n
}

// duration reads "two weeks" or "90 days" at word i, in days.
func (s scan) duration(i int) (days, n int) {
	count, ok := digits(s.at(i).text)
	if !ok {
		count, ok = counts[s.at(i).lower]
	}
	unit, known := units[s.at(i+1).lower]
	if !ok || !known || !s.joined(i, "-") || count > 400 {
		return 0, 0
	}
	return count * unit, 2
}
