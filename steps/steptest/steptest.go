// Package steptest is the contract that every step is held to. It runs a step
// through the real clients, over HTTP, against a simulated world, and looks at
// that world's own ledger and state. It is for tests only.
//
// A step's test names the situations in which the step behaves differently:
//
//	func TestBlockSignIn(t *testing.T) {
//		t.Parallel()
//		steptest.Contract(t, offboard.BlockSignIn,
//			steptest.Case{Name: "enabled", Says: "Block sign-in for …"},
//			steptest.Case{Name: "blocked already", Tenant: `{"users":[…]}`, Found: step.Done, Saw: "…"},
//		)
//	}
//
// A case that finds something to do is carried through: planned, done, done
// again, undone, lied to, cut off, and refused for want of each permission.
// One that is blind is done once, and cut off. The others are looked at only.
// Whatever secrets pass through a World in a test are then searched for in
// everything that the world, the clients and the step have written or said.
package steptest

import (
	"testing"

	"usher/steps/step"
)

// Case is one situation. What isn't set is as usual: Priya Nair leaves
// contoso, the document has every switch on, and the ticket asks for nothing
// more.
type Case struct {
	Name string
	// Customer is contoso or fabrikam; contoso if empty.
	Customer string
	// Person is the leaver's UPN.
	Person string
	// Ask adds to what the ticket asks for; who finds people by UPN.
	Ask func(r *step.Request, who func(upn string) step.Person)
	// Document changes the customer's document.
	Document func(*step.Customer)
	// Tenant is merged into the tenant before planning, and Meanwhile between
	// planning and doing, where other lines would have run. Both are JSON, as
	// PATCH /_sim/world takes it.
	Tenant, Meanwhile string
	// Object is the name of the object whose line is meant, where the step
	// makes several.
	Object string
	// Facts are handed to the line before it is done.
	Facts map[step.Fact]string
	// Earlier are the steps whose lines have run when this one is about to be
	// done, or, with Early set, before its first look.
	Earlier []step.Step
	Early   bool

	// NoLine says that no line is made: for the object, or at all.
	NoLine bool
	// Found and Saw are what the first look says; Needed if Found is empty.
	Found step.State
	Saw   string
	// Warning is what the approver is warned of.
	Warning string
	// Says is the sentence for the approver; checked where there is something
	// to do.
	Says string
	// Waits is why the line waits when it is about to be done; the case ends
	// there.
	Waits string
	// Stops is what the line says when it stops, while it is done or when it is
	// read back; the case ends there.
	Stops string
	// Refused says that the tenant refuses the change whatever it has granted,
	// as it does for an administrator's account; the case ends there.
	Refused bool
	// Moves names properties of the state that move each time the step is
	// done, such as the time of the last password.
	Moves []string
	// Stays names parts of the state that undoing leaves behind, since nothing
	// is ever deleted.
	Stays []string
	// Elsewhere says that another system is changed, which knows the object by
	// an id of its own or not at all.
	Elsewhere bool
	// Again says that a change whose answer was lost is made again: only the
	// last one counts.
	Again bool
	// Mail is the one mail that a blind step sends: from, to, subject and body,
	// a line each, with [secret] in place of the secrets.
	Mail string
	// Probe says that the step only looks, so that it needs its permissions for
	// that alone.
	Probe bool

	joins bool
}

// Joining holds a step for joiners to its promises in each case. What a case
// leaves open is as usual: Nora Quist joins contoso and is to have a licence
// directly, another one through a group, and every group of the tenant.
func Joining(t *testing.T, s step.Step, cases ...Case) {
	t.Helper()
	for i := range cases {
		cases[i].joins = true
	}
	Contract(t, s, cases...)
}

// Contract holds a step to its promises in each case.
func Contract(t *testing.T, s step.Step, cases ...Case) {
	t.Helper()
	if lacks := unwritten(s); lacks != "" {
		t.Fatalf("step %s isn't written yet: fill in %s", s.Name, lacks)
	}
	t.Run("is off", func(t *testing.T) {
		t.Parallel()
		isOff(t, s, cases[0])
	})
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			c.hold(t, s)
		})
	}
	for _, lack := range grants(s.Scopes) {
		t.Run("without "+lack.String(), func(t *testing.T) {
			t.Parallel()
			refused(t, s, lack, cases)
		})
	}
}

// hold holds the step to what the case expects, and, where something is to be
// done, to everything else.
func (c Case) hold(t *testing.T, s step.Step) {
	t.Helper()
	if c.NoLine {
		makesNoLine(t, s, c)
		return
	}
	if !c.carried() {
		looks(t, s, c)
		return
	}
	if s.Blind != "" {
		t.Run("done once", func(t *testing.T) {
			t.Parallel()
			isSent(t, s, c)
		})
		for _, f := range lost() {
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				isSentOnce(t, s, c, f)
			})
		}
		return
	}
	t.Run("done once, twice, undone", func(t *testing.T) {
		t.Parallel()
		doneAndUndone(t, s, c)
	})
	t.Run("lied to", func(t *testing.T) {
		t.Parallel()
		liedTo(t, s, c)
	})
	for _, f := range lost() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			loses(t, s, c, f)
		})
	}
}

// carried tells whether the case is carried through to its end.
func (c Case) carried() bool {
	return !c.NoLine && !c.Refused && c.Waits == "" && c.Stops == "" && (c.Found == "" || c.Found == step.Needed)
}
