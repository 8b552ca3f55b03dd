package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// groups finds the groups that the ticket names, by name, address or alias.
func (r *resolver) groups(ctx context.Context, j *step.Joiner) error {
	if !r.customer.Onboarding.Groups {
		return nil
	}
	for _, words := range r.subject.Groups {
		if err := r.group(ctx, j, words); err != nil {
			return err
		}
	}
	return nil
}

func (r *resolver) group(ctx context.Context, j *step.Joiner, words string) error {
	q := question{about: words, kind: GroupAnswer, holds: HoldsLines}
	answer, answered := r.answer("groups", words)
	if answered && answer == "" {
		q.name = "groups.unknown"
		r.ask(q) // says what is so by default
		return nil
	}
	said := orElse(answer, words)
	found, err := r.directory(ctx, said)
	if err != nil {
		return err
	}
	if len(found) == 1 {
		r.join(j, found[0])
		return nil
	}
	r.forget("groups", words)
	q.name, q.values = "groups.unknown", values{"words": said}
	if len(found) > 1 {
		q.name, q.choices = "groups.several", groupsAsChoices(found)
	}
	r.ask(q)
	return nil
}

// directory finds groups. One that bears the very name goes before those that
// only have it as an alias.
func (r *resolver) directory(ctx context.Context, words string) ([]step.Group, error) {
	found, err := r.world.Directory.Groups(ctx, words)
	if err != nil {
		return nil, fmt.Errorf("find group %q: %w", words, err)
	}
	named := slices.DeleteFunc(slices.Clone(found), func(g step.Group) bool { return !strings.EqualFold(g.Name, strings.TrimSpace(words)) })
	if len(named) > 0 {
		return named, nil
	}
	return found, nil
}

func groupsAsChoices(groups []step.Group) []Choice {
	choices := make([]Choice, 0, len(groups))
	for _, g := range groups {
		says := g.Name + " (" + orElse(g.Mail, string(g.Kind)) + ")"
		choices = append(choices, Choice{Value: g.ID, Says: says, Also: []string{g.Mail, string(g.Kind)}})
	}
	return choices
}

func (r *resolver) join(j *step.Joiner, g step.Group) {
	if !slices.ContainsFunc(j.Groups, func(x step.Group) bool { return x.ID == g.ID }) {
		j.Groups = append(j.Groups, g)
	}
}

// sharedMailboxes finds the shared mailboxes that the ticket names, by name,
// address or alias.
func (r *resolver) sharedMailboxes(ctx context.Context, j *step.Joiner) error {
	if len(r.subject.SharedMailboxes) == 0 || !r.customer.Onboarding.Groups {
		return nil
	}
	all, known, err := r.allShared(ctx)
	if err != nil || !known {
		return err
	}
	for _, words := range r.subject.SharedMailboxes {
		q := question{name: "shared_mailboxes.unknown", about: words, kind: TextAnswer, holds: HoldsLines}
		answer, answered := r.answer("shared_mailboxes", words)
		said := orElse(answer, words)
		fits := slices.IndexFunc(all, func(m step.SharedMailboxName) bool { return isMailbox(m, said) })
		if answered && answer == "" || fits < 0 {
			if answer != "" {
				r.forget("shared_mailboxes", words)
				q.values = values{"words": said}
			}
			r.ask(q)
			continue
		}
		open(j, all[fits].UPN)
	}
	return nil
}

// allShared lists the tenant's shared mailboxes. Where the tenant doesn't let
// Usher see them, the account doesn't wait for that: a person opens them.
func (r *resolver) allShared(ctx context.Context) (all []step.SharedMailboxName, known bool, err error) {
	all, err = r.world.Shared.All(ctx)
	var denied *step.Denied
	if errors.As(err, &denied) {
		r.out.warn(byHandWish, r.customer.Name+" doesn't let Usher see its shared mailboxes: a person has to open those that are meant. The permission Exchange.ManageAsApp and the role Exchange Recipient Administrator would do.")
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("shared mailboxes of the tenant: %w", err)
	}
	return all, true, nil
}

// isMailbox tells whether words name a mailbox. An alias is often written with
// the @ that follows it.
func isMailbox(m step.SharedMailboxName, words string) bool {
	words = strings.TrimSuffix(strings.TrimSpace(words), "@")
	local, _, _ := strings.Cut(m.Address, "@")
	return slices.ContainsFunc([]string{m.UPN, m.Address, m.Name, m.Alias, local}, func(name string) bool { return strings.EqualFold(name, words) })
}

func open(j *step.Joiner, mailbox string) {
	if !slices.Contains(j.SharedMailboxes, mailbox) {
		j.SharedMailboxes = append(j.SharedMailboxes, mailbox)
	}
}
