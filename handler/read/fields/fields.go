// Package fields is the table of what a reading can say of a person. Readers
// of every kind fill the same fields: a model's question and the check of its
// answer are made from it, and two readings are compared along it.
package fields

import (
	"strconv"
	"strings"

	"usher/steps/step"
)

// Kind says what a field's values look like, and so how they are looked for
// in the ticket.
type Kind int

// The kinds of fields.
const (
	Words   Kind = iota // words of the ticket
	Address             // an address that the ticket writes
	Day                 // a date that follows from the ticket's own
	Sign                // words of the ticket that say yes
)

// Trust says what becomes of a value that the rules haven't found.
type Trust int

// The degrees of trust in a second reader.
const (
	// Ask puts a question to people; without an answer, nothing is done.
	Ask Trust = iota
	// Take takes the value, and tells the approver who read it.
	Take
	// Compare only finds disagreements: persons and days.
	Compare
)

// Field is one thing that a reading can say of a person. Readers of every
// kind fill the same fields.
type Field struct {
	Name  string // in a reader's answer
	Says  string // what it is, for a model and for people
	Kind  Kind
	List  bool
	Long  bool // whole sentences, not a name or a few words
	Trust Trust
	// Get returns the values, none where the field is absent.
	Get func(s *step.Subject) []string
	// Put replaces them.
	Put func(s *step.Subject, values []string)
}

// All returns the table, in the order of a reading.
func All() []Field {
	return append(append(personFields(), accessFields()...), mailboxFields()...)
}

func personFields() []Field {
	return []Field{
		one("first_name", "first name", Words, Ask, func(s *step.Subject) *string { return &s.FirstName }),
		one("last_name", "last name", Words, Ask, func(s *step.Subject) *string { return &s.LastName }),
		one("upn_or_email", "work address", Address, Compare, func(s *step.Subject) *string { return &s.UPNOrEmail }),
		one("personal_email", "private address", Address, Ask, func(s *step.Subject) *string { return &s.PersonalEmail }),
		one("start_or_last_date", "first day of somebody who joins or moves, last day of somebody who leaves", Day, Compare, func(s *step.Subject) *string { return &s.StartOrLastDate }),
		one("end_date", "day on which a contract that begins will end", Day, Ask, func(s *step.Subject) *string { return &s.EndDate }),
		one("department", "department", Words, Take, func(s *step.Subject) *string { return &s.Department }),
		one("job_title", "job title", Words, Take, func(s *step.Subject) *string { return &s.JobTitle }),
		one("company", "company", Words, Take, func(s *step.Subject) *string { return &s.Company }),
		one("location", "office or place", Words, Take, func(s *step.Subject) *string { return &s.Location }),
		one("phone", "phone number", Words, Take, func(s *step.Subject) *string { return &s.Phone }),
		one("employee_type", "kind of employment, such as contractor", Words, Take, func(s *step.Subject) *string { return &s.EmployeeType }),
		one("manager", "manager", Words, Ask, func(s *step.Subject) *string { return &s.Manager }),
		flag("urgent", "to be done at once", Ask, func(s *step.Subject) *bool { return &s.Urgent }),
		flag("rehire", "has worked here before", Ask, func(s *step.Subject) *bool { return &s.Rehire }),
		flag("confidential", "nobody may hear of it yet", Take, func(s *step.Subject) *bool { return &s.Confidential }),
	}
}

func accessFields() []Field {
	return []Field{
		many("licenses", "licences to be given", func(s *step.Subject) *[]string { return &s.Licenses }),
		many("groups", "groups, teams and lists to join", func(s *step.Subject) *[]string { return &s.Groups }),
		many("groups_remove", "groups, teams and lists to leave", func(s *step.Subject) *[]string { return &s.GroupsRemove }),
		one("groups_remove_on", "day on which groups are left", Day, Ask, func(s *step.Subject) *string { return &s.GroupsRemoveOn }),
		many("shared_mailboxes", "shared mailboxes to be opened", func(s *step.Subject) *[]string { return &s.SharedMailboxes }),
		many("aliases", "further addresses", func(s *step.Subject) *[]string { return &s.Aliases }),
		one("mirror_user", "colleague whose access is copied", Words, Ask, func(s *step.Subject) *string { return &s.MirrorUser }),
		one("password_to", "who gets the first password", Words, Ask, func(s *step.Subject) *string { return &s.PasswordTo }),
		one("onedrive_to", "who gets the files", Words, Ask, func(s *step.Subject) *string { return &s.OneDriveTo }),
		{
			Name: "devices_wipe", Says: "devices to be wiped", Kind: Sign, Trust: Ask,
			Get: func(s *step.Subject) []string {
				if s.Devices == nil {
					return nil
				}
				return answered(s.Devices.Wipe)
			},
			Put: func(s *step.Subject, values []string) { s.Devices = &step.DeviceReading{Wipe: yes(values)} },
		},
	}
}

func mailboxFields() []Field {
	return []Field{
		{
			Name: "mailbox_convert_shared", Says: "mailbox to be made a shared one", Kind: Sign, Trust: Ask,
			Get: func(s *step.Subject) []string { return answered(mailboxOf(s).ConvertShared) },
			Put: func(s *step.Subject, values []string) { openMailbox(s).ConvertShared = yes(values) },
		},
		ofMailbox("mailbox_forward_to", "who gets the mail that still comes", func(m *step.MailboxReading) *string { return &m.ForwardTo }),
		{
			Name: "mailbox_forward_days", Says: "how many days mail is forwarded", Kind: Words, Trust: Ask,
			Get: func(s *step.Subject) []string { return days(mailboxOf(s).ForwardDays) },
			Put: func(s *step.Subject, values []string) { openMailbox(s).ForwardDays = number(values) },
		},
		manyOfMailbox("mailbox_delegates", "who may open the mailbox", func(m *step.MailboxReading) *[]string { return &m.Delegates }),
		manyOfMailbox("mailbox_send_as", "who may send as the person", func(m *step.MailboxReading) *[]string { return &m.SendAs }),
		{
			Name: "mailbox_auto_reply", Says: "text of the automatic reply", Kind: Words, Long: true, Trust: Ask,
			Get: func(s *step.Subject) []string {
				text, _ := mailboxOf(s).AutoReply.(string)
				return present(text)
			},
			Put: func(s *step.Subject, values []string) { openMailbox(s).AutoReply = first(values) },
		},
		{
			Name: "mailbox_hold", Says: "mailbox to be kept on hold", Kind: Sign, Trust: Ask,
			Get: func(s *step.Subject) []string { return flagged(mailboxOf(s).Hold) },
			Put: func(s *step.Subject, values []string) { openMailbox(s).Hold = len(values) > 0 },
		},
	}
}

// one is a field that is a single text.
func one(name, says string, kind Kind, trust Trust, at func(*step.Subject) *string) Field {
	return Field{
		Name: name, Says: says, Kind: kind, Trust: trust,
		Get: func(s *step.Subject) []string { return present(*at(s)) },
		Put: func(s *step.Subject, values []string) { *at(s) = first(values) },
	}
}

// many is a field that is a list. Each item gives somebody something, so
// that people are asked.
func many(name, says string, at func(*step.Subject) *[]string) Field {
	return Field{
		Name: name, Says: says, List: true,
		Get: func(s *step.Subject) []string { return *at(s) },
		Put: func(s *step.Subject, values []string) { *at(s) = values },
	}
}

// flag is a field that is true or absent.
func flag(name, says string, trust Trust, at func(*step.Subject) *bool) Field {
	return Field{
		Name: name, Says: says, Kind: Sign, Trust: trust,
		Get: func(s *step.Subject) []string { return flagged(*at(s)) },
		Put: func(s *step.Subject, values []string) { *at(s) = len(values) > 0 },
	}
}

func ofMailbox(name, says string, at func(*step.MailboxReading) *string) Field {
	return Field{
		Name: name, Says: says,
		Get: func(s *step.Subject) []string { m := mailboxOf(s); return present(*at(&m)) },
		Put: func(s *step.Subject, values []string) { *at(openMailbox(s)) = first(values) },
	}
}

func manyOfMailbox(name, says string, at func(*step.MailboxReading) *[]string) Field {
	return Field{
		Name: name, Says: says, List: true,
		Get: func(s *step.Subject) []string { m := mailboxOf(s); return *at(&m) },
		Put: func(s *step.Subject, values []string) { *at(openMailbox(s)) = values },
	}
}

func mailboxOf(s *step.Subject) step.MailboxReading {
	if s.Mailbox == nil {
		return step.MailboxReading{}
	}
	return *s.Mailbox
}

func openMailbox(s *step.Subject) *step.MailboxReading {
	if s.Mailbox == nil {
		s.Mailbox = &step.MailboxReading{}
	}
	return s.Mailbox
}

func present(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func flagged(is bool) []string {
	if !is {
		return nil
	}
	return []string{"yes"}
}

func answered(is *bool) []string {
	switch {
	case is == nil:
		return nil
	case *is:
		return []string{"yes"}
	}
	return []string{"no"}
}

func yes(values []string) *bool {
	is := len(values) > 0
	return &is
}

func days(n int) []string {
	if n == 0 {
		return nil
	}
	return []string{strconv.Itoa(n)}
}

// number is the first number in the words of a value; 0 if there is none.
func number(values []string) int {
	for _, word := range strings.Fields(first(values)) {
		if n, err := strconv.Atoi(word); err == nil && n > 0 {
			return n
		}
	}
	return 0
}
