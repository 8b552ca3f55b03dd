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
	s := r.subject
	if s.FirstName == "" || s.LastName == "" {
		r.out.ask("which_user", "Who joins? First and last name are needed to make an account.", "nothing is done")
		r.out.stuck = true
		return nil
	}
	j := &step.Joiner{
		GivenName: s.FirstName, Surname: s.LastName, DisplayName: orElse(s.DisplayName, s.FirstName+" "+s.LastName),
		UsageLocation: r.customer.UsageLocation, Department: s.Department, JobTitle: s.JobTitle,
		Company: orElse(s.Company, r.customer.Name), Office: s.Location, MobilePhone: s.Phone, EmployeeType: s.EmployeeType,
		Tag: "usher-" + hashOf(r.customer.Key, r.ticket.ID, strings.ToLower(nameOf(s)))[:16],
	}
	r.out.request.Joiner = j
	if err := r.address(ctx, j); err != nil || r.out.stuck {
		return err
	}
	r.out.request.Person = step.Person{UPN: j.UPN, Name: j.DisplayName}
	r.firstDay(j)
	r.notYet()
	r.ending(j)
	for _, settle := range []func(context.Context, *step.Joiner) error{r.boss, r.licencesOf, r.documentGroups, r.groups, r.passwordTo} {
		if err := settle(ctx, j); err != nil {
			return err
		}
	}
	return nil
}

// address makes the sign-in name by the document's pattern. One that is taken
// by anything with an address gets a number, or a person decides.
func (r *resolver) address(ctx context.Context, j *step.Joiner) error {
	names := r.customer.Names
	domain := names.Domain
	if domain == "" && len(r.customer.Domains) > 0 {
		domain = r.customer.Domains[0]
	}
	local := localPart(orElse(names.Format, "{first}.{last}"), j.GivenName, j.Surname, names.Transliteration)
	if local == "" || domain == "" {
		r.out.ask("name_spelling", fmt.Sprintf("How is the address of %s written? It can't be made from the name.", j.DisplayName), "nothing is done")
		r.out.stuck = true
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
	r.out.ask("keep_or_reuse_account", fmt.Sprintf("Which address shall %s have? %s@%s is taken.", j.DisplayName, local, domain), "nothing is done")
	r.out.stuck = true
	return nil
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

// firstDay settles when the account is made and when the password is shared.
func (r *resolver) firstDay(j *step.Joiner) {
	says := r.subject.StartOrLastDate
	if says == "" && slices.Contains(r.missing, "date_format") {
		r.unreadableDate("first day")
		return
	}
	if says == "" {
		r.out.ask("start_date", "When is the first day? The ticket names no day that could be read.", "now, as soon as it is approved")
		return
	}
	day, alone, err := readMoment(says, r.customer)
	if err != nil {
		r.unreadableDate("first day")
		return
	}
	j.FirstDay = day
	if alone {
		j.FirstDay = at(day, r.customer.Onboarding.Hour, r.customer.Onboarding.Minute, r.customer)
	}
	lead, password := r.customer.Onboarding, r.customer.Password
	if due := at(workingDaysBefore(day, lead.LeadDays), lead.Hour, lead.Minute, r.customer); due.After(r.now) && !r.subject.Urgent {
		r.out.request.Due = due
	}
	j.PasswordWhen = at(workingDaysBefore(day, password.DaysAhead), password.Hour, password.Minute, r.customer)
}

func (r *resolver) boss(ctx context.Context, j *step.Joiner) error {
	if r.subject.Manager == "" {
		return nil
	}
	p, ok, err := r.colleague(ctx, step.User{}, r.subject.Manager, "manager", "no manager is set")
	if ok {
		j.Manager = &p
	}
	return err
}

// licences finds what the ticket calls a licence among those that the tenant
// owns: by product name, part number or the document's own names for bundles.
func (r *resolver) licences(ctx context.Context, j *step.Joiner) error {
	words := r.subject.Licenses
	if len(words) == 0 {
		words = r.customer.Licences.Default
	}
	if len(words) == 0 || !r.customer.Onboarding.Licences {
		return nil
	}
	seats, err := r.world.Licences.Seats(ctx)
	if err != nil {
		return fmt.Errorf("licences of the tenant: %w", err)
	}
	for _, word := range words {
		for _, name := range r.bundle(word) {
			if err := r.licence(ctx, j, name, seats); err != nil {
				return err
			}
		}
	}
	return nil
}

// bundle is what the document means by a name, or the name itself.
func (r *resolver) bundle(word string) []string {
	for name, products := range r.customer.Licences.Bundles {
		if strings.EqualFold(name, word) {
			return products
		}
	}
	return []string{word}
}

func (r *resolver) licence(ctx context.Context, j *step.Joiner, word string, seats []step.Seat) error {
	fitting := slices.DeleteFunc(slices.Clone(seats), func(s step.Seat) bool { return !fitsProduct(word, s.Name) })
	var names []string
	for _, s := range fitting {
		names = append(names, step.ProductName(s.Name))
	}
	switch len(fitting) {
	case 0:
		r.out.ask("license", fmt.Sprintf("Which licence is %q? %s owns none by that name.", word, r.customer.Name), "no such licence is assigned")
	case 1:
		group, known, err := r.licensingGroup(ctx, names[0])
		if err != nil || !known {
			return err
		}
		wish := step.LicenceWish{SKU: fitting[0].SKU, Name: names[0], Mail: fitting[0].Mail, Group: group}
		if !slices.ContainsFunc(j.Licences, func(l step.LicenceWish) bool { return l.SKU == wish.SKU }) {
			j.Licences = append(j.Licences, wish)
		}
		if fitting[0].Used >= fitting[0].All {
			r.out.warn("seats", fmt.Sprintf("No seat of %s is free: %d of %d are used. The line stops until one is bought or freed.", names[0], fitting[0].Used, fitting[0].All))
		}
	default:
		r.out.ask("license", fmt.Sprintf("Which licence is %q? It may be %s.", word, strings.Join(names, " or ")), "no such licence is assigned")
	}
	return nil
}

// licensingGroup is the group through which the document assigns a product;
// empty where it is assigned directly. It isn't known where the document's
// name for it fits no group, or several.
func (r *resolver) licensingGroup(ctx context.Context, product string) (id string, known bool, err error) {
	for name, words := range r.customer.Licences.Groups {
		if plainProduct(name) != plainProduct(product) && plainProduct(name) != unbranded(plainProduct(product)) {
			continue
		}
		found, err := r.world.Directory.Groups(ctx, words)
		if err != nil {
			return "", false, fmt.Errorf("find licensing group %q: %w", words, err)
		}
		if len(found) != 1 {
			r.out.ask("license", fmt.Sprintf("Through which group is %s assigned? The document says %q, and %d go by that name.", product, words, len(found)), "it isn't assigned")
			return "", false, nil
		}
		return found[0].ID, true, nil
	}
	return "", true, nil
}

// fitsProduct tells whether people may mean a product by these words: its part
// number, its name, or its name without the brand.
func fitsProduct(word, part string) bool {
	said, product := plainProduct(word), plainProduct(step.ProductName(part))
	return said != "" && (strings.EqualFold(word, part) || said == product || said == unbranded(product))
}

func plainProduct(s string) string {
	s = strings.ToLower(s)
	s = strings.NewReplacer("m365", "microsoft 365", "o365", "office 365", "licence", "", "license", "", "(", "", ")", "").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

func unbranded(product string) string {
	for _, brand := range []string{"microsoft 365 ", "office 365 ", "microsoft "} {
		if rest, ok := strings.CutPrefix(product, brand); ok {
			return rest
		}
	}
	return product
}

// groups finds the groups that the ticket names, and those of the colleague
// whose access is copied.
func (r *resolver) groups(ctx context.Context, j *step.Joiner) error {
	if !r.customer.Onboarding.Groups {
		return nil
	}
	for _, words := range r.subject.Groups {
		found, err := r.world.Directory.Groups(ctx, words)
		if err != nil {
			return fmt.Errorf("find group %q: %w", words, err)
		}
		switch len(found) {
		case 0:
			r.out.ask("groups", fmt.Sprintf("Which group is %q? %s has none by that name.", words, r.customer.Name), "it isn't joined")
		case 1:
			r.join(j, found[0])
		default:
			r.out.ask("groups", fmt.Sprintf("Which group is %q? %d go by that name.", words, len(found)), "it isn't joined")
		}
	}
	return r.mirror(ctx, j)
}

func (r *resolver) join(j *step.Joiner, g step.Group) {
	if !slices.ContainsFunc(j.Groups, func(x step.Group) bool { return x.ID == g.ID }) {
		j.Groups = append(j.Groups, g)
	}
}

// mirror copies a colleague's groups, less those that nobody should get by
// copying, and says which.
func (r *resolver) mirror(ctx context.Context, j *step.Joiner) error {
	if r.subject.MirrorUser == "" {
		return nil
	}
	p, ok, err := r.colleague(ctx, step.User{}, r.subject.MirrorUser, "mirror_user_full_name", "nobody's access is copied")
	if err != nil || !ok {
		return err
	}
	groups, err := r.world.Groups.Of(ctx, p.ID)
	if err != nil {
		return fmt.Errorf("groups of %s: %w", p.UPN, err)
	}
	var left []string
	for _, g := range groups {
		protected := slices.ContainsFunc(r.customer.Offboarding.ProtectedGroups, func(x string) bool { return strings.EqualFold(x, g.Name) || x == g.ID })
		if g.Dynamic || g.Role || g.Restricted || protected || len(g.Licences) > 0 {
			left = append(left, g.Name)
			continue
		}
		r.join(j, g)
	}
	if len(left) > 0 {
		r.out.warn("mirror", fmt.Sprintf("Not copied from %s, since licences, rules or rights of an administrator hang on them: %s.", p.Name, strings.Join(left, ", ")))
	}
	return nil
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
		r.out.ask("manager", "Who gets the first password? The document says the manager, and the ticket names none.", "nobody gets it; an administrator sets one on the first day")
	}
	return nil
}
