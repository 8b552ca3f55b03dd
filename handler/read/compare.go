package read

import (
	"fmt"
	"slices"
	"strings"

	"usher/handler/read/fields"
	"usher/steps/step"
)

// comparison holds a second reading against that of the rules, and adds to
// the latter.
type comparison struct {
	rules  *step.Reading
	second step.Reading
	pairs  []pair
}

// pair is one person as both readers see them.
type pair struct {
	ours   *step.Subject
	theirs step.Subject
	action step.Action // the rules'
}

// actions compares what is to be done, for the whole ticket, and pairs those
// whom both name.
func (c *comparison) actions() {
	taken := map[int]bool{}
	for i := range c.rules.Users {
		ours := &c.rules.Users[i]
		for j, theirs := range c.second.Users {
			if taken[j] || !samePerson(*ours, theirs) {
				continue
			}
			taken[j] = true
			p := pair{ours: ours, theirs: theirs, action: actionOf(*c.rules, *ours)}
			c.pairs = append(c.pairs, p)
			if other := actionOf(c.second, theirs); other != p.action {
				c.doubtAction(ours.Called(), p.action, other)
			}
			break
		}
	}
	if len(c.pairs) == 0 && c.rules.Action != c.second.Action {
		c.doubtAction("", c.rules.Action, c.second.Action)
	}
	if c.rules.Action == step.None && len(c.rules.Doubts) > 0 {
		c.rules.Action = step.Unclear // so that somebody is asked
	}
}

func (c *comparison) doubtAction(about string, ours, theirs step.Action) {
	whom := about
	if whom == "" {
		whom = cutShort(strings.Join(calledAll(c.second.Users), ", "))
	}
	c.doubt(step.Doubt{
		Key: "action", About: about, Default: "nothing is done", Holds: true,
		Says: fmt.Sprintf("What is Usher to do%s? The rules read %s, the language model reads %s.", forWhom(whom), meant(ours), meant(theirs)),
	})
}

func forWhom(names string) string {
	if names == "" {
		return ""
	}
	return " for " + names
}

// meant names an action in a sentence.
func meant(a step.Action) string {
	switch a {
	case step.Onboard:
		return "that somebody joins"
	case step.Offboard:
		return "that somebody leaves"
	case step.Transfer:
		return "that somebody moves"
	case step.None:
		return "that nobody joins, leaves or moves"
	}
	return "nothing clear enough to act on"
}

// people compares who it is about. A second reader that names nobody has
// nothing against those whom the rules name.
func (c *comparison) people() {
	var ours []*step.Subject
	for i := range c.rules.Users {
		u := &c.rules.Users[i]
		if !slices.ContainsFunc(c.pairs, func(p pair) bool { return p.ours == u }) {
			ours = append(ours, u)
		}
	}
	theirs := slices.DeleteFunc(slices.Clone(c.second.Users), func(u step.Subject) bool {
		return u.Called() == "" || slices.ContainsFunc(c.rules.Users, func(o step.Subject) bool { return samePerson(o, u) })
	})
	named := cutShort(strings.Join(calledAll(theirs), ", "))
	for _, u := range ours {
		switch {
		case len(theirs) > 0:
			c.doubtPerson(*u, fmt.Sprintf("Who is meant? The rules read %s, the language model reads %s.", orNobody(u.Called()), named))
		case len(c.second.Users) > 0:
			c.doubtPerson(*u, fmt.Sprintf("Is the ticket about %s, too? The language model doesn't read it so.", orNobody(u.Called())))
		}
	}
	if len(ours) == 0 && len(c.rules.Users) > 0 && len(theirs) > 0 {
		c.doubt(step.Doubt{Key: "which_user", Says: fmt.Sprintf("Is the ticket about %s, too? Only the language model reads it so.", named), Default: "nothing is done for them"})
	}
	for _, p := range c.pairs {
		if a, b := p.ours.UPNOrEmail, p.theirs.UPNOrEmail; a != "" && b != "" && !strings.EqualFold(a, b) {
			c.doubtPerson(*p.ours, fmt.Sprintf("Which address is that of %s? The rules read %s, the language model reads %s.", p.ours.Called(), a, b))
		}
	}
}

func (c *comparison) doubtPerson(u step.Subject, says string) {
	c.doubt(step.Doubt{Key: "which_user", About: u.Called(), Says: says, Default: "nothing is done", Holds: true})
}

// days compares when it is to be. Somebody who leaves at once isn't kept for
// a day that the rules didn't read.
func (c *comparison) days(p pair) {
	ours, theirs := p.ours.StartOrLastDate, p.theirs.StartOrLastDate
	if theirs == "" || sameMoment(ours, theirs) || p.action == step.Unclear || p.action == step.None {
		return
	}
	d := step.Doubt{Key: "start_date", About: p.ours.Called(), Default: "nothing is done", Holds: true}
	which := "first"
	if p.action == step.Offboard {
		d.Key, which = "last_day", "last"
	}
	read := ours
	if p.ours.Urgent && p.action == step.Offboard {
		read, d.Holds, d.Default = "at once", false, "at once, as soon as it is approved"
	} else if ours == "" {
		read = "none"
	}
	d.Says = fmt.Sprintf("When is the %s day of %s? The rules read %s, the language model reads %s.", which, orNobody(p.ours.Called()), read, theirs)
	c.doubt(d)
}

// sameMoment compares days, and times of day where both state one.
func sameMoment(a, b string) bool {
	if a == "" || b == "" {
		return a == b
	}
	dayA, timeA, _ := strings.Cut(a, "T")
	dayB, timeB, _ := strings.Cut(b, "T")
	return dayA == dayB && (timeA == timeB || timeA == "" || timeB == "")
}

// facts adds what only the second reader found: plain facts are taken and
// told, everything that gives somebody something is asked first.
func (c *comparison) facts(p pair) {
	var took, asked []string
	for _, f := range fields.All() {
		have, found := f.Get(p.ours), f.Get(&p.theirs)
		fresh := slices.DeleteFunc(slices.Clone(found), func(v string) bool { return holds(have, v) })
		if len(fresh) == 0 || f.Trust == fields.Compare {
			continue
		}
		said := f.Says
		if f.Kind != fields.Sign {
			said += " " + cutShort(strings.Join(fresh, ", "))
		}
		switch {
		case len(have) > 0 && !f.List:
			c.note(p, fmt.Sprintf("The language model reads something else (%s: %s). What the rules read is taken: %s.", f.Says, cutShort(fresh[0]), cutShort(have[0])))
		case f.Trust == fields.Take:
			f.Put(p.ours, fresh)
			took = append(took, said)
		default:
			asked = append(asked, said)
		}
	}
	c.confirm(p, took, "facts", "they are taken as read")
	c.confirm(p, asked, "wishes", "none of it is done")
}

func (c *comparison) confirm(p pair, found []string, key, otherwise string) {
	if len(found) == 0 {
		return
	}
	c.doubt(step.Doubt{
		Key: key, About: p.ours.Called(), Default: otherwise,
		Says: fmt.Sprintf("Is this meant for %s? Only the language model reads it in the ticket: %s.", orNobody(p.ours.Called()), strings.Join(found, "; ")),
	})
}

func (c *comparison) note(p pair, says string) {
	c.rules.Notes = append(c.rules.Notes, orNobody(p.ours.Called())+": "+says)
}

func (c *comparison) doubt(d step.Doubt) { c.rules.Doubts = append(c.rules.Doubts, d) }

// holds tells whether a list has a value, be it in more words or in fewer:
// whoever is Bo to one reader is Bo Lindqvist to the other.
func holds(list []string, value string) bool {
	wanted := " " + folded(value) + " "
	return slices.ContainsFunc(list, func(have string) bool {
		had := " " + folded(have) + " "
		return have == value || strings.Contains(had, wanted) || strings.Contains(wanted, had)
	})
}

func folded(value string) string {
	var list []string
	for _, w := range foldedWords(value) {
		list = append(list, w.folded)
	}
	return strings.Join(list, " ")
}

// cutShort keeps a question short enough to be read.
func cutShort(words string) string {
	const most = 200
	if letters := []rune(words); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return words
}

func actionOf(r step.Reading, s step.Subject) step.Action {
	if s.Action != "" {
		return s.Action
	}
	return r.Action
}

// samePerson tells whether two readers may mean the same person: one address,
// or one name that has all words of the other.
func samePerson(a, b step.Subject) bool {
	if a.UPNOrEmail != "" && strings.EqualFold(a.UPNOrEmail, b.UPNOrEmail) {
		return true
	}
	x, y := strings.Fields(folded(nameOf(a))), strings.Fields(folded(nameOf(b)))
	if len(x) == 0 || len(y) == 0 {
		return namedBy(a.UPNOrEmail, y) || namedBy(b.UPNOrEmail, x)
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	return !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
}

// namedBy tells whether an address is made of a name.
func namedBy(address string, name []string) bool {
	local, _, _ := strings.Cut(fold(address), "@")
	return len(name) > 1 && !slices.ContainsFunc(name, func(w string) bool { return !strings.Contains(local, w) })
}

func nameOf(s step.Subject) string {
	if name := strings.TrimSpace(s.FirstName + " " + s.LastName); name != "" {
		return name
	}
	return s.DisplayName
}

func calledAll(users []step.Subject) []string {
	var names []string
	for _, u := range users {
		if name := u.Called(); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func orNobody(name string) string {
	if name == "" {
		return "somebody unnamed"
	}
	return name
}
