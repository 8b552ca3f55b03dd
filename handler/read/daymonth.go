package read

import (
	"regexp"
	"strings"
	"time"
)

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
	if n.sep == '.' && n.year == 0 && !dottedWords[s.at(i-1).lower] && !s.dotted(i) {
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
