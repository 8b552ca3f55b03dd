package flow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// resolved is a request whose names have been looked up in the tenant, with
// what couldn't be settled.
type resolved struct {
	request   step.Request
	questions []Remark
	warnings  []Remark
	// stuck is set where nothing can be planned before somebody has answered.
	stuck bool
}

func (r *resolved) ask(key, says, otherwise string) {
	r.questions = append(r.questions, Remark{Key: key, Says: says, Default: otherwise})
}

func (r *resolved) warn(key, says string) {
	r.warnings = append(r.warnings, Remark{Key: key, Says: says})
}

// resolver looks up the names of one reading.
type resolver struct {
	customer step.Customer
	world    *step.World
	now      time.Time
	ticket   step.Ticket
	asked    []string // addresses of everybody who asked
	subject  step.Subject
	missing  []string // what the reader missed
	terms    Terms
	out      resolved
}

// resolve turns a reading into a request. Nobody is guessed: a name that fits
// nobody, or several, becomes a question.
func resolve(ctx context.Context, r *resolver, action step.Action) (resolved, error) {
	r.out.request = step.Request{
		Action: action, Customer: r.customer.Key, Ticket: r.ticket, Urgent: r.subject.Urgent,
	}
	r.out.request.Ticket.Body = "" // the run has it
	if err := r.requesters(ctx); err != nil {
		return r.out, err
	}
	if r.mayNotRequest() {
		return r.out, nil
	}
	if action == step.Unclear {
		r.out.ask("action", "What is Usher to do, and for whom? The ticket doesn't say it clearly enough to act on.", "nothing is done")
		r.out.stuck = true
		return r.out, nil
	}
	if action == step.Onboard {
		return r.out, r.joiner(ctx)
	}
	person, err := r.person(ctx)
	if err != nil || r.out.stuck {
		return r.out, err
	}
	r.out.request.Person = person.Person()
	r.about(person)
	r.when()
	r.notYet()
	return r.out, r.mailbox(ctx, person)
}

// notYet names what the ticket wishes for and no step does, so that it isn't
// lost: a person has to do it.
func (r *resolver) notYet() {
	s := r.subject
	wishes := map[string]bool{
		"wipe the devices":           s.Devices != nil && s.Devices.Wipe != nil && *s.Devices.Wipe,
		"hand over the OneDrive":     s.OneDriveTo != "",
		"place the mailbox on hold":  s.Mailbox != nil && s.Mailbox.Hold,
		"let somebody send as it":    s.Mailbox != nil && len(s.Mailbox.SendAs) > 0,
		"open the shared mailboxes":  len(s.SharedMailboxes) > 0 && r.out.request.Action == step.Onboard,
		"leave groups later by date": s.GroupsRemoveOn != "",
	}
	for _, wish := range slices.Sorted(maps.Keys(wishes)) {
		if wishes[wish] {
			r.out.warn(byHandWish, fmt.Sprintf("The ticket also asks to %s. No step does that: a person has to.", wish))
		}
	}
}

// byHandWish is the key of warnings that become follow-ups.
const byHandWish = "by-hand"

// requesters finds the accounts of those who asked, by any of their
// addresses. Somebody from outside has none.
func (r *resolver) requesters(ctx context.Context) error {
	for _, address := range r.asked {
		found, err := r.world.Users.Find(ctx, address)
		if err != nil {
			return fmt.Errorf("find requester: %w", err)
		}
		for _, u := range found {
			r.out.request.Requesters = append(r.out.request.Requesters, u.Person())
		}
	}
	return nil
}

// person finds the one account that the ticket is about.
func (r *resolver) person(ctx context.Context) (step.User, error) {
	words := r.subject.UPNOrEmail
	if words == "" {
		words = nameOf(r.subject)
	}
	if words == "" {
		r.out.ask("which_user", "Who is it about? The ticket names nobody.", "nothing is done")
		r.out.stuck = true
		return step.User{}, nil
	}
	found, err := r.world.Users.Find(ctx, words)
	if err != nil {
		return step.User{}, fmt.Errorf("find %q: %w", words, err)
	}
	if len(found) == 1 && fitsName(r.subject, found[0]) {
		return found[0], nil
	}
	r.out.stuck = true
	switch len(found) {
	case 0:
		r.out.ask("which_user", fmt.Sprintf("Who is %q? %s has no account by that name or address.", words, r.customer.Name), "nothing is done")
	case 1:
		r.out.ask("which_user", fmt.Sprintf("The ticket says %s, but %s belongs to %s. Who is meant?", nameOf(r.subject), words, called(found[0])), "nothing is done")
	default:
		r.out.ask("which_user", fmt.Sprintf("Which %s? %s has %d: %s.", words, r.customer.Name, len(found), listCalled(found)), "nothing is done")
	}
	return step.User{}, nil
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

// about warns of what an approver should know of the person.
func (r *resolver) about(u step.User) {
	if u.Guest {
		r.out.warn("guest", called(u)+" is a guest: licences, sessions and mailbox belong to another organisation.")
	}
	if u.Synced {
		r.out.warn("synced", called(u)+" is synced from the customer's own Active Directory. Disable the account there too: the block in the cloud is undone at the next sync.")
	}
	if slices.ContainsFunc(r.out.request.Requesters, func(p step.Person) bool { return p.ID == u.ID }) {
		r.out.warn("own-account", "The request comes from the person it is about. Confirm it with a manager or HR.")
	}
}

// when settles the time. A date alone is never midnight: it is the document's
// time of day, in the customer's zone. What is past is now.
func (r *resolver) when() {
	says := r.subject.StartOrLastDate
	if r.subject.Urgent {
		return
	}
	if says == "" && slices.Contains(r.missing, "date_format") {
		r.unreadableDate("last day")
		return
	}
	if says == "" {
		r.out.ask("last_day", "When is the last day? The ticket names no day that could be read.", "now, as soon as it is approved")
		return
	}
	due, alone, err := readMoment(says, r.customer)
	if alone {
		due = at(due, r.customer.Offboarding.Hour, r.customer.Offboarding.Minute, r.customer)
	}
	if err != nil {
		r.unreadableDate("last day")
		return
	}
	if due.After(r.now) {
		r.out.request.Due = due
	}
}

// unreadableDate asks for a date that can be read in more than one way. It is
// never taken for now.
func (r *resolver) unreadableDate(which string) {
	r.out.ask("date_format", fmt.Sprintf("Which day is the %s? The date in the ticket can be read in more than one way, or not at all; write the month as a word.", which), "nothing is done")
	r.out.stuck = true
}

// mailbox settles what becomes of a leaver's mailbox: the ticket first, then
// the document.
func (r *resolver) mailbox(ctx context.Context, person step.User) error {
	settings := r.customer.Offboarding.Mailbox
	if r.out.request.Action != step.Offboard || !settings.On {
		return nil
	}
	said := r.subject.Mailbox
	if said == nil {
		said = &step.MailboxReading{}
	}
	wish := &r.out.request.Mailbox
	wish.Convert = settings.Convert
	if said.ConvertShared != nil {
		wish.Convert = *said.ConvertShared
	}
	delegates := said.Delegates
	if len(delegates) == 0 && settings.Delegate != "" && wish.Convert {
		delegates = []string{settings.Delegate}
	}
	for _, words := range delegates {
		if p, ok, err := r.colleague(ctx, person, words, "delegate", "nobody gets the mailbox"); err != nil {
			return err
		} else if ok && !slices.ContainsFunc(wish.Delegates, func(d step.Person) bool { return d.ID == p.ID }) {
			wish.Delegates = append(wish.Delegates, p)
		}
	}
	if said.ForwardTo != "" {
		p, ok, err := r.colleague(ctx, person, said.ForwardTo, "forward_to", "mail isn't forwarded")
		if err != nil {
			return err
		}
		if ok {
			wish.ForwardTo, wish.ForwardDays = &p, said.ForwardDays
		}
	}
	return r.autoReply(ctx, person, said.AutoReply)
}

// colleague finds somebody who may receive mail: one enabled member of the
// tenant, not the leaver.
func (r *resolver) colleague(ctx context.Context, leaver step.User, words, key, otherwise string) (step.Person, bool, error) {
	found, err := r.find(ctx, leaver, words)
	if err != nil {
		return step.Person{}, false, err
	}
	able := slices.DeleteFunc(slices.Clone(found), func(u step.User) bool {
		return !u.Enabled || u.Guest || u.ID == leaver.ID
	})
	if len(able) == 1 {
		return able[0].Person(), true, nil
	}
	switch {
	case len(found) == 0 && isManager(words):
		r.out.ask(key, fmt.Sprintf("Who instead of the manager of %s? The directory names none.", orElse(leaver.Name, nameOf(r.subject))), otherwise)
	case len(found) == 0:
		r.out.ask(key, fmt.Sprintf("Who is %q? %s has nobody by that name or address.", words, r.customer.Name), otherwise)
	case len(able) == 0:
		r.out.ask(key, fmt.Sprintf("Who instead of %s? Mail may go to an enabled colleague only, never to the leaver, a guest or a blocked account.", listCalled(found)), otherwise)
	default:
		r.out.ask(key, fmt.Sprintf("Which %s? %s.", words, listCalled(able)), otherwise)
	}
	return step.Person{}, false, nil
}

// find looks for the people behind words, some of which name a role.
func (r *resolver) find(ctx context.Context, leaver step.User, words string) ([]step.User, error) {
	plain := strings.ToLower(strings.TrimSpace(words))
	switch {
	case plain == "me" || plain == "myself" || plain == "mailbox to me":
		words = r.ticket.Requester.Email
	case isManager(plain):
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

// isManager tells whether words mean the person's manager, whoever that is.
func isManager(words string) bool {
	plain := strings.ToLower(strings.TrimSpace(words))
	return plain == "manager" || strings.HasSuffix(plain, " manager") && len(strings.Fields(plain)) <= 3
}

// autoReply settles the text of the automatic reply: the ticket's own, or the
// document's template.
func (r *resolver) autoReply(ctx context.Context, person step.User, said any) error {
	text, _ := said.(string)
	if wanted, given := said.(bool); text == "" && !(given && !wanted) {
		text = r.customer.Offboarding.Mailbox.AutoReply
	}
	if strings.Contains(text, "{manager") {
		manager, err := r.world.Users.Manager(ctx, person.ID)
		if err != nil && !errors.Is(err, step.ErrNotFound) {
			return fmt.Errorf("manager of %s: %w", person.UPN, err)
		}
		if errors.Is(err, step.ErrNotFound) {
			r.out.ask("auto_reply", fmt.Sprintf("Whom shall the automatic reply name? %s has no manager in the directory.", person.Name), "no automatic reply")
			return nil
		}
		text = strings.NewReplacer("{manager}", manager.Name, "{manager_mail}", manager.Mail).Replace(text)
	}
	r.out.request.Mailbox.AutoReply = strings.NewReplacer("{name}", person.Name, "{company}", r.customer.Name).Replace(text)
	return nil
}

func sameAddress(a, b string) bool { return a != "" && strings.EqualFold(a, b) }

func called(u step.User) string { return fmt.Sprintf("%s (%s)", u.Name, u.UPN) }

func listCalled(users []step.User) string {
	names := make([]string, 0, len(users))
	for _, u := range users {
		names = append(names, called(u))
	}
	return strings.Join(names, ", ")
}
