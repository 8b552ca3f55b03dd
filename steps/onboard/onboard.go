// Package onboard holds the steps that bring a joiner into a tenant: one
// file, one literal each. What several of them share stands in the files
// onboard, membership, licence and handover.
//
// When a plan is made, the joiner's account doesn't exist yet. A look then
// finds what a fresh account would show, so that the line isn't held once the
// account is there.
package onboard

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"usher/steps/step"
)

// joining tells whether the request is about a joiner.
func joining(r step.Request) bool { return r.Action == step.Onboard && r.Joiner != nil }

// joiner names the person whom the whole plan is about. Plan, page and card
// say the UPN once, at their head.
func joiner(line step.Line) string { return nameOf(line.Request.Joiner) }

func nameOf(j *step.Joiner) string {
	if j.DisplayName == "" {
		return j.UPN
	}
	return j.DisplayName
}

// person names anybody else to people. The UPN is unique where a name isn't.
func person(p step.Person) string {
	if p.Name == "" {
		return p.UPN
	}
	return p.Name + " (" + p.UPN + ")"
}

// object is the joiner's account as the object of a line: named by its UPN,
// since it has no object id before it is made.
func object(j *step.Joiner) step.Object {
	return step.Object{Type: "user", ID: j.UPN, Name: j.DisplayName}
}

// each makes one line about the joiner's account, with the state that is
// wanted of it.
func each(then func(step.Request, step.Customer) step.Values) func(context.Context, *step.World, step.Request, step.Customer) ([]step.Target, error) {
	return func(_ context.Context, _ *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
		return []step.Target{{Object: object(r.Joiner), Then: then(r, c)}}, nil
	}
}

// writesJoiner puts lines one after another that Microsoft doesn't take side
// by side for one person: changes of licences, and what Exchange does with
// the mailbox that they bring.
func writesJoiner(line step.Line) string { return line.Request.Joiner.UPN }

// accountOf is the object id of the joiner's account, for a change.
func accountOf(line step.Line) (string, error) {
	if id := line.PersonID(); id != "" {
		return id, nil
	}
	return "", &step.Stop{Says: "The account of " + joiner(line) + " isn't there, so nothing was changed. Make the account first, then retry this line."}
}

// soon turns the answer that something isn't there into a wait: directories
// answer from replicas, some of which learn late of a new account.
func soon(err error, why string) error {
	if errors.Is(err, step.ErrNotFound) {
		return &step.Wait{For: 5 * time.Second, Why: why}
	}
	return err
}

// notShown is why a line waits for a new account.
func notShown(line step.Line) string {
	return "Microsoft Entra doesn't show the new account of " + joiner(line) + " everywhere yet"
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

// count writes a number of things.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// without returns what is in all, but not in some.
func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(one string) bool { return slices.Contains(some, one) })
}
