package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"usher/steps/step"
)

// joiner settles who joins, and everything that the account needs.
func (r *resolver) joiner(ctx context.Context) error {
	if !r.joinerNamed() {
		return nil
	}
	s := r.subject
	j := &step.Joiner{
		GivenName: s.FirstName, Surname: s.LastName, DisplayName: orElse(s.DisplayName, s.FirstName+" "+s.LastName),
		UsageLocation: r.customer.UsageLocation, Department: s.Department, JobTitle: s.JobTitle,
		Company: orElse(s.Company, r.customer.Name), Office: s.Location, MobilePhone: s.Phone, EmployeeType: s.EmployeeType,
		Tag: "usher-" + hashOf(r.customer.Key, r.ticket.ID, strings.ToLower(nameOf(s)))[:16],
	}
	r.out.request.Joiner = j
	if err := r.address(ctx, j); err != nil || r.out.stuck || r.out.request.Joiner == nil {
		return err
	}
	r.out.request.Person = step.Person{UPN: j.UPN, Name: j.DisplayName}
	r.firstDay(j)
	r.ending(j)
	for _, settle := range []func(context.Context, *step.Joiner) error{r.boss, r.licencesOf, r.documentGroups, r.groups, r.mirror, r.sharedMailboxes, r.passwordTo} {
		if err := settle(ctx, j); err != nil {
			return err
		}
	}
	r.withhold(j)
	return nil
}

// joinerNamed puts the names that were answered to those of the ticket, and
// asks for what is missing.
func (r *resolver) joinerNamed() bool {
	s := &r.subject
	if whole, _ := r.answer("which_user", ""); whole != "" {
		s.FirstName, s.LastName, _ = strings.Cut(whole, " ")
		s.DisplayName = whole
	}
	if whole, _ := r.answer("name_spelling", ""); strings.Contains(whole, " ") {
		s.FirstName, s.LastName, _ = strings.Cut(whole, " ")
		s.DisplayName = whole
	}
	for key, field := range map[string]*string{"first_name": &s.FirstName, "last_name": &s.LastName} {
		if answer, _ := r.answer(key, ""); answer != "" {
			*field, s.DisplayName = answer, ""
		}
	}
	switch {
	case s.FirstName == "" && s.LastName == "":
		r.ask(question{name: "which_user.joiner", kind: NameAnswer, holds: HoldsRun})
	case s.FirstName == "":
		r.ask(question{name: "first_name", kind: TextAnswer, holds: HoldsRun})
	case s.LastName == "":
		r.ask(question{name: "last_name", kind: TextAnswer, holds: HoldsRun})
	}
	return !r.out.stuck
}

// withhold takes out what hangs on a licence that is still asked about, so
// that it is amended as a whole: Exchange takes as a member, or lets into a
// mailbox, only who has a mailbox.
func (r *resolver) withhold(j *step.Joiner) {
	if !slices.ContainsFunc(r.out.questions, func(q Inquiry) bool { return q.Key == "license" }) {
		return
	}
	j.Licences, j.SharedMailboxes = nil, nil
	j.Groups = slices.DeleteFunc(j.Groups, func(g step.Group) bool { return g.Kind == step.Distribution || g.Kind == step.MailEnabled })
}

// address makes the sign-in name by the document's pattern. One that is taken
// by anything with an address gets a number, or a person decides.
func (r *resolver) address(ctx context.Context, j *step.Joiner) error {
	if r.fixed != nil {
		j.UPN, j.MailNickname = r.fixed.Joiner.UPN, r.fixed.Joiner.MailNickname
		return nil
	}
	if again, err := r.knownAlready(ctx); err != nil || again {
		return err
	}
	names := r.customer.Names
	domain := names.Domain
	if domain == "" && len(r.customer.Domains) > 0 {
		domain = r.customer.Domains[0]
	}
	local := r.chosenLocal(localPart(orElse(names.Format, "{first}.{last}"), j.GivenName, j.Surname, names.Transliteration))
	if local == "" || domain == "" {
		r.ask(question{name: "name_spelling.address", kind: AddressAnswer, holds: HoldsRun})
		return nil
	}
	const most = 50
	for n := 1; n <= most; n++ {
		candidate := local
		if n > 1 {
			candidate = fmt.Sprintf("%s%d", local, n)
		}
		taken, err := r.world.Accounts.Taken(ctx, candidate+"@"+domain)
		if err != nil {
			return fmt.Errorf("look whether %s@%s is taken: %w", candidate, domain, err)
		}
		if taken == "" {
			j.UPN, j.MailNickname = candidate+"@"+domain, candidate
			return nil
		}
		if n == 1 {
			r.out.warn("address", fmt.Sprintf("%s@%s is taken: %s", candidate, domain, taken))
		}
		if names.Collision == "ask" {
			break
		}
	}
	taken := local + "@" + domain
	r.ask(question{name: "keep_or_reuse_account.taken", about: taken, kind: AddressAnswer, holds: HoldsRun})
	return nil
}

// chosenLocal is the local part of the address that was answered, or the one
// by the document's pattern. The domain is always the document's.
func (r *resolver) chosenLocal(local string) string {
	for _, a := range slices.Backward(r.answers) {
		if a.Value != "" && (a.Key == "keep_or_reuse_account" && a.About != "" || a.Key == "name_spelling" && strings.Contains(a.Value, "@")) {
			local, _, _ = strings.Cut(a.Value, "@")
		}
	}
	return local
}

// knownAlready asks about somebody who may be back: whether an account of that
// name is used again isn't guessed.
func (r *resolver) knownAlready(ctx context.Context) (bool, error) {
	if !slices.Contains(r.missing, "keep_or_reuse_account") {
		return false, nil
	}
	found, err := r.world.Users.Find(ctx, nameOf(r.subject))
	if err != nil {
		return false, fmt.Errorf("find %q: %w", nameOf(r.subject), err)
	}
	answer, _ := r.answer("keep_or_reuse_account", "")
	switch {
	case answer == yes, len(found) == 0:
		return false, nil
	case answer == no:
		r.out.request.Joiner, r.out.request.Person = nil, found[0].Person() // no step brings an account back
		return true, nil
	}
	r.ask(question{name: "keep_or_reuse_account", kind: YesNoAnswer, holds: HoldsRun, choices: peopleAsChoices(found)})
	return true, nil
}

// localPart fills a pattern such as {first}.{last} or {f}{last}. Letters
// beyond those of an address are written without their marks; in the german
// way, ü becomes ue.
// Source of the allowed letters: learn.microsoft.com/graph/api/user-post-users
func localPart(format, first, last, way string) string {
	first, last = plainLetters(first, way), plainLetters(last, way)
	initial := func(s string) string {
		if s == "" {
			return ""
		}
		return s[:1]
	}
	local := strings.NewReplacer("{first}", first, "{last}", last, "{f}", initial(first), "{l}", initial(last)).Replace(format)
	return strings.Trim(local, ".-_")
}

func plainLetters(name, way string) string {
	name = strings.ToLower(name)
	if way == "german" {
		name = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue").Replace(name)
	}
	name = strings.NewReplacer("ß", "ss", "æ", "ae", "ø", "o", "å", "a", "ł", "l", "đ", "d", "þ", "th", "ı", "i").Replace(name)
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil {
		return ""
	}
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return -1
	}, plain)
}

func (r *resolver) boss(ctx context.Context, j *step.Joiner) error {
	words := r.subject.Manager
	answer, answered := r.answer("manager", words)
	if words == "" && !answered {
		return nil
	}
	p, ok, err := r.colleague(ctx, orElse(answer, words), sought{wording: r.managerWording(), about: words})
	if ok {
		j.Manager = &p
	}
	return err
}

// managerWording tells, where it is so, that more than the title hangs on it.
func (r *resolver) managerWording() string {
	if r.customer.Password.Share != "none" && r.customer.Password.To == "manager" {
		return "manager.password"
	}
	return "manager"
}

// passwordTo settles who gets the first password.
func (r *resolver) passwordTo(ctx context.Context, j *step.Joiner) error {
	to := r.customer.Password.To
	switch {
	case r.customer.Password.Share == "none":
	case to == "requester":
		j.PasswordTo = r.ticket.Requester.Email
	case to == "manager" && j.Manager != nil:
		boss, err := r.world.Users.Get(ctx, j.Manager.ID)
		if err != nil && !errors.Is(err, step.ErrNotFound) {
			return fmt.Errorf("address of %s: %w", j.Manager.UPN, err)
		}
		j.PasswordTo = orElse(boss.Mail, j.Manager.UPN)
	case strings.Contains(to, "@"):
		j.PasswordTo = to
	default:
		r.ask(question{name: "manager.password", about: r.subject.Manager, kind: PersonAnswer, holds: HoldsLines})
	}
	return nil
}
