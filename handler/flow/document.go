package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// What the customer's document adds to a request is never asked on the ticket:
// whoever wrote the ticket can't answer for the document. What doesn't work
// out is a warning to the approver.

// unasked turns the questions that come up in a piece of work into warnings.
func (r *resolver) unasked(work func() error) error {
	before := len(r.out.questions)
	err := work()
	for _, q := range r.out.questions[before:] {
		r.out.warn(q.Key, fmt.Sprintf("The customer's document: %s Otherwise: %s.", q.Says, q.Default))
	}
	r.out.questions = r.out.questions[:before]
	return err
}

// licencesOf settles the licences: those that the ticket names, else the
// document's.
func (r *resolver) licencesOf(ctx context.Context, j *step.Joiner) error {
	if len(r.subject.Licenses) > 0 {
		if p := r.profile(); p != nil && p.GroupsOnly {
			r.out.warn("profile", fmt.Sprintf("The ticket asks for %s, and the profile “%s” gives no licence: none is assigned.", andList(r.subject.Licenses), p.Name))
		}
		return r.licences(ctx, j)
	}
	if answer, _ := r.answer("license", ""); answer != "" || len(r.customer.Licences.Default) == 0 {
		return r.licences(ctx, j)
	}
	return r.unasked(func() error { return r.licences(ctx, j) })
}

// profile is the one that was taken; nil where none was.
func (r *resolver) profile() *step.Profile {
	i := slices.IndexFunc(r.customer.Profiles, func(p step.Profile) bool { return r.terms.Profile != "" && p.Name == r.terms.Profile })
	if i < 0 {
		return nil
	}
	return &r.customer.Profiles[i]
}

// named is a group that a part of the document names.
type named struct{ words, by string }

// documentGroups joins the groups of the document: everybody's, those of the
// profile, those of the rules.
func (r *resolver) documentGroups(ctx context.Context, j *step.Joiner) error {
	var all []named
	for _, words := range r.customer.Onboarding.DefaultGroups {
		all = append(all, named{words, "onboarding.default_groups"})
	}
	if p := r.profile(); p != nil {
		for _, words := range p.Groups {
			all = append(all, named{words, "the profile “" + p.Name + "”"})
		}
	}
	for _, rule := range r.terms.Rules {
		for _, words := range rule.groups {
			all = append(all, named{words, "the rule “" + rule.Name + "”"})
		}
	}
	if !r.customer.Onboarding.Groups {
		return nil
	}
	for _, one := range all {
		found, err := r.directory(ctx, one.words)
		if err != nil {
			return err
		}
		if len(found) == 1 {
			r.join(j, found[0])
			continue
		}
		r.out.warn("groups", fmt.Sprintf("The group “%s” of %s isn't joined: %s has %s by that name. To go on: mend the customer's document, and send the plan back.",
			one.words, one.by, r.customer.Name, numberOf(len(found))))
	}
	return nil
}

func numberOf(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprint(n)
}

// ending says when the account is to end: the ticket's day, or the profile's.
// No step takes up a leaver by date, so that a person has to.
func (r *resolver) ending(j *step.Joiner) {
	day, by := r.endDay(j)
	if day.IsZero() {
		return
	}
	r.out.warn(byHandWish, fmt.Sprintf("The account of %s ends on %s (%s). Usher doesn't take it away by itself: send a leaver's ticket for that day.",
		j.DisplayName, day.Format("Monday 2 January 2006"), by))
}

func (r *resolver) endDay(j *step.Joiner) (time.Time, string) {
	if says := r.subject.EndDate; says != "" {
		if day, _, err := readMoment(says, r.customer); err == nil {
			return day, "the ticket"
		}
		r.out.warn(byHandWish, fmt.Sprintf("The ticket states an end that can't be read, “%s”: a person has to see to it.", says))
		return time.Time{}, ""
	}
	p := r.profile()
	if p == nil || p.ExpiresDays == 0 {
		return time.Time{}, ""
	}
	begins := j.FirstDay
	if begins.IsZero() {
		begins = r.now.In(zoneOf(r.customer))
	}
	return begins.AddDate(0, 0, p.ExpiresDays), fmt.Sprintf("%s, by the profile “%s”", count(p.ExpiresDays, "day"), p.Name)
}

// byTerms adds what the run's terms ask of people, once it is known who asked
// and whom it is about.
func (r *resolver) byTerms(run Run) resolved {
	run.Request = r.out.request
	if p := r.profile(); p != nil && p.GroupsOnly && r.out.request.Joiner != nil {
		r.withoutMailbox(r.out.request.Joiner)
	}
	if run.Action != step.Onboard {
		for _, rule := range r.terms.Rules {
			for _, words := range rule.groups {
				r.out.warn(byHandWish, fmt.Sprintf("The rule “%s” adds %s to the group “%s”. Usher adds joiners alone: a person has to.", rule.Name, r.out.request.Person.Name, words))
			}
		}
	}
	for _, name := range r.terms.Needs() {
		r.needs(name, run)
	}
	return r.out
}

// withoutMailbox leaves the lists to people that take only members with a
// mailbox: who gets groups and no licence has none, and the line would wait for
// it until it gives up.
func (r *resolver) withoutMailbox(j *step.Joiner) {
	j.Groups = slices.DeleteFunc(j.Groups, func(g step.Group) bool {
		needs := g.Kind == step.Distribution || g.Kind == step.MailEnabled
		if needs {
			r.out.warn(byHandWish, fmt.Sprintf("%s takes only members with a mailbox, and %s gets no licence that brings one. A person has to add them as a contact, if it is meant.", g.Name, j.DisplayName))
		}
		return needs
	})
}

// needs says that somebody must be among those who approve, or who may in
// their place.
func (r *resolver) needs(name string, run Run) {
	all := approversOf(r.customer, run)
	var others []string
	for _, a := range all {
		if a.Name == name {
			r.out.warn("approval", fmt.Sprintf("%s must be among those who approve: a rule of the document says so.", name))
			return
		}
		if a.Name != "" && !slices.Contains(r.terms.Needs(), a.Name) {
			others = append(others, a.Name)
		}
	}
	says := fmt.Sprintf("A rule of the document asks for the approval of %s, who asked for this, or whom it is about, and so never approves.", name)
	if len(others) > 0 {
		says += " Somebody else must in that place: " + strings.Join(others, " or ") + "."
	}
	r.out.warn("approval", says)
}

// andList puts words into one phrase: a, b and c.
func andList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
