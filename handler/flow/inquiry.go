package flow

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"usher/steps/step"
)

// Inquiry is a question that a run puts to whoever writes on its ticket.
type Inquiry struct {
	Remark
	// About are the ticket's own words that are asked about; empty where it is
	// about the person as such. Key and About together name an inquiry.
	About string
	Kind  AnswerKind
	Holds Holding
	// Choices are what it may be, where that is known.
	Choices []Choice
	Number  int // in the note that asks it; 0: not asked yet
}

// AnswerKind is what an answer has to be.
type AnswerKind string

// The kinds of answers.
const (
	AnyAnswer     AnswerKind = ""       // a ticket of its own, read as one
	PersonAnswer  AnswerKind = "person" // somebody in the tenant
	NameAnswer    AnswerKind = "name"   // of somebody who isn't there yet
	DateAnswer    AnswerKind = "date"
	LicenceAnswer AnswerKind = "licence"
	GroupAnswer   AnswerKind = "group"
	MailboxAnswer AnswerKind = "mailbox" // what becomes of a leaver's
	YesNoAnswer   AnswerKind = "yes-no"
	AddressAnswer AnswerKind = "address"
	TextAnswer    AnswerKind = "text"
)

// Holding is what waits for the answer to an inquiry.
type Holding string

// What an inquiry holds.
const (
	HoldsNothing Holding = ""      // the approval settles it: whoever approves takes the default
	HoldsLines   Holding = "lines" // they are left out of the plan, and amended
	HoldsRun     Holding = "run"
)

// Choice is one of several that the ticket may mean.
type Choice struct {
	Value string   // as an answer takes it: a UPN, a part number, a group's id
	Says  string   // as people see it
	Also  []string // other words that tell it from the rest
}

// Settled settles an inquiry of a run.
type Settled struct {
	Key   string
	About string
	Value string // empty: nobody and nothing, so the default is taken
	Event string // that brought it; empty: nobody answered in time
}

func (q Inquiry) same(a Settled) bool { return q.Key == a.Key && q.About == a.About }

// asks tells whether lines still wait for an answer on the ticket.
func (r Run) asks() bool {
	return slices.ContainsFunc(r.Plan.Questions, func(q Inquiry) bool { return q.Holds != HoldsNothing })
}

// untold tells whether the ticket hasn't been told of a question yet.
func (r Run) untold() bool {
	return slices.ContainsFunc(r.Plan.Questions, func(q Inquiry) bool { return q.Number == 0 })
}

// told keeps the numbers of questions that have been asked before.
func told(before, now []Inquiry) []Inquiry {
	for i := range now {
		for _, q := range before {
			if q.Key == now[i].Key && q.About == now[i].About && q.Says == now[i].Says {
				now[i].Number = q.Number
			}
		}
	}
	return now
}

// remarks are questions as people see them.
func remarks(questions []Inquiry) []Remark {
	list := make([]Remark, 0, len(questions))
	for _, q := range questions {
		list = append(list, q.Remark)
	}
	return list
}

// question is what a resolver asks: a wording by its name, and what is put
// into it.
type question struct {
	name    string // of the wording; what stands before the full stop is the key
	about   string
	kind    AnswerKind
	holds   Holding
	choices []Choice
	trouble string // why the ticket's own words don't do
	values  values
}

// ask adds a question in the customer's language, unless it has been answered
// or nobody answered it in time: then the plan says what is so by default.
func (r *resolver) ask(q question) {
	key, _, _ := strings.Cut(q.name, ".")
	says, otherwise := r.worded(q)
	if _, answered := r.answer(key, q.about); answered && q.holds != HoldsRun {
		r.out.warn(key, says+" "+frames["by default"].fill(r.customer.Language, values{"default": otherwise}))
		return
	}
	asked := func(other Inquiry) bool { return other.Key == key && other.About == q.about }
	if slices.ContainsFunc(r.out.questions, asked) {
		return
	}
	r.out.questions = append(r.out.questions, Inquiry{
		Remark: Remark{Key: key, Says: says, Default: otherwise}, About: q.about, Kind: q.kind, Holds: q.holds, Choices: q.choices,
	})
	if q.holds == HoldsRun {
		r.out.stuck = true
	}
}

// worded puts a question and its default into words.
func (r *resolver) worded(q question) (says, otherwise string) {
	language := r.customer.Language
	known := values{
		"person": orElse(nameOf(r.subject), r.subject.UPNOrEmail), "customer": r.customer.Name, "words": q.about,
		"list": inWords(language, choiceNames(q.choices)),
	}
	maps.Copy(known, q.values)
	w := wordingOf(q.name)
	says = w.says.fill(language, known)
	if q.trouble != "" {
		says += " " + troubles[q.trouble].fill(language, known)
	}
	return says, defaults[w.otherwise].in(language)
}

// wordingOf finds a question's words by its name.
func wordingOf(name string) wording {
	if w, known := wordings[name]; known {
		return w
	}
	if w, known := lineWordings[name]; known {
		return w
	}
	panic(fmt.Sprintf("no words for the question %q", name)) // names are written down in this package alone
}

func choiceNames(choices []Choice) []string {
	names := make([]string, 0, len(choices))
	for _, c := range choices {
		names = append(names, c.Says)
	}
	return names
}

// answer is what was answered to a question, the newest answer first.
func (r *resolver) answer(key, about string) (string, bool) {
	for _, a := range slices.Backward(r.answers) {
		if a.Key == key && a.About == about {
			return a.Value, true
		}
	}
	return "", false
}

// orAnswer is what was answered instead of the ticket's words, or the words.
func (r *resolver) orAnswer(key, words string) string {
	if answer, _ := r.answer(key, words); answer != "" {
		return answer
	}
	return words
}

// peopleAsChoices lists people with what tells them apart.
func peopleAsChoices(users []step.User) []Choice {
	choices := make([]Choice, 0, len(users))
	for _, u := range users {
		says := u.Name
		if u.JobTitle != "" {
			says += ", " + u.JobTitle
		}
		if u.Department != "" {
			says += ", " + u.Department
		}
		choices = append(choices, Choice{Value: u.UPN, Says: says + " (" + u.UPN + ")", Also: []string{u.Name, u.Mail, u.JobTitle, u.Department}})
	}
	return choices
}
