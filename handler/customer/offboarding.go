package customer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"usher/steps/step"
)

// readOffboarding reads the section offboarding. What isn't written is on,
// except that nobody gets the mailbox and nothing is answered.
func readOffboarding(root *section, c *step.Customer) {
	o := &c.Offboarding
	*o = step.Offboarding{
		BlockAccess: true, Devices: true, Licences: true, Groups: true, Contact: true, Ticket: true, Hour: 18,
		Mailbox: step.MailboxSettings{On: true, Convert: true, Hide: true, SharedLimit: 50 << 30},
	}
	v, ok := root.get("offboarding")
	if !ok {
		return
	}
	s := v.section()
	if at, ok := s.get("time"); ok {
		o.Hour, o.Minute = at.clock()
	}
	toggleInto(s, "block_access", &o.BlockAccess)
	if mailbox, ok := s.get("mailbox"); ok {
		readMailbox(mailbox, c)
	}
	toggleInto(s, "devices", &o.Devices)
	toggleInto(s, "licences", &o.Licences)
	toggleInto(s, "groups", &o.Groups)
	toggleInto(s, "contact", &o.Contact)
	toggleInto(s, "ticket", &o.Ticket)
	if groups, ok := s.get("protected_groups"); ok {
		o.ProtectedGroups = groups.texts()
	}
}

func toggleInto(s *section, key string, on *bool) {
	if v, ok := s.get(key); ok {
		*on = v.toggle()
	}
}

// readMailbox reads the switch mailbox: on, off, or its options, which mean on.
func readMailbox(v value, c *step.Customer) {
	m := &c.Offboarding.Mailbox
	if resolved(v.node).Kind == yaml.ScalarNode {
		m.On = v.toggle()
		return
	}
	s := v.section()
	toggleInto(s, "convert", &m.Convert)
	toggleInto(s, "hide", &m.Hide)
	if delegate, ok := s.get("delegate"); ok {
		m.Delegate = delegate.delegate(c.Domains)
	}
	if reply, ok := s.get("auto_reply"); ok {
		m.AutoReply = reply.template("name", "manager", "company")
	}
	if limit, ok := s.get("shared_limit_gb"); ok {
		m.SharedLimit = int64(limit.whole(1, 100)) << 30
	}
}

// delegate reads who gets the mailbox: the leaver's manager, an address in
// the tenant, or nobody.
func (v value) delegate(domains []string) string {
	text := v.text()
	switch {
	case text == "manager" || text == "":
		return text
	case text == "nobody":
		return ""
	case !isMail(text):
		v.wrong(meant(text, []string{"manager", "nobody", "an address of the tenant"}), "can't be %q", shown(text))
	case !slices.Contains(domains, strings.ToLower(text[strings.LastIndex(text, "@")+1:])):
		v.wrong("name somebody of the tenant", "%q isn't in one of the tenant's domains", shown(text))
	}
	return text
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// template reads a text with {placeholders}.
func (v value) template(names ...string) string {
	text := v.text()
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(names, found[1]) {
			v.wrong(meant(found[1], names), "{%s} stands for nothing", shown(found[1]))
		}
	}
	return text
}

var clockForm = regexp.MustCompile(`^([01]?[0-9]|2[0-3]):([0-5][0-9])$`)

// clock reads a time of day, such as 18:00.
func (v value) clock() (hour, minute int) {
	text := v.text()
	parts := clockForm.FindStringSubmatch(text)
	if parts == nil {
		v.wrong(`write it as "18:00"`, "%q is no time of day", shown(text))
		return 0, 0
	}
	return atoi(parts[1]), atoi(parts[2])
}

// atoi reads digits that a pattern has already checked; none are 0.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
