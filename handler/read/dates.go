package read

import (
	"regexp"
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
	if i >= len(s.words) || !s.joined(i-1, ",(@-") {
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

// vagueWords before a month leave the day open.
var vagueWords = setOf("early late mid mid- beginning middle end around anfang mitte ende début fin principios finales begin eind")

// plainDate reads a date without a weekday.
func (s scan) plainDate(i int) (moment, int) {
	w := s.at(i)
	if vagueWords[w.lower] {
		if month, n := s.monthAt(i + 1); n > 0 {
			d, _ := s.cal.near(month, 15)
			return moment{day: d, vague: true}, n + 1
		}
		return moment{}, 0
	}
	if month, n := s.monthAt(i); n > 0 {
		return s.afterMonth(i, n, month)
	}
	if num, ok := splitNumbers(w.text); ok && s.standsAlone(i) {
		return s.fromNumbers(i, num)
	}
	if m := dashed.FindStringSubmatch(w.lower); m != nil {
		return s.fromDashed(m)
	}
	if day, suffixed, ok := ordinal(w.lower); ok {
		return s.fromDay(i, day, suffixed)
	}
	return moment{}, 0
}

var dashed = regexp.MustCompile(`^(\d{1,2})[-/.](\p{L}{3,9})[-/.](\d{2}|\d{4})$`)

// fromDashed reads 31-Mar-2026.
func (s scan) fromDashed(m []string) (moment, int) {
	day, _ := digits(m[1])
	year, _ := digits(m[3])
	month, known := months[m[2]]
	d, ok := date(fullYear(year, len(m[3])), month, day)
	if !known || !ok {
		return moment{}, 0
	}
	return moment{day: d}, 1
}

// monthAt reads the name of a month, "of" or "de" before it included.
func (s scan) monthAt(i int) (time.Month, int) {
	w := s.at(i)
	if (w.lower == "of" || w.lower == "de") && s.joined(i, "") {
		month, n := s.monthAt(i + 1)
		if n == 0 {
			return 0, 0
		}
		return month, n + 1
	}
	month, ok := months[strings.TrimSuffix(w.lower, ".")]
	if !ok {
		return 0, 0
	}
	return month, 1
}

// afterMonth reads "Feb 2nd, 2026" and "January the 27th".
func (s scan) afterMonth(i, taken int, month time.Month) (moment, int) {
	j := i + taken
	if !s.joined(j-1, ".,") {
		return moment{}, 0
	}
	if s.at(j).lower == "the" {
		j++
	}
	day, _, ok := ordinal(s.at(j).lower)
	if !ok {
		return moment{}, 0
	}
	return s.withYear(i, j, month, day)
}

// fromDay reads "18th August", "3. April 2025" and "the 27th".
func (s scan) fromDay(i, day int, suffixed bool) (moment, int) {
	if s.joined(i, ".") {
		if month, n := s.monthAt(i + 1); n > 0 {
			return s.withYear(i, i+n, month, day)
		}
	}
	before := s.at(i - 1).lower
	_, afterWeekday := weekdays[before]
	if suffixed && (before == "the" || before == "on" || afterWeekday) {
		d, ok := s.cal.dayOfMonth(day)
		if ok {
			return moment{day: d}, 1
		}
	}
	return moment{}, 0
}

// withYear ends a date from word i to j, whose year may follow.
func (s scan) withYear(i, j int, month time.Month, day int) (moment, int) {
	next := j + 1
	if s.at(next).lower == "de" {
		next++
	}
	if year, ok := digits(s.at(next).text); ok && year > 1990 && year < 2100 && s.joined(next-1, ",.") {
		if d, ok := date(year, month, day); ok {
			return moment{day: d}, next + 1 - i
		}
		return moment{}, 0
	}
	d, ok := s.cal.near(month, day)
	if !ok {
		return moment{}, 0
	}
	return moment{day: d}, j + 1 - i
}

// standsAlone tells whether the numbers aren't part of something else, such
// as a price or a phone number.
func (s scan) standsAlone(i int) bool {
	start, end := s.words[i].start, s.words[i].end
	before := start == 0 || !strings.ContainsRune("$€£#/-+.(", rune(s.text[start-1])) || s.text[start-1] == '('
	after := end >= len(s.text) || !strings.ContainsRune("/%-", rune(s.text[end]))
	return before && after
}

// dottedWords stand before a date such as 15.3. that has no year.
var dottedWords = setOf("am zum ab per bis vom den der le op au montag dienstag mittwoch donnerstag freitag")

func (s scan) fromNumbers(i int, n numbers) (moment, int) {
	if n.sep == '.' && n.year == 0 && !dottedWords[s.at(i-1).lower] {
		return moment{}, 0 // 9.30 is a time, 2.0 a version
	}
	d, ok := s.cal.resolve(n, s.cal.order)
	if !ok {
		return moment{}, 0
	}
	unclear := !n.yearFirst && n.sep != '.' && s.cal.order == undecided && n.a <= 12 && n.b <= 12 && n.a != n.b
	return moment{day: d, unclear: unclear}, 1
}

// resolve makes a date of numbers, in the given order unless only one fits.
func (c calendar) resolve(n numbers, o order) (time.Time, bool) {
	month, day := n.a, n.b
	if !n.yearFirst && (o == dayFirst || n.sep == '.' || n.a > 12) && n.b <= 12 {
		month, day = n.b, n.a
	}
	if month > 12 {
		return time.Time{}, false
	}
	if n.year == 0 {
		return c.near(time.Month(month), day)
	}
	return date(n.year, time.Month(month), day)
}

// ordinal reads the day in 27th, 2nd, 1er or 27.
func ordinal(text string) (day int, suffixed, ok bool) {
	number := strings.TrimRight(text, "stndrhe")
	day, ok = digits(number)
	return day, number != text, ok && day >= 1 && day <= 31 && len(text)-len(number) <= 3
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
