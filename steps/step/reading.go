package step

import (
	"context"
	"slices"
	"strings"
)

// Doubt is something about a ticket that its readers don't agree on, or that
// only the less trusted of them has found.
type Doubt struct {
	// Key is what it is about: action, which_user, start_date, last_day, or
	// the name of a fact.
	Key string `json:"key"`
	// About is the person, as Called names them; empty: the whole ticket.
	About string `json:"about,omitempty"`
	// Says is the question, and Default what happens without an answer.
	Says    string `json:"says"`
	Default string `json:"default"`
	// Holds tells that nothing is planned before somebody has answered.
	Holds bool `json:"holds,omitempty"`
}

// Called is how a subject is named in a sentence: by name, else by address;
// empty where the ticket gives neither.
func (s Subject) Called() string {
	name := strings.TrimSpace(s.FirstName + " " + s.LastName)
	for _, words := range []string{name, s.DisplayName, s.UPNOrEmail} {
		if words != "" {
			return words
		}
	}
	return ""
}

// DoubtsAbout returns the doubts that concern a subject.
func (r Reading) DoubtsAbout(s Subject) []Doubt {
	var found []Doubt
	for _, d := range r.Doubts {
		if d.About == "" || d.About == s.Called() {
			found = append(found, d)
		}
	}
	return found
}

type adviceKey struct{}

// WithAdvice returns ctx with those of a customer's instructions that are
// marked as advice. A reader may show them to a model; they decide nothing.
func WithAdvice(ctx context.Context, c Customer) context.Context {
	var says []string
	for _, i := range c.Instructions {
		if i.Advice {
			says = append(says, i.Says)
		}
	}
	return context.WithValue(ctx, adviceKey{}, says)
}

// AdviceOf returns the advice of ctx, in the order of the document.
func AdviceOf(ctx context.Context) []string {
	says, _ := ctx.Value(adviceKey{}).([]string)
	return slices.Clone(says)
}
