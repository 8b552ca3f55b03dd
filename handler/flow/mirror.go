package flow

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// mirror copies a colleague's groups, lists and shared mailboxes, less those
// that nobody should get by copying, and says which.
func (r *resolver) mirror(ctx context.Context, j *step.Joiner) error {
	if r.subject.MirrorUser == "" || !r.customer.Onboarding.Groups {
		return nil
	}
	p, ok, err := r.colleague(ctx, r.subject.MirrorUser, sought{wording: "mirror_user_full_name", about: r.subject.MirrorUser})
	if err != nil || !ok {
		return err
	}
	c := &copying{r: r, from: p, without: without(r.ticket.Body, r.subject)}
	groups, err := r.world.Groups.Of(ctx, p.ID)
	if err != nil {
		return fmt.Errorf("groups of %s: %w", p.UPN, err)
	}
	c.groups(j, groups)
	if err := c.mailboxes(ctx, j); err != nil {
		return err
	}
	c.tell()
	return nil
}

// copying is the access of one colleague on its way to a joiner.
type copying struct {
	r       *resolver
	from    step.Person
	without []string // what the ticket leaves out
	spared  []string // of those, what the colleague has
	left    []string // what nobody gets by copying, with the reason
}

func (c *copying) groups(j *step.Joiner, groups []step.Group) {
	for _, g := range groups {
		if c.spares(g.Name, g.Mail) {
			continue
		}
		if why := c.r.keeps(g); why != "" {
			c.left = append(c.left, g.Name+" ("+why+")")
			continue
		}
		c.r.join(j, g)
	}
}

// keeps says why nobody gets into a group by copying; empty where it may be
// copied.
func (r *resolver) keeps(g step.Group) string {
	protected := slices.ContainsFunc(r.customer.Offboarding.ProtectedGroups, func(x string) bool { return strings.EqualFold(x, g.Name) || x == g.ID })
	switch {
	case g.Dynamic:
		return "follows its rule"
	case g.Role, g.Restricted:
		return "rights of an administrator"
	case protected:
		return "protected in the document"
	case len(g.Licences) > 0:
		return "brings licences"
	case g.Synced:
		return "comes from Active Directory"
	}
	return ""
}

// spares tells whether the ticket leaves out what goes by one of these names.
func (c *copying) spares(names ...string) bool {
	for _, out := range c.without {
		for _, name := range names {
			if name != "" && strings.Contains(strings.ToLower(name), out) {
				c.spared = append(c.spared, names[0])
				return true
			}
		}
	}
	return false
}

// mostMailboxes is how many shared mailboxes are asked who may open them;
// Exchange is slow.
const mostMailboxes = 200

// mailboxes copies full access to shared mailboxes.
func (c *copying) mailboxes(ctx context.Context, j *step.Joiner) error {
	all, known, err := c.r.allShared(ctx)
	if err != nil || !known {
		return err
	}
	if len(all) > mostMailboxes {
		c.r.out.warn(byHandWish, fmt.Sprintf("There are %d shared mailboxes, too many to look through: see by hand which of them %s may open.", len(all), c.from.Name))
		return nil
	}
	may := make([]bool, len(all))
	looks, within := errgroup.WithContext(ctx)
	looks.SetLimit(8)
	for i, mailbox := range all {
		looks.Go(func() error {
			people, err := c.r.world.Delegates.FullAccess(within, mailbox.UPN)
			may[i] = slices.ContainsFunc(people, func(upn string) bool { return strings.EqualFold(upn, c.from.UPN) })
			return err
		})
	}
	if err := looks.Wait(); err != nil {
		return fmt.Errorf("who may open the shared mailboxes: %w", err)
	}
	for i, mailbox := range all {
		if may[i] && !c.spares(mailbox.Name, mailbox.Address) {
			open(j, mailbox.UPN)
		}
	}
	return nil
}

// tell says what wasn't copied.
func (c *copying) tell() {
	if len(c.left) > 0 {
		c.r.out.warn("mirror", fmt.Sprintf("Not copied from %s: %s.", c.from.Name, strings.Join(c.left, ", ")))
	}
	if len(c.spared) > 0 {
		c.r.out.warn("mirror", fmt.Sprintf("Not copied from %s, since the ticket leaves it out: %s.", c.from.Name, strings.Join(c.spared, ", ")))
	}
	for _, out := range c.without {
		if !slices.ContainsFunc(c.spared, func(name string) bool { return strings.Contains(strings.ToLower(name), out) }) {
			c.r.out.warn("mirror", fmt.Sprintf("The ticket leaves out %q; nothing that %s has goes by that name.", out, c.from.Name))
		}
	}
}

// without lists what a ticket leaves out of a colleague's access: "same as
// Dwight but no QuickBooks". It only ever takes away.
func without(body string, s step.Subject) []string {
	var list []string
	add := func(name string) {
		name = strings.ToLower(strings.Trim(name, " \t\"'“”«»„."))
		name = strings.TrimSuffix(smallWords.ReplaceAllString(name, ""), " please")
		if len(name) >= shortestName && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	for _, name := range s.GroupsRemove {
		add(name)
	}
	exception := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(s.MirrorUser) + `\b[^.\n;]*?[\s,(]+(?:but|except|without|excluding|minus|apart from|aber|außer|ohne|mais|sauf|sans|pero|excepto|salvo|sin|maar|behalve|zonder)\s+([^.\n;)]+)`)
	for _, found := range exception.FindAllStringSubmatch(body, -1) {
		for _, name := range listBreaks.Split(found[1], -1) {
			add(name)
		}
	}
	return list
}

// shortestName is how long what is left out has to be: a letter would be in
// every name.
const shortestName = 3

// smallWords stand before the name of what is left out.
var smallWords = regexp.MustCompile(`^(?:(?:for|not|no|nicht|kein(?:e|en)?|pas|de|geen|the|das|die|der|le|la|les|el|los|las|het|group|gruppe)\s+)+`)

var listBreaks = regexp.MustCompile(`\s*(?:,|/|&|\band\b|\bor\b|\bund\b|\boder\b|\bet\b|\bou\b|\by\b|\bo\b|\ben\b|\bof\b)\s*`)
