// Package offboard holds the steps that take a leaver out of a tenant: one
// file, one literal each. What several of them share stands in the files
// offboard, membership and licence.
package offboard

import (
	"context"
	"strconv"
	"strings"

	"usher/steps/step"
)

// leaving tells whether the request is about a leaver.
func leaving(r step.Request) bool { return r.Action == step.Offboard }

// mailboxOn tells whether the request is about a leaver whose mailbox the
// customer's document lets Usher touch.
func mailboxOn(r step.Request, c step.Customer) bool { return leaving(r) && c.Offboarding.Mailbox.On }

// converts tells whether the leaver's mailbox is to become a shared one.
func converts(r step.Request, c step.Customer) bool { return mailboxOn(r, c) && r.Mailbox.Convert }

// leaver names the person whom the whole plan is about. Plan, page and card
// say the UPN once, at their head.
func leaver(line step.Line) string {
	if line.Request.Person.Name == "" {
		return line.Request.Person.UPN
	}
	return line.Request.Person.Name
}

// person names anybody else to people. The UPN is unique where a name isn't.
func person(p step.Person) string {
	if p.Name == "" {
		return p.UPN
	}
	return p.Name + " (" + p.UPN + ")"
}

// whose names the leaver's mailbox to people.
func whose(line step.Line) string { return "the mailbox of " + leaver(line) }

// eachMailbox makes one line about the leaver's mailbox, with the state that
// is wanted of it.
func eachMailbox(then func(step.Request, step.Customer) step.Values) func(context.Context, *step.World, step.Request, step.Customer) ([]step.Target, error) {
	return func(_ context.Context, _ *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
		return []step.Target{{Object: r.Person.Mailbox(), Then: then(r, c)}}, nil
	}
}

// writesMailbox puts the lines that write to the leaver's mailbox one after
// another: Exchange answers two writers at once with an error for one.
func writesMailbox(line step.Line) string { return line.Request.Person.UPN }

// writesGroup puts the lines that write to one group one after another.
func writesGroup(line step.Line) string { return line.Object.ID }

// noMailbox is the finding for a leaver without a mailbox: nothing is left to
// do on it, and nothing can be lost with its licence.
func noMailbox() step.Finding {
	return step.Finding{State: step.Done, Saw: "There is no mailbox."}
}

// stateOf is Done where things are as wanted, else Needed.
func stateOf(asWanted bool) step.State {
	if asWanted {
		return step.Done
	}
	return step.Needed
}

// isTrue reads a truth out of values; what isn't there is false.
func isTrue(value string) bool { return value == "true" }

// truth writes one.
func truth(b bool) string { return strconv.FormatBool(b) }

// either picks the words for a truth.
func either(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// byHand is the finding for what a person has to do: says tells who, and how.
func byHand(says string) step.Finding { return step.Finding{State: step.ByHand, Saw: says} }

// list puts words into one sentence: a, b and c.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
