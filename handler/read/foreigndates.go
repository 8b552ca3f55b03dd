package read

import (
	"fmt"
	"strings"
	"time"
)

// foreignDays holds words that name a day by its distance from today, in
// the languages in which they are no other words.
var foreignDays = map[tongue]map[string]int{
	german:  {"heute": 0, "morgen": 1, "übermorgen": 2, "gestern": -1, "vorgestern": -2},
	french:  {"aujourd'hui": 0, "demain": 1, "après-demain": 2, "hier": -1},
	spanish: {"hoy": 0, "mañana": 1, "ayer": -1},
	dutch:   {"vandaag": 0, "morgen": 1, "overmorgen": 2, "gisteren": -1, "eergisteren": -2},
}

// comingWords stand before a weekday that is to come, pastWords before or
// behind one that has gone by.
var (
	comingWords = setOf("kommenden kommender kommende nächsten nächster nächste diesen dieser próximo próxima este komende aanstaande volgende deze ce prochain prochaine")
	pastWords   = setOf("letzten letzter vorigen vergangenen pasado último afgelopen vorige dernier passé")
	otherDays   = map[tongue]map[string]bool{
		german: setOf("hier mon mar sept"), dutch: setOf("hier mon die mei."), french: setOf("mon mar morgen"), spanish: setOf("mon mar"),
	}
)

// foreignDate reads what only languages other than English write: "kommenden
// Freitag", "vendredi prochain", "zum Monatsende", "28.06.".
func (s scan) foreignDate(i int) (moment, int) {
	if s.cal.tongue == english {
		return moment{}, 0
	}
	w := s.at(i)
	if ahead, ok := foreignDays[s.cal.tongue][w.lower]; ok && !s.isMorning(i) {
		return moment{day: s.cal.received.AddDate(0, 0, ahead), isToday: ahead == 0}, 1
	}
	if m, n := s.monthEnd(i); n > 0 {
		return m, n
	}
	if m, n := s.loneDay(i); n > 0 {
		return m, n
	}
	if comingWords[w.lower] || pastWords[w.lower] {
		day, ok := weekdays[s.at(i+1).lower]
		if !ok || !s.joined(i, "") {
			return moment{}, 0
		}
		m, n := s.fromWeekday(i+1, day)
		if n == 1 {
			m.day = s.cal.asideOf(day, w.lower)
		}
		return m, n + 1
	}
	return s.foreignWeekday(i)
}

// isMorning tells whether "morgen" or "mañana" is a time of day: "Freitag
// Morgen", "por la mañana".
func (s scan) isMorning(i int) bool {
	before := s.at(i - 1).lower
	_, weekday := weekdays[before]
	w := s.at(i).lower
	return (w == "morgen" || w == "mañana") && (weekday || before == "la" || before == "guten" || before == "goede" || before == "heute" || before == "jeden") ||
		w == "morgen" && s.cal.tongue == german && s.at(i).text == "Morgen" && !s.opens(i)
}

// asideOf returns the weekday that a word such as "prochain" means: never the
// day on which the ticket came.
func (c calendar) asideOf(day time.Weekday, word string) time.Time {
	if pastWords[word] {
		return c.weekday(day, "last")
	}
	d := c.weekday(day, "this")
	if d.Equal(c.received) {
		return d.AddDate(0, 0, 7)
	}
	return d
}

// foreignWeekday reads a weekday with the word that places it behind:
// "vendredi prochain", "viernes pasado". With its date, it is an ordinary one.
func (s scan) foreignWeekday(i int) (moment, int) {
	day, ok := weekdays[s.at(i).lower]
	next := s.at(i + 1).lower
	if !ok || len(s.at(i).text) < 4 || !s.joined(i, "") {
		return moment{}, 0
	}
	if comingWords[next] || next == "pasado" || next == "dernier" {
		return moment{day: s.cal.asideOf(day, next)}, 2
	}
	if m, n := s.weekdayNumber(i, day); n > 0 {
		return m, n
	}
	if next == "el" || next == "de" || next == "dem" {
		if m, n := s.plainDateOn(i+2, day); n > 0 {
			return m, n + 2
		}
	}
	return moment{}, 0
}

// weekdayNumber reads "jueves 30" as the next such day that is a Thursday.
func (s scan) weekdayNumber(i int, day time.Weekday) (moment, int) {
	number, ok := digits(s.at(i + 1).text)
	_, isMonth := s.monthAt(i + 2)
	if !ok || number < 1 || number > 31 || isMonth > 0 || s.at(i+2).lower == "uhr" || s.at(i+2).lower == "uur" || s.at(i+2).lower == "h" {
		return moment{}, 0
	}
	for ahead := range 3 {
		r := s.cal.received
		if d, ok := date(r.Year(), r.Month()+time.Month(ahead), number); ok && d.Weekday() == day && !d.Before(r.AddDate(0, 0, -7)) {
			return moment{day: d}, 2
		}
	}
	return moment{}, 0
}

// monthEnds are the words for the end of a month before its name, or before
// "month" itself.
var monthEnds = [][]string{
	{"ende"}, {"monatsende"}, {"ultimo"}, {"fin", "de"}, {"fin"}, {"fin", "du"}, {"fines", "de"}, {"finales", "de"}, {"final", "de"}, {"a", "final", "de"},
	{"eind"}, {"einde"}, {"eind", "van", "de"}, {"einde", "van", "de"}, {"eind", "deze"}, {"fin", "de", "este"}, {"ende", "des"}, {"ende", "dieses"}, {"ende", "diesen"}, {"fin", "del"}, {"einde", "van"}, {"eind", "van"},
}

var monthWords = setOf("monat monats mois mes maand")

// monthEnd reads "Monatsende", "fin de mois" and "eind van de maand" as the
// last day of this month; "Ende Juni" stays vague.
func (s scan) monthEnd(i int) (moment, int) {
	for _, list := range monthEnds {
		if !s.follow(i, list) {
			continue
		}
		n := len(list)
		if list[0] != "monatsende" && list[0] != "ultimo" {
			if !monthWords[s.at(i+n).lower] {
				continue
			}
			n++
		}
		r := s.cal.received
		return moment{day: time.Date(r.Year(), r.Month()+1, 0, 0, 0, 0, 0, time.UTC)}, n
	}
	return moment{}, 0
}

func (s scan) follow(i int, list []string) bool {
	for j, w := range list {
		if s.at(i+j).lower != w {
			return false
		}
	}
	return true
}

// isNoDay tells whether word i would be a day in another language only: "hier"
// is yesterday in French and here in German.
func (s scan) isNoDay(i int) bool {
	return s.cal.tongue != english && (otherDays[s.cal.tongue][s.at(i).lower] || s.isMorning(i))
}

const afterDays = ".,;:)"

// lonely stand before a day without its month.
var (
	lonely = setOf("am zum ab bis per den vom le au du el al op")
)

// loneDay reads "am 29." and "le 15," as the day of the month nearest.
func (s scan) loneDay(i int) (moment, int) {
	w := s.at(i)
	day, ok := digits(w.text)
	if !ok || day < 1 || day > 31 || !lonely[s.at(i-1).lower] {
		return moment{}, 0
	}
	rest := s.text[w.end:]
	if s.cal.tongue == german && !strings.HasPrefix(rest, ".") || rest != "" && !strings.ContainsRune(afterDays, rune(rest[0])) {
		return moment{}, 0
	}
	if _, n := s.monthAt(i + 1); n > 0 {
		return moment{}, 0
	}
	d, ok := s.cal.dayOfMonth(day)
	if !ok {
		return moment{}, 0
	}
	return moment{day: d}, 1
}

// numberDot tells whether the dot behind word i belongs to its number: it is
// a day or a date.
func (s scan) numberDot(i int) bool {
	w := s.words[i]
	rest := s.text[w.end:]
	return s.cal.tongue != english && strings.HasPrefix(rest, ". ") && strings.Trim(w.text, "0123456789.") == ""
}

// dotted tells whether numbers such as 28.06 are a date: a dot follows, and
// they are no time of day.
func (s scan) dotted(i int) bool {
	end := s.words[i].end
	if s.cal.tongue == english || end >= len(s.text) || s.text[end] != '.' {
		return false
	}
	before, after := s.at(i-1).lower, s.at(i+1).lower
	return before != "um" && before != "om" && after != "uhr" && after != "uur"
}

// foreignClock reads "18.00 Uhr", "20u30", "17 h 30" and "5 de la tarde" at
// word i.
func (s scan) foreignClock(i int) (clock string, n int) {
	w := s.at(i)
	if s.cal.tongue == english || w.text == "" {
		return "", 0
	}
	next := s.at(i + 1).lower
	switch w.lower {
	case "mittags", "mediodía", "middags":
		return "12:00", 1
	}
	if hour, minute, ok := cutClock(w.lower, "."); ok && (next == "uhr" || next == "uur" || next == "h" || next == "hrs" || next == "horas" || next == "hs" || s.afterClockWord(i) && s.standsBeforeNothing(i)) {
		n = 1
		if zones[next] || next == "h" || next == "horas" || next == "hs" {
			n = 2
		}
		return fmt.Sprintf("%02d:%02d", hour, minute), n
	}
	if hour, minute, ok := cutClock(w.lower, "u"); ok && s.cal.tongue == dutch {
		return fmt.Sprintf("%02d:%02d", hour, minute), 1
	}
	if clock, n := s.spanishHalf(i); n > 0 {
		return clock, n
	}
	hour, ok := digits(w.text)
	if !ok || hour > 23 || !s.joined(i, "") || len(w.text) > 2 {
		return "", 0
	}
	switch next {
	case "uhr", "h", "heures", "uur", "horas", "hs", "u", "hrs":
		if minute, ok := digits(s.at(i + 2).text); ok && minute < 60 && len(s.at(i+2).text) == 2 && s.joined(i+1, "") {
			return fmt.Sprintf("%02d:%02d", hour, minute), 3
		}
		return fmt.Sprintf("%02d:00", hour), 2
	}
	if next == "de" && s.at(i+2).lower == "la" && (s.at(i+3).lower == "tarde" || s.at(i+3).lower == "mañana") {
		if s.at(i+3).lower == "tarde" && hour < 12 {
			hour += 12
		}
		return fmt.Sprintf("%02d:00", hour), 4
	}
	return "", 0
}

// spanishHalf reads "5:00 p. m.".
func (s scan) spanishHalf(i int) (string, int) {
	half := s.at(i + 1).lower
	if half != "p" && half != "a" || s.at(i+2).lower != "m" || !s.joined(i, "") || !s.joined(i+1, ".") {
		return "", 0
	}
	hour, minute, _, ok := splitClock(s.at(i).lower)
	if !ok {
		return "", 0
	}
	return fmt.Sprintf("%02d:%02d", fullHour(hour, half+"m"), max(minute, 0)), 3
}

func (s scan) afterClockWord(i int) bool {
	before := s.at(i - 1).lower
	return before == "um" || before == "om" || before == "las"
}

// standsBeforeNothing tells whether no dot follows that would make a date of
// numbers.
func (s scan) standsBeforeNothing(i int) bool {
	rest := s.text[s.words[i].end:]
	return !strings.HasPrefix(rest, ".") || strings.TrimSpace(rest) == "."
}

// cutClock takes 18.00 or 20u30 apart.
func cutClock(text, sep string) (hour, minute int, ok bool) {
	h, m, found := strings.Cut(text, sep)
	hour, isHour := digits(h)
	if m == "" && sep == "u" {
		return hour, 0, found && isHour && hour < 24
	}
	minute, isMinute := digits(m)
	return hour, minute, found && isHour && isMinute && len(m) == 2 && hour < 24 && minute < 60
}
