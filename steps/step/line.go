package step

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Values are structured facts about one object, such as {"accountEnabled":
// "false"}. They are what an approval is bound to: never prose, never a
// count that changes by itself.
type Values map[string]string

// Equal tells whether both hold the same values.
func (v Values) Equal(other Values) bool { return maps.Equal(v, other) }

// Object is what a line changes.
type Object struct {
	Type string `json:"type"` // user, mailbox, group, ticket …
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Target is one object of a step, with the state that is wanted of it.
type Target struct {
	Object Object
	Then   Values
}

// Line is one change planned for one object, as its step sees it.
type Line struct {
	Step   string
	Object Object
	// Then is the wanted state, as approved.
	Then Values
	// Before is the state found when the line was planned, or, once the line
	// has begun, just before it began.
	Before Values
	// Began is when the line was first claimed; zero until then.
	Began time.Time
	// Request is what the line belongs to.
	Request Request
	// Facts are what earlier lines, or the run itself, hand on.
	Facts map[Fact]string
}

// State is what a look at the tenant says about a line.
type State string

// The three findings.
const (
	Needed State = "needed"  // not as wanted yet
	Done   State = "done"    // as wanted
	ByHand State = "by-hand" // a person has to do it; Finding.Saw says why
)

// Finding is the answer of Check.
type Finding struct {
	State State
	// Saw is one sentence about what was found, for people.
	Saw string
	// Before is what was found, structured: it goes into the line's hash when
	// planning, and Undo goes back to it.
	Before Values
	// Warning is what an approver must know before deciding; mostly empty.
	Warning string
	// Facts are handed to later lines.
	Facts map[Fact]string
}

// Sentence is a line in words: what it does, what is so now, what will be.
type Sentence struct {
	Says string
	Now  string
	Then string
}

// Action is what a ticket asks for.
type Action string

// The five readings of a ticket.
const (
	Onboard  Action = "onboard"
	Offboard Action = "offboard"
	Transfer Action = "transfer"
	None     Action = "none"    // not a lifecycle ticket
	Unclear  Action = "unclear" // a person has to look
)

// Request is what one run is asked to do for one person: a reading whose
// names have all been resolved against the tenant.
type Request struct {
	Action   Action
	Customer string
	Ticket   Ticket
	// Person is who it is about.
	Person Person
	// Requesters are the people of the tenant who asked for it. They never
	// approve.
	Requesters []Person
	// Due is when it is to happen; zero means now.
	Due time.Time
	// Urgent is set where the ticket asks for it at once.
	Urgent bool
	// Mailbox is what becomes of a leaver's mailbox.
	Mailbox MailboxWish
	// Joiner is who joins; nil but on onboardings.
	Joiner *Joiner
}

// PersonID is the object id of the line's person: fixed by the request, or,
// for a joiner, given by the line that creates the account.
func (l Line) PersonID() string {
	if l.Request.Person.ID != "" {
		return l.Request.Person.ID
	}
	return l.Facts[AccountExists]
}

// Joiner is an account that doesn't exist yet, every name settled.
type Joiner struct {
	GivenName     string
	Surname       string
	DisplayName   string
	UPN           string
	MailNickname  string
	UsageLocation string // ISO 3166 alpha-2
	Department    string
	JobTitle      string
	Company       string
	Office        string
	MobilePhone   string
	EmployeeType  string
	// Tag marks the account as made by this request, so that it is recognised
	// when an answer was lost.
	Tag      string
	Manager  *Person
	Licences []LicenceWish
	Groups   []Group
	// SharedMailboxes are opened to the joiner, by UPN.
	SharedMailboxes []string
	// PasswordTo gets the first password: an address.
	PasswordTo string
	// PasswordWhen is when the password is made and shared; zero means with
	// the run.
	PasswordWhen time.Time
	// FirstDay is when the joiner starts.
	FirstDay time.Time
}

// LicenceWish is one licence to assign: directly, or by joining a licensing
// group.
type LicenceWish struct {
	SKU   string // SKU id
	Name  string // product's name, for people
	Group string // object id of the licensing group; empty: directly
	Mail  bool   // brings an Exchange mailbox
}

// MailboxWish is what becomes of a leaver's mailbox.
type MailboxWish struct {
	Convert   bool
	Delegates []Person
	ForwardTo *Person
	// ForwardDays is how long mail is forwarded; 0 means without an end.
	ForwardDays int
	AutoReply   string
}

// Person is somebody in the tenant, fixed by object id.
type Person struct {
	ID     string
	UPN    string
	Name   string
	Synced bool // mastered in the customer's own Active Directory
}

// Object returns the person as the object of a line.
func (p Person) Object() Object { return Object{Type: "user", ID: p.ID, Name: p.Name} }

// Mailbox returns the person's mailbox as the object of a line. Exchange is
// asked by UPN, which is unique where a display name isn't.
func (p Person) Mailbox() Object { return Object{Type: "mailbox", ID: p.UPN, Name: p.Name} }

// Join puts a list into one value, sorted, so that equal sets are equal.
func Join(list []string) string {
	sorted := slices.Sorted(slices.Values(list))
	return strings.Join(sorted, ",")
}

// Split is the reverse of Join.
func Split(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, ",")
}

// NotBefore tells whether at lies at or after began, as far as Microsoft's
// times can tell: they come in milliseconds, some of them in whole seconds.
func NotBefore(at, began time.Time) bool {
	precision := time.Millisecond
	if at.Nanosecond() == 0 {
		precision = time.Second
	}
	return !at.Before(began.Truncate(precision))
}
