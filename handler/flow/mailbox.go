package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// mailbox settles what becomes of a leaver's mailbox: the ticket first, or
// what was answered, then the document.
func (r *resolver) mailbox(ctx context.Context, person step.User) error {
	settings := r.customer.Offboarding.Mailbox
	if r.out.request.Action != step.Offboard || !settings.On {
		return nil
	}
	said := r.saidOfMailbox()
	wish := &r.out.request.Mailbox
	wish.Convert = settings.Convert
	if said.ConvertShared != nil {
		wish.Convert = *said.ConvertShared
	}
	if err := r.delegates(ctx, person, said); err != nil {
		return err
	}
	if said.ForwardTo != "" {
		p, ok, err := r.successor(ctx, person, said.ForwardTo, "forward_to")
		if err != nil {
			return err
		}
		if ok {
			wish.ForwardTo, wish.ForwardDays = &p, said.ForwardDays
		}
	}
	return r.autoReply(ctx, person, said.AutoReply)
}

// saidOfMailbox is what the ticket says, with what was answered since.
func (r *resolver) saidOfMailbox() step.MailboxReading {
	var said step.MailboxReading
	if r.subject.Mailbox != nil {
		said = *r.subject.Mailbox
	}
	answer, _ := r.answer("mailbox_disposition", "")
	if answer == "" {
		return said
	}
	to, what, _ := strings.Cut(answer, "|")
	shared := what != forwarding
	said.ConvertShared = &shared
	switch {
	case to == "":
	case shared:
		said.Delegates = []string{to}
	default:
		said.ForwardTo = to
	}
	return said
}

// forwarding marks an answer that has mail forwarded, where others give a
// shared mailbox.
const forwarding = "forward"

func (r *resolver) delegates(ctx context.Context, person step.User, said step.MailboxReading) error {
	wish, settings := &r.out.request.Mailbox, r.customer.Offboarding.Mailbox
	delegates := said.Delegates
	if len(delegates) == 0 && settings.Delegate != "" && wish.Convert {
		delegates = []string{settings.Delegate}
	}
	for _, words := range delegates {
		p, ok, err := r.successor(ctx, person, words, "delegate")
		if err != nil {
			return err
		}
		if ok && !slices.ContainsFunc(wish.Delegates, func(d step.Person) bool { return d.ID == p.ID }) {
			wish.Delegates = append(wish.Delegates, p)
		}
	}
	return nil
}

// successor finds a colleague of the leaver by a name or by being the manager.
func (r *resolver) successor(ctx context.Context, leaver step.User, words, key string) (step.Person, bool, error) {
	if isManager(words) {
		return r.standIn(ctx, leaver)
	}
	return r.colleague(ctx, words, sought{wording: key, leaver: leaver, about: words})
}

// autoReply settles the text of the automatic reply: the ticket's own, or the
// document's template.
func (r *resolver) autoReply(ctx context.Context, person step.User, said any) error {
	text, _ := said.(string)
	if wanted, given := said.(bool); text == "" && !(given && !wanted) {
		text = r.customer.Offboarding.Mailbox.AutoReply
	}
	if strings.Contains(text, "{manager") {
		manager, ok, err := r.standIn(ctx, person)
		if err != nil || !ok {
			return err
		}
		mail, err := r.mailOf(ctx, manager)
		if err != nil {
			return err
		}
		text = strings.NewReplacer("{manager}", manager.Name, "{manager_mail}", mail).Replace(text)
	}
	r.out.request.Mailbox.AutoReply = strings.NewReplacer("{name}", person.Name, "{company}", r.customer.Name).Replace(text)
	return nil
}

func (r *resolver) mailOf(ctx context.Context, p step.Person) (string, error) {
	u, err := r.known(ctx, p)
	return orElse(u.Mail, p.UPN), err
}

// files settles who gets the leaver's files. No step hands them over, so that
// it becomes a follow-up.
func (r *resolver) files(ctx context.Context, person step.User) error {
	asked := r.subject.OneDriveTo != "" || slices.Contains(r.missing, "onedrive_owner")
	if !asked || r.out.request.Action != step.Offboard {
		return nil
	}
	to := orElse(r.subject.OneDriveTo, r.customer.Offboarding.OneDriveTo)
	var heir step.Person
	var ok bool
	var err error
	if isManager(to) {
		heir, ok, err = r.standIn(ctx, person)
	} else {
		heir, ok, err = r.colleague(ctx, to, sought{wording: "onedrive_owner", leaver: person, about: r.subject.OneDriveTo})
	}
	if ok {
		r.out.warn(byHandWish, fmt.Sprintf("The OneDrive of %s goes to %s (%s). No step does that: a person has to.", person.Name, heir.Name, heir.UPN))
	}
	return err
}
