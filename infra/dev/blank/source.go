package blank

import (
	"fmt"
	"strings"
)

// action is the reading of a ticket that steps of a package are for.
func (s Step) action() string {
	return map[string]string{"onboard": "step.Onboard", "offboard": "step.Offboard", "transfer": "step.Transfer"}[s.Package]
}

func (s Step) source() string {
	wanted := "return false"
	if action := s.action(); action != "" {
		wanted = "return false // r.Action == " + action + " && …"
	}
	return fmt.Sprintf(`package %s

import "usher/steps/step"

// %s says in one sentence what it changes, and why.
var %[2]s = step.Step{
	Name:  %q,
	Title: %q,
	Part:  step.Account, // the heading under which people see it
	Needs: []step.Fact{step.PersonKnown},
	// Scopes: the least permissions that Check and Do need, such as
	// step.GraphScope("User.Read.All") or step.ExchangeScope().

	// Wanted says which tickets and documents ask for it; until it does, no
	// plan has such a line.
	Wanted: func(step.Request, step.Customer) bool {
		%s
	},

	// Then, or Each where one person has several such lines: the wanted state.
	// Check: look, change nothing, and say needed, done or by-hand.
	// Plan: one sentence for the approver.
	// Do: make the change; done twice it must do no harm.
	// Undo: bring back what Check found before, or Never: why nobody can.
	// The nearest step in this package shows each of them.
}
`, s.Package, s.Variable(), s.Name, s.Title(), wanted)
}

func (s Step) test() string {
	return fmt.Sprintf(`package %s_test

import (
	"testing"

	"usher/steps/%[1]s"
	"usher/steps/steptest"
)

func Test%s(t *testing.T) {
	t.Parallel()
	steptest.%s(t, %[1]s.%[2]s,
		steptest.Case{
			Name: "to be done",
			Saw:  "What the look says.",
			Says: "What the approver reads",
		},
	)
}
`, s.Package, s.Variable(), s.contract())
}

// contract is the function of steptest that holds the step to its promises:
// the usual person joins, or leaves.
func (s Step) contract() string {
	if s.Package == "onboard" {
		return "Joining"
	}
	return "Contract"
}

func (s Step) packageComment() string {
	when := map[string]string{
		"onboard": "joins", "offboard": "leaves", "transfer": "moves", "records": "joins, leaves or moves",
	}[s.Package]
	return strings.Join([]string{
		"// Package " + s.Package + " holds the steps that run when somebody " + when + ".",
		"package " + s.Package, "",
	}, "\n")
}
