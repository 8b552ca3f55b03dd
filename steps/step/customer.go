package step

import "time"

// Customer is a customer's document, parsed and checked: what Usher knows of
// one tenant and how its people want things done. Secrets are only named. Some
// of it is only kept so far: handler/customer/REFERENCE.md marks those keys.
type Customer struct {
	Key           string // short name, in URLs and files
	Version       int    // counted up each time the document is applied
	Name          string
	TenantID      string
	Domains       []string
	TimeZone      *time.Location
	Language      string
	UsageLocation string
	Simulated     bool // lives in the simulated world, as a whole
	Desk          DeskSettings
	Mode          Mode
	Approval      Approval
	Offboarding   Offboarding
	Onboarding    Onboarding
	Transfer      Moving
	Names         Names
	Password      Password
	Licences      Licensing
	Tickets       TicketFilter
	Limits        Limits
	Paused        bool // by an operator: nothing starts
	// Only are the exceptions to a rehearsal: whom it names is dealt with as if
	// the mode were live. Without it, a rehearsal is one for everybody.
	Only         Only
	Profiles     []Profile // in the order of the document; the first that fits is taken
	Destinations Destinations
	Guards       Guards
	Rules        []Rule // all that fit are taken
	Instructions []Instruction
}

// Only names test users, by address, and a group of them.
type Only struct {
	People []string
	Group  string
}

// DeskSettings say which desk the customer's tickets come from and go to.
type DeskSettings struct {
	Kind   string // webhook, connectwise …
	URL    string // base URL of its way out
	Secret string // names the secret that signs both ways
	// Company is the customer's id or short name at the desk.
	Company string
	// Status is the ticket's status for each outcome of a run; an outcome
	// that isn't named keeps the status.
	Status map[string]string
}

// Mode says how far Usher may go.
type Mode string

// The modes of a customer.
const (
	Rehearsal Mode = "rehearsal" // plans and internal notes, no change
	Live      Mode = "live"
)

// Approval says who decides.
type Approval struct {
	Required  bool
	Need      int // how many of the approvers must approve; 1 means any, 0 all
	Approvers []Approver
	Expires   time.Duration
	// ByLink lets a link alone decide; the decision then says that the
	// identity isn't proven.
	ByLink bool
	// SecondForIrreversible asks again just before lines that can't be undone.
	SecondForIrreversible bool
	// Stages decide one after another. Where there are any, Approvers are all
	// of theirs and Need is 0, so that whoever knows no stages asks everybody.
	Stages []Stage
	// Fallback is asked where nobody has decided in time; nil: nobody is.
	Fallback *Approver
	// Reminders are how long after the first card it is sent again.
	Reminders []time.Duration
	// EscalateAfter is how long after the first card the fallback is asked; 0
	// means never.
	EscalateAfter time.Duration
	// UrgentCut lets an urgent ticket of a named requester cut access without
	// an approval.
	UrgentCut bool
}

// Stage is one of several approvals in a row, such as HR before IT.
type Stage struct {
	Name      string
	Need      int // as in Approval
	Approvers []Approver
}

// Approver is a person who may decide. The e-mail address is for display;
// tenant and object id say who it is.
type Approver struct {
	Name     string
	Email    string
	TenantID string
	ObjectID string
	// Teams names the secret that holds the webhook of this person's own
	// channel or chat.
	Teams string
}

// Offboarding holds the switches of the process for leavers. A switch that
// is off takes its lines away and nothing else.
type Offboarding struct {
	BlockAccess bool
	Mailbox     MailboxSettings
	Devices     bool
	Licences    bool
	Groups      bool
	Contact     bool
	Ticket      bool
	// Hour and Minute are the time of day, in the customer's zone, at which a
	// last day without a time ends.
	Hour, Minute int
	// ProtectedGroups are never left or joined by Usher.
	ProtectedGroups []string
	// WipeCompany lets a ticket order the wipe of a company device.
	WipeCompany bool
	// OneDriveTo gets the leaver's files: manager, an address, or empty for
	// nobody.
	OneDriveTo string
}

// MailboxSettings say what becomes of a leaver's mailbox where the ticket
// doesn't.
type MailboxSettings struct {
	On        bool
	Convert   bool
	Delegate  string // manager, an address, or empty for nobody
	AutoReply string // template with {name}, {manager}, {company}; empty for none
	Hide      bool
	// SharedLimit is the size in bytes up to which Exchange keeps a shared
	// mailbox without a licence.
	// Source: learn.microsoft.com/microsoft-365/admin/email/about-shared-mailboxes
	SharedLimit int64
	// CancelMeetings cancels what the leaver has called.
	CancelMeetings bool
	// ForwardDays is how long mail is forwarded where the ticket doesn't say.
	ForwardDays int
}

// Onboarding holds the switches of the process for joiners.
type Onboarding struct {
	CreateAccount bool
	Licences      bool
	Groups        bool
	Contact       bool
	Ticket        bool
	// LeadDays is how many working days before the first day the account is
	// made, at Hour and Minute in the customer's zone.
	LeadDays     int
	Hour, Minute int
	// DefaultGroups are joined by everybody, by name or address.
	DefaultGroups []string
}

// Moving holds the switches of the process for movers.
type Moving struct {
	Profile   bool
	Groups    bool
	Licences  bool
	Mailboxes bool // shared ones
	Contact   bool
	Ticket    bool
}

// Names say how a joiner's address is made.
type Names struct {
	Format    string // {first}.{last}, {f}{last} …
	Domain    string // of the UPN; the first domain if empty
	Collision string // number: a number is added; ask: a person decides
	// Transliteration says how letters beyond a to z are written in an
	// address: plain (ü becomes u) or german (ü becomes ue).
	Transliteration string
}

// Password says how a joiner gets the first password.
type Password struct {
	Share  string // link, message or none
	Length int
	Base   string // Password Pusher's base URL, for link
	Secret string // names Password Pusher's API token; empty: anonymous
	Terms  LinkTerms
	// Passphrase names the secret that holds the passphrase of links.
	Passphrase string
	Sender     string // mailbox that mails are sent from
	To         string // manager, requester, or an address
	DaysAhead  int    // working days before the first day
	Hour       int    // time of day, in the customer's zone
	Minute     int
	// AccessPass makes the first sign-in one by Temporary Access Pass.
	AccessPass bool
}

// Licensing says where licences come from.
type Licensing struct {
	System  string              // microsoft, pax8 or partner-center
	Default []string            // product names or bundles that a joiner gets
	Bundles map[string][]string // by name
	// Groups names the licensing group through which a product is assigned,
	// by product; a product that isn't named is assigned directly.
	Groups  map[string]string
	Buy     string // never, ask, or up to N
	Reduce  string // never, ask or auto
	Company string // the customer's id at the seller
	Secret  string // names the seller's API credentials
}

// TicketFilter says which tickets concern Usher. An empty filter matches none,
// except on a webhook desk, whose sender already chose.
type TicketFilter struct {
	Boards   []string
	Types    []string
	Subtypes []string
	Statuses []string
	Tags     []string
	// Process pins what a ticket type means: the type to onboard, offboard or
	// transfer.
	Process map[string]Action
}

// Limits are what a technician has to confirm above.
type Limits struct {
	LeaversADay   int
	LeaversShare  float64 // of the tenant's members
	RetentionDays int     // until ticket texts and personal data are removed; 0: kept
}

// Profile is a kind of joiner, such as contractor, whose defaults differ.
type Profile struct {
	Name string
	// When says for whom it is: each fact named must have one of its values,
	// upper and lower case alike. None named: nobody gets it.
	When     map[string][]string
	Licences []string // instead of the default ones; nil: the default ones
	Groups   []string // besides the default ones
	// GroupsOnly gives groups and no licence.
	GroupsOnly bool
	// Contact and Share override onboarding and password; nil and empty: as
	// there.
	Contact *bool
	Share   string
	// ExpiresDays is how long the account lasts where the ticket states no
	// end; 0: no end.
	ExpiresDays int
}

// Destinations say where a leaver's mail and files may go beyond one enabled
// member of the tenant.
type Destinations struct {
	// ExternalDomains may be forwarded to.
	ExternalDomains []string
	// ExternalDays is after how many days such a forward ends at the latest.
	ExternalDays int
}

// Guards are what Usher is never to touch, or only with more care.
type Guards struct {
	BreakGlass []string // accounts that are never changed, by address
	VIPs       []string // accounts that a technician confirms and changes, by address
	Requesters []string // who may request, by address; empty: everybody
	LegalHold  bool     // a leaver's mailbox is put on hold unless the ticket says otherwise
}

// Rule is a condition and what follows from it.
type Rule struct {
	Name string
	When map[string][]string // as in Profile
	// What follows.
	Groups    []string          // joined besides
	Set       map[string]string // options of the document, by the path of their key
	Ask       []string          // questions put to the approver
	Approvers []string          // who must be among those who approve, by name
}

// Instruction is a sentence in the customer's own words, settled when the
// document is applied: a rule covers it, or it is advice, which is shown to
// approvers and decides nothing.
type Instruction struct {
	Says   string
	Rule   string // the rule that covers it
	Advice bool
}
