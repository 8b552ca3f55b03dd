package step

import "time"

// Customer is a customer's document, parsed and checked: what Usher knows of
// one tenant and how its people want things done. Secrets are only named.
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
}

// DeskSettings say which desk the customer's tickets come from and go to.
type DeskSettings struct {
	Kind   string // webhook, connectwise …
	URL    string // base URL of its way out
	Secret string // names the secret that signs both ways
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
	Profile bool
	Groups  bool
	Ticket  bool
}

// Names say how a joiner's address is made.
type Names struct {
	Format    string // {first}.{last}, {f}{last} …
	Domain    string // of the UPN; the first domain if empty
	Collision string // number: a number is added; ask: a person decides
}

// Password says how a joiner gets the first password.
type Password struct {
	Share     string // link, message or none
	Length    int
	Base      string // Password Pusher's base URL, for link
	Secret    string // names Password Pusher's API token; empty: anonymous
	Terms     LinkTerms
	Sender    string // mailbox that mails are sent from
	To        string // manager, requester, or an address
	DaysAhead int    // working days before the first day
	Hour      int    // time of day, in the customer's zone
	Minute    int
}

// Licensing says where licences come from.
type Licensing struct {
	System  string              // microsoft, pax8 or partner-center
	Default []string            // product names or bundles that a joiner gets
	Bundles map[string][]string // by name
	Buy     string              // never, ask, or up to N
	Reduce  string              // never, ask or auto
}

// TicketFilter says which tickets concern Usher. An empty filter matches none,
// except on a webhook desk, whose sender already chose.
type TicketFilter struct {
	Boards   []string
	Types    []string
	Subtypes []string
	Statuses []string
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
