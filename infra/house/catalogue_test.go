package house_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/infra/house"
	"usher/steps"
	"usher/steps/step"
)

// TestTheCatalogue holds the real steps to every rule of a step's literal.
func TestTheCatalogue(t *testing.T) {
	t.Parallel()
	tree, err := house.Open(t.Context(), filepath.Join("..", ".."))
	require.NoError(t, err)
	for _, breach := range house.Catalogue(steps.Catalogue(), house.Known(tree)) {
		t.Error(breach)
	}
}

// block and revoke are two steps that break no rule.
func block() step.Step {
	return step.Step{
		Name:   "block-sign-in",
		Title:  "Block sign-in",
		Part:   step.CutAccess,
		Needs:  []step.Fact{step.PersonKnown},
		Gives:  []step.Fact{step.SignInBlocked},
		Scopes: []step.Scope{step.GraphScope("User.EnableDisableAccount.All")},
		Wanted: func(step.Request, step.Customer) bool { return true },
		Then:   func(step.Request, step.Customer) step.Values { return nil },
		Check: func(context.Context, *step.World, step.Line) (step.Finding, error) {
			return step.Finding{State: step.Done}, nil
		},
		Plan: func(step.Line, step.Finding) step.Sentence { return step.Sentence{} },
		Do:   func(context.Context, *step.World, step.Line) error { return nil },
		Undo: func(context.Context, *step.World, step.Line) error { return nil },
	}
}

func revoke() step.Step {
	s := block()
	s.Name, s.Title = "revoke-sessions", "Sign out of Teams and all SSO sessions"
	s.Needs, s.Gives = []step.Fact{step.SignInBlocked}, []step.Fact{step.SessionsRevoked}
	s.After = []string{"block-sign-in"}
	s.Undo, s.Never = nil, "a session that was ended can't be brought back"
	return s
}

func known() []string { return []string{"block-sign-in", "revoke-sessions"} }

func TestASoundCatalogueBreaksNoRule(t *testing.T) {
	t.Parallel()
	require.Empty(t, house.Catalogue([]step.Step{block(), revoke()}, known()))
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		spoil func(block, revoke *step.Step)
		says  []string
	}{
		{
			name:  "renamed",
			spoil: func(_, r *step.Step) { r.Name = "sign-out" },
			says: []string{
				`step "sign-out": infra/house/steps.txt doesn't know its name; run go run ./infra/dev generate`,
				`step "revoke-sessions": it is gone from the catalogue, but stored runs name it; bring it back under this name`,
			},
		},
		{
			name:  "a name in another case",
			spoil: func(_, r *step.Step) { r.Name = "Revoke_Sessions" },
			says: []string{
				`step "Revoke_Sessions": its name isn't kebab-case; write it with small letters and hyphens, such as block-sign-in`,
				`step "Revoke_Sessions": infra/house/steps.txt doesn't know its name; run go run ./infra/dev generate`,
				`step "revoke-sessions": it is gone from the catalogue, but stored runs name it; bring it back under this name`,
			},
		},
		{
			name:  "a long title",
			spoil: func(b, _ *step.Step) { b.Title = "Block " + strings.Repeat("x", 35) },
			says:  []string{`step "block-sign-in": its title has more than 40 characters; shorten it`},
		},
		{
			name:  "a title in title case",
			spoil: func(b, _ *step.Step) { b.Title = "Block Sign-in" },
			says:  []string{`step "block-sign-in": its title "Block Sign-in" isn't in sentence case; write only the first word and names with a capital, and no full stop`},
		},
		{
			name:  "a part that nobody sees",
			spoil: func(b, _ *step.Step) { b.Part = "Cut" },
			says:  []string{`step "block-sign-in": its part "Cut" is none of step.Parts; say under which heading people see it`},
		},
		{
			name:  "no functions",
			spoil: func(b, _ *step.Step) { b.Wanted, b.Check, b.Plan, b.Do, b.Then, b.Undo = nil, nil, nil, nil, nil, nil },
			says: []string{
				`step "block-sign-in": it has no Wanted; say which requests and documents ask for it`,
				`step "block-sign-in": it has no Check; say how to look whether it is done`,
				`step "block-sign-in": it has no Plan; put it into a sentence for the approver`,
				`step "block-sign-in": it has no Do; make the change there`,
				`step "block-sign-in": it has both or neither of Then and Each; set Then for one object, Each for many`,
				`step "block-sign-in": it has both or neither of Undo and Never; undo it, or say why nobody can`,
			},
		},
		{
			name: "both of what excludes itself",
			spoil: func(b, r *step.Step) {
				b.Each = func(context.Context, *step.World, step.Request, step.Customer) ([]step.Target, error) {
					return nil, nil
				}
				r.Undo = b.Undo
				r.Cut, r.Visible, r.After = true, true, nil
			},
			says: []string{
				`step "block-sign-in": it has both or neither of Then and Each; set Then for one object, Each for many`,
				`step "revoke-sessions": it has both or neither of Undo and Never; undo it, or say why nobody can`,
				`step "revoke-sessions": it is both Cut and Visible, so that it waits for itself; choose one`,
				`step "revoke-sessions": it waits for itself: revoke-sessions → revoke-sessions; drop one of these needs, or split a fact in two`,
			},
		},
		{
			name:  "reasons that are none",
			spoil: func(_, r *step.Step) { r.Never, r.Blind = "no", "yes" },
			says: []string{
				`step "revoke-sessions": Never isn't a reason; write a few words on why nobody can undo it`,
				`step "revoke-sessions": Blind isn't a reason; write a few words on why its outcome can't be looked up`,
			},
		},
		{
			name:  "an empty scope",
			spoil: func(b, _ *step.Step) { b.Scopes = []step.Scope{{}} },
			says:  []string{`step "block-sign-in": one of its scopes names no resource or no permission; use step.GraphScope or step.ExchangeScope`},
		},
		{
			name:  "a need that nobody gives",
			spoil: func(b, _ *step.Step) { b.Needs = []step.Fact{step.MailboxShared} },
			says:  []string{`step "block-sign-in": it needs mailbox-shared, which neither the request nor an earlier step gives; put the step that gives it before this one, or drop the need`},
		},
		{
			name: "after a step that comes later",
			spoil: func(b, r *step.Step) {
				b.After, r.After, r.Needs = r.After, nil, nil
				b.After = []string{"revoke-sessions"}
			},
			says: []string{`step "block-sign-in": it comes after "revoke-sessions", which is no earlier step; name a step that stands before it in steps/steps.go`},
		},
		{
			name: "a cycle through a fact that two give",
			spoil: func(b, r *step.Step) {
				b.Needs = append(b.Needs, step.PasswordUnknown)
				r.Gives = append(r.Gives, step.PasswordUnknown)
			},
			says: []string{
				`step "block-sign-in": it needs password-unknown, which neither the request nor an earlier step gives; put the step that gives it before this one, or drop the need`,
				`step "block-sign-in": it waits for itself: block-sign-in → revoke-sessions → block-sign-in; drop one of these needs, or split a fact in two`,
			},
		},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			b, r := block(), revoke()
			one.spoil(&b, &r)
			var says []string
			for _, breach := range house.Catalogue([]step.Step{b, r}, known()) {
				says = append(says, breach.String())
			}
			require.Equal(t, one.says, says)
		})
	}
}

func TestAStepTwice(t *testing.T) {
	t.Parallel()
	found := house.Catalogue([]step.Step{block(), block(), revoke()}, known())
	require.Len(t, found, 1)
	require.Equal(t, `step "block-sign-in": the catalogue has it twice; remove one`, found[0].String())
}

func TestKnownNamesOnlyGrow(t *testing.T) {
	t.Parallel()
	require.Equal(t,
		"block-sign-in\nold-step\nrevoke-sessions\n",
		house.KnownText([]string{"old-step", "revoke-sessions"}, []step.Step{block(), revoke()}))
}
