package flow

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"usher/steps/step"
)

// settle returns the customer's document as it counts for one run, and why:
// the first profile that fits overrides the defaults of a joiner, then all
// rules that fit are taken in the order of the document, a later one over an
// earlier one. It asks nobody and looks at nothing but the run's facts.
func (f *Flow) settle(c step.Customer, run Run) (step.Customer, Terms, error) {
	terms := Terms{Version: c.Version}
	for _, i := range c.Instructions {
		if i.Advice {
			terms.Advice = append(terms.Advice, i.Says)
		}
	}
	facts := factsOf(run)
	if p := firstFitting(c.Profiles, facts); p != nil && run.Action == step.Onboard {
		terms.Profile, terms.Gives = p.Name, override(&c, *p)
	}
	for _, rule := range c.Rules {
		if !fits(rule.When, facts) {
			continue
		}
		if err := f.obey(&c, rule); err != nil {
			return c, terms, err
		}
		terms.Rules = append(terms.Rules, taken(c, rule))
	}
	return c, terms, nil
}

// override puts a profile in the place of the document's defaults, and says
// what it brings. Its groups are looked up with those of rules.
func override(c *step.Customer, p step.Profile) []string {
	var gives []string
	switch {
	case p.GroupsOnly:
		c.Onboarding.Licences = false
		gives = append(gives, "no licence")
	case p.Licences != nil:
		c.Licences.Default = p.Licences
		gives = append(gives, "licences "+andList(p.Licences))
	}
	if len(p.Groups) > 0 {
		gives = append(gives, "groups "+andList(p.Groups))
	}
	if p.Contact != nil {
		c.Onboarding.Contact = *p.Contact
		gives = append(gives, map[bool]string{true: "a contact at the desk", false: "no contact at the desk"}[*p.Contact])
	}
	if p.Share != "" {
		c.Password.Share = p.Share
		gives = append(gives, "the first password is shared by "+p.Share)
		if p.Share == "none" {
			gives[len(gives)-1] = "the first password is shared with nobody"
		}
	}
	if p.ExpiresDays > 0 {
		gives = append(gives, fmt.Sprintf("the account ends after %s where the ticket states no end", count(p.ExpiresDays, "day")))
	}
	return gives
}

// obey changes the run's copy of the document as a rule says. A rule that
// names an approver has the run approved even where others aren't.
func (f *Flow) obey(c *step.Customer, rule step.Rule) error {
	for _, path := range slices.Sorted(maps.Keys(rule.Set)) {
		if err := f.Set(c, path, rule.Set[path]); err != nil {
			return fmt.Errorf("rule %q of %s sets %s: %w", rule.Name, c.Key, path, err)
		}
	}
	if len(rule.Approvers) > 0 {
		c.Approval.Required = true
	}
	return nil
}

// taken says what follows from a rule, for people.
func taken(c step.Customer, rule step.Rule) TakenRule {
	t := TakenRule{Name: rule.Name, Asks: rule.Ask, Approvers: rule.Approvers, groups: rule.Groups}
	for _, i := range c.Instructions {
		if i.Rule == rule.Name {
			t.Says = append(t.Says, i.Says)
		}
	}
	if len(rule.Groups) > 0 {
		t.Gives = append(t.Gives, "adds "+andList(rule.Groups))
	}
	for _, path := range slices.Sorted(maps.Keys(rule.Set)) {
		t.Gives = append(t.Gives, fmt.Sprintf("sets %s to “%s”", path, rule.Set[path]))
	}
	if len(rule.Approvers) > 0 {
		t.Gives = append(t.Gives, "asks for the approval of "+andList(rule.Approvers))
	}
	return t
}

// errNoOptions is why a rule's options can't be set: nobody handed in how.
var errNoOptions = errors.New("this flow knows no options of documents")

func setNothing(*step.Customer, string, string) error { return errNoOptions }

// byTerms has the walk go by the document as it counts for its run.
func (w *walk) byTerms() (err error) {
	w.customer, w.terms, err = w.f.settle(w.customer, w.run.V)
	return err
}

// amendTerms keeps the terms by which the run is planned from now on, and says
// so if they are others than before.
func (w *walk) amendTerms() string {
	before := w.run.V.Terms.record()
	w.run.V.Terms = w.terms
	if w.terms.record() == before {
		return ""
	}
	return " It now goes by " + w.terms.record() + "."
}

// mustApprove returns how many must approve a round, and the places of those
// who must be among them. For one who never approves this run, somebody else
// must: as many approve as the rules name.
func (w *walk) mustApprove(approvers []step.Approver) (need int, must []int) {
	names := w.terms.Needs()
	for i, a := range approvers {
		if a.Name != "" && slices.Contains(names, a.Name) {
			must = append(must, i)
		}
	}
	if need = w.customer.Approval.Need; need > 0 {
		need = max(need, len(names))
	}
	return need, must
}

// allMust tells whether everybody has approved without whom a round isn't
// approved.
func (r Round) allMust() bool {
	return !slices.ContainsFunc(r.Must, func(place int) bool {
		return !slices.ContainsFunc(r.Decisions, func(d Decision) bool { return d.Approver == place && d.Verdict == Approve })
	})
}
