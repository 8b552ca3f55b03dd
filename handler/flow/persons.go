package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"usher/steps/step"
)

// person finds the one account that the ticket is about.
func (r *resolver) person(ctx context.Context) (step.User, error) {
	if r.fixed != nil {
		return r.known(ctx, r.fixed.Person)
	}
	words, answered := r.answer("which_user", "")
	if words == "" {
		words, answered = orElse(r.subject.UPNOrEmail, nameOf(r.subject)), false
	}
	if words == "" {
		r.whichUser("which_user", "", nil)
		return step.User{}, nil
	}
	found, err := r.world.Users.Find(ctx, words)
	if err != nil {
		return step.User{}, fmt.Errorf("find %q: %w", words, err)
	}
	fitting, exact := best(words, found)
	switch {
	case len(fitting) == 1 && exact && (answered || fitsName(r.subject, fitting[0])):
		return fitting[0], nil
	case len(fitting) == 0:
		r.whichUser("which_user.unknown", words, nil)
	case len(fitting) == 1 && exact:
		r.whichUser("which_user.other", words, fitting)
	default:
		r.whichUser("which_user.several", words, fitting)
	}
	return step.User{}, nil
}

func (r *resolver) whichUser(name, words string, found []step.User) {
	r.ask(question{name: name, kind: PersonAnswer, holds: HoldsRun, choices: peopleAsChoices(found), values: values{"words": words}})
}

// known is the account of a person whom the run is about for good.
func (r *resolver) known(ctx context.Context, p step.Person) (step.User, error) {
	u, err := r.world.Users.Get(ctx, p.ID)
	if errors.Is(err, step.ErrNotFound) {
		return step.User{ID: p.ID, UPN: p.UPN, Name: p.Name, Synced: p.Synced, Enabled: true}, nil
	}
	if err != nil {
		return u, fmt.Errorf("read the account of %s: %w", p.UPN, err)
	}
	return u, nil
}

// best keeps those whom the words fit best: by address or whole name, else by
// login, employee id, or initial and last name; else, not exactly, by a part
// of the name alone.
func best(words string, found []step.User) (fitting []step.User, exact bool) {
	for _, fits := range []func(string, step.User) bool{isCalled, fitsWhole} {
		fitting = slices.DeleteFunc(slices.Clone(found), func(u step.User) bool { return !fits(words, u) })
		if len(fitting) > 0 {
			return fitting, true
		}
	}
	return found, false
}

// isCalled tells whether words are somebody's address or whole name.
func isCalled(words string, u step.User) bool {
	plain := strings.Join(strings.Fields(words), " ")
	names := []string{u.UPN, u.Mail, u.Name, u.GivenName + " " + u.Surname, u.Surname + " " + u.GivenName, u.Surname + ", " + u.GivenName}
	return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, plain) })
}

// fitsWhole tells whether words say who it is, and not a part of the name
// alone.
func fitsWhole(words string, u step.User) bool {
	local, _, _ := strings.Cut(u.UPN, "@")
	digits := strings.ContainsFunc(words, unicode.IsDigit) // a login or an employee id: no name has any
	return digits || strings.EqualFold(strings.TrimSpace(words), local) || strings.ContainsAny(strings.TrimSpace(words), "@ .")
}

// fitsName tells whether an account that was found by address bears the last
// name that the ticket gives, so that a mistyped address doesn't hit somebody
// else. A ticket without a last name can't disagree.
func fitsName(s step.Subject, u step.User) bool {
	if s.UPNOrEmail == "" || s.LastName == "" {
		return true
	}
	return strings.Contains(strings.ToLower(u.Name+" "+u.Surname), strings.ToLower(s.LastName))
}

// sought says for what a colleague is looked for.
type sought struct {
	wording string // asked where nobody, or more than one, is found
	leaver  step.User
	about   string // the ticket's own words, by which an answer belongs to them
}

// colleague finds somebody who may receive mail, files or a title: one enabled
// member of the tenant, not the leaver.
func (r *resolver) colleague(ctx context.Context, words string, it sought) (step.Person, bool, error) {
	key, _, _ := strings.Cut(it.wording, ".")
	answer, answered := r.answer(key, it.about)
	if answered && answer == "" {
		r.ask(question{name: it.wording, about: it.about}) // says what is so by default
		return step.Person{}, false, nil
	}
	words = orElse(answer, words)
	found, err := r.find(ctx, it.leaver, words)
	if err != nil {
		return step.Person{}, false, err
	}
	able := slices.DeleteFunc(slices.Clone(found), func(u step.User) bool {
		return !u.Enabled || u.Guest || u.ID == it.leaver.ID
	})
	able, exact := best(words, able)
	if len(able) == 1 {
		if !exact && !isManager(words) && !isRequester(words) {
			r.out.warn(key, fmt.Sprintf("%q was taken for %s, the only one by that name.", words, called(able[0])))
		}
		return able[0].Person(), true, nil
	}
	r.forget(key, it.about)
	q := question{name: it.wording, about: it.about, kind: PersonAnswer, holds: HoldsLines, values: values{"words": words}}
	switch {
	case len(able) > 1:
		q.trouble, q.choices = "several", peopleAsChoices(able)
	case len(found) > 0:
		q.trouble, q.values["list"] = "unable", inWords(r.customer.Language, choiceNames(peopleAsChoices(found)))
	case !isManager(words) && words != "":
		q.trouble = "unknown"
	}
	r.ask(q)
	return step.Person{}, false, nil
}

// forget takes back an answer that fits nobody, so that it is asked again.
func (r *resolver) forget(key, about string) {
	r.answers = slices.DeleteFunc(slices.Clone(r.answers), func(a Settled) bool { return a.Key == key && a.About == about })
}

// find looks for the people behind words, some of which name a role.
func (r *resolver) find(ctx context.Context, leaver step.User, words string) ([]step.User, error) {
	switch {
	case isRequester(words):
		words = r.ticket.Requester.Email
	case isManager(words):
		u, err := r.world.Users.Manager(ctx, leaver.ID)
		if errors.Is(err, step.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("manager of %s: %w", leaver.UPN, err)
		}
		return []step.User{u}, nil
	}
	if words == "" {
		return nil, nil
	}
	found, err := r.world.Users.Find(ctx, words)
	if err != nil {
		return nil, fmt.Errorf("find %q: %w", words, err)
	}
	return found, nil
}

// standIn is whoever takes a leaver's place: the manager in the directory,
// else the one whom the ticket names, else whoever is answered. It is asked
// once, for mailbox and automatic reply together.
func (r *resolver) standIn(ctx context.Context, leaver step.User) (step.Person, bool, error) {
	u, err := r.world.Users.Manager(ctx, leaver.ID)
	if err != nil && !errors.Is(err, step.ErrNotFound) {
		return step.Person{}, false, fmt.Errorf("manager of %s: %w", leaver.UPN, err)
	}
	if err == nil && u.Enabled && !u.Guest {
		return u.Person(), true, nil
	}
	return r.colleague(ctx, r.subject.Manager, sought{wording: "manager.stand-in", leaver: leaver})
}

// isManager tells whether words mean the person's manager, whoever that is.
func isManager(words string) bool {
	plain := strings.ToLower(strings.TrimSpace(words))
	return plain == "manager" || strings.HasSuffix(plain, " manager") && len(strings.Fields(plain)) <= 3
}

// isRequester tells whether words mean whoever wrote the ticket.
func isRequester(words string) bool {
	plain := strings.ToLower(strings.TrimSpace(words))
	return plain == "me" || plain == "myself" || plain == "mailbox to me"
}

func sameAddress(a, b string) bool { return a != "" && strings.EqualFold(a, b) }

func called(u step.User) string { return fmt.Sprintf("%s (%s)", u.Name, u.UPN) }
