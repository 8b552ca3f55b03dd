package flow

import (
	"fmt"
	"slices"
	"strings"
)

// Terms are what of the customer's document counts for one run beside its
// defaults: the profile and the rules that its facts fit, and the document's
// advice. They are kept with the run, so that people can see why a plan is as
// it is. They have no part in any hash: what they bring about is in the lines.
type Terms struct {
	Version int    `json:"version"` // of the document
	Profile string `json:"profile,omitempty"`
	// Gives is what the profile brings, in words.
	Gives  []string    `json:"gives,omitempty"`
	Rules  []TakenRule `json:"rules,omitempty"`
	Advice []string    `json:"advice,omitempty"` // shown to approvers, decides nothing
}

// TakenRule is a rule of the document whose condition the run's facts fit.
type TakenRule struct {
	Name string `json:"name"`
	// Says are the customer's own sentences that the rule covers.
	Says []string `json:"says,omitempty"`
	// Gives is what follows from it, in words.
	Gives []string `json:"gives,omitempty"`
	Asks  []string `json:"asks,omitempty"` // questions for the approver; they decide nothing
	// Approvers must be among those who approve, by name.
	Approvers []string `json:"approvers,omitempty"`
	groups    []string // joined besides; for planning alone
}

// None tells whether there is nothing to show to people.
func (t Terms) None() bool { return t.Profile == "" && len(t.Rules) == 0 && len(t.Advice) == 0 }

// Taken says which profile and rules were taken, and what follows, a sentence
// for each.
func (t Terms) Taken() []string {
	var says []string
	if t.Profile != "" {
		says = append(says, fmt.Sprintf("The profile “%s” was taken%s.", t.Profile, after(": ", t.Gives)))
	}
	for _, r := range t.Rules {
		said := fmt.Sprintf("The rule “%s” fits%s.", r.Name, after(": ", r.Gives))
		for _, sentence := range r.Says {
			said += fmt.Sprintf(" The customer says: “%s”", sentence)
		}
		says = append(says, said)
	}
	return says
}

// Asks are the questions of all rules to the approver.
func (t Terms) Asks() []string {
	var asks []string
	for _, r := range t.Rules {
		asks = append(asks, r.Asks...)
	}
	return asks
}

// Needs names the approvers without whom nothing is approved, each once.
func (t Terms) Needs() []string {
	var names []string
	for _, r := range t.Rules {
		for _, name := range r.Approvers {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// record names document, profile and rules for the history.
func (t Terms) record() string {
	says := fmt.Sprintf("version %d of the document", t.Version)
	var taken []string
	if t.Profile != "" {
		taken = append(taken, "profile "+t.Profile)
	}
	if len(t.Rules) > 0 {
		var names []string
		for _, r := range t.Rules {
			names = append(names, r.Name)
		}
		taken = append(taken, "rules "+strings.Join(names, ", "))
	}
	if len(taken) > 0 {
		says += " (" + strings.Join(taken, "; ") + ")"
	}
	return says
}

// note is what the plan's note on the ticket says of it, each kind under a
// heading of its own.
func (t Terms) note() string {
	var b strings.Builder
	for _, part := range []struct {
		heading string
		says    []string
	}{
		{fmt.Sprintf("From the customer's document (version %d)", t.Version), t.Taken()},
		{"Questions of the document to the approver (they decide nothing)", t.Asks()},
		{"Advice in the document (it decides nothing)", t.Advice},
	} {
		if len(part.says) > 0 {
			fmt.Fprintf(&b, "\n%s\n- %s\n", part.heading, strings.Join(part.says, "\n- "))
		}
	}
	return b.String()
}

func after(mark string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return mark + strings.Join(list, "; ")
}
