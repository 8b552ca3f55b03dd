package step

import (
	"context"
	"time"
)

// World is one customer's outside: the tenant, the desk, the channels to its
// people. Steps see it and nothing else. Every method may return ErrNotFound,
// *Wait, *Stop, *Unknown or *Denied; changing calls are never repeated by the
// clients behind it.
type World struct {
	Access      Access
	Users       Users
	SignIn      SignIn
	Groups      Groups
	Lists       Lists
	Licences    Licences
	Mailboxes   Mailboxes
	AutoReplies AutoReplies
	Delegates   Delegates
	Shared      SharedMailboxes
	Desk        Desk
	Cards       Cards
	Accounts    Accounts
	Contacts    Contacts
	Links       Links
	Mail        Mail
	Handover    Handover
	Directory   Directory
	Tickets     Tickets
	// Settle is how a look is repeated before it is believed.
	Settle Settle
}

// Settle is how a look is repeated before it is believed: directories answer
// from replicas, so one look proves nothing.
type Settle struct {
	// Agree is how many looks must say done before a change is believed.
	Agree int
	// Times is how many looks in a row must say needed before Do is called
	// again.
	Times int
	// Every is the time between such looks.
	Every time.Duration
}

// Access tells what the tenant has granted to the app.
type Access interface {
	// Granted lists the application permissions that the tenant has granted
	// on one resource, as its own token says.
	Granted(ctx context.Context, resource Resource) ([]string, error)
}

// User is an account of the tenant.
type User struct {
	ID                string
	UPN               string
	Mail              string
	Name              string // display name
	GivenName         string
	Surname           string
	Department        string
	JobTitle          string
	Enabled           bool
	Synced            bool
	Guest             bool
	PasswordChanged   time.Time // lastPasswordChangeDateTime
	SessionsValidFrom time.Time // signInSessionsValidFromDateTime
	// Tag is what the account was created with, if Usher made it; see
	// Joiner.Tag.
	Tag string
}

// Person returns the user as the person of a request.
func (u User) Person() Person {
	return Person{ID: u.ID, UPN: u.UPN, Name: u.Name, Synced: u.Synced}
}

// Users are the tenant's accounts.
type Users interface {
	// Find returns everybody to whom these words may refer: an address (UPN,
	// mail or proxy address), a name (display name, first and last name in
	// either order, initial and last name, or one of the two alone), a login
	// or an employee id; upper and lower case alike. No match is an empty list.
	Find(ctx context.Context, words string) ([]User, error)
	// Get returns the user with this object id.
	Get(ctx context.Context, id string) (User, error)
	// Manager returns a user's manager, ErrNotFound where there is none.
	Manager(ctx context.Context, id string) (User, error)
}

// SignIn is what lets a user in, or no longer.
type SignIn interface {
	SetEnabled(ctx context.Context, id string, enabled bool) error
	SetPassword(ctx context.Context, id string, password Secret) error
	RevokeSessions(ctx context.Context, id string) error
}

// GroupKind says by which API, if any, a group's members are changed.
type GroupKind string

// The kinds of groups.
const (
	Security     GroupKind = "security"
	Microsoft365 GroupKind = "microsoft365"
	Distribution GroupKind = "distribution" // members through Exchange only
	MailEnabled  GroupKind = "mail-enabled" // security group with an address: members through Exchange only
)

// Group is a group of the tenant.
type Group struct {
	ID         string
	Name       string
	Mail       string
	Kind       GroupKind
	Dynamic    bool     // members follow a rule
	Synced     bool     // mastered in the customer's own Active Directory
	Role       bool     // role-assignable: members hold Entra roles
	Restricted bool     // in a restricted administrative unit
	Licences   []string // SKU ids that its members inherit
}

// Groups are the tenant's groups in Microsoft Graph.
type Groups interface {
	// Of lists the groups of every kind of which the user is a direct member.
	Of(ctx context.Context, userID string) ([]Group, error)
	// Join adds a member to a security or Microsoft 365 group.
	Join(ctx context.Context, groupID, userID string) error
	// Leave removes a member from a security or Microsoft 365 group; somebody
	// who is no member is no error.
	Leave(ctx context.Context, groupID, userID string) error
}

// Lists are the groups whose members only Exchange may change. Lists are
// named by object id, members by UPN.
type Lists interface {
	Join(ctx context.Context, listID, upn string) error
	// Leave removes a member; somebody who is no member is no error.
	Leave(ctx context.Context, listID, upn string) error
	// Has tells whether Exchange counts the user among the list's members.
	Has(ctx context.Context, listID, upn string) (bool, error)
}

// Licence is one SKU that a user holds, once directly or once by a group.
type Licence struct {
	SKU   string // SKU id
	Name  string // skuPartNumber, or the product's name where it is known
	Group string // the group that it is inherited from; empty if direct
	State string // Active, Error …
	// Error is why the state is an error, as licenseAssignmentStates says:
	// CountViolation, DependencyViolation …
	Error string
	// Mail is set where the SKU brings an Exchange mailbox.
	Mail bool
}

// Seat counts one SKU of the tenant.
type Seat struct {
	SKU  string
	Name string
	All  int // enabled and in grace
	Used int
	Mail bool // brings an Exchange mailbox
}

// Licences are the tenant's licences.
type Licences interface {
	// Seats lists the SKUs that the tenant owns.
	Seats(ctx context.Context) ([]Seat, error)
	// Of lists what a user holds, direct and inherited apart.
	Of(ctx context.Context, userID string) ([]Licence, error)
	// Change assigns and removes SKUs directly, in one call.
	Change(ctx context.Context, userID string, add, remove []string) error
}

// The kinds of mailboxes that steps tell apart.
const (
	UserMailbox   = "user"
	SharedMailbox = "shared"
)

// Mailbox is an Exchange Online mailbox.
type Mailbox struct {
	UPN       string
	Kind      string // user, shared, room …
	Size      int64  // bytes
	ForwardTo string // address; empty where mail isn't forwarded
	KeepCopy  bool
	Hidden    bool // from the address lists
	Hold      bool // litigation or in-place hold
	Archive   bool
	Synced    bool
}

// Mailboxes are the tenant's mailboxes, named by UPN.
type Mailboxes interface {
	// Get returns a mailbox, ErrNotFound where there is none (yet).
	Get(ctx context.Context, upn string) (Mailbox, error)
	// Convert makes it a user or a shared mailbox.
	Convert(ctx context.Context, upn, kind string) error
	// Forward sends new mail on to another mailbox of the tenant; an empty
	// address ends it.
	Forward(ctx context.Context, upn, to string, keepCopy bool) error
	// Hide takes it out of the address lists, or puts it back.
	Hide(ctx context.Context, upn string, hidden bool) error
}

// AutoReply is a mailbox's automatic reply, inside and outside alike.
type AutoReply struct {
	On       bool
	Inside   string
	Outside  string
	Audience string // None, Known or All
}

// AutoReplies are the automatic replies of mailboxes, named by UPN.
type AutoReplies interface {
	Get(ctx context.Context, upn string) (AutoReply, error)
	Set(ctx context.Context, upn string, reply AutoReply) error
}

// Delegates are the people with full access to a mailbox, all named by UPN.
type Delegates interface {
	FullAccess(ctx context.Context, mailbox string) ([]string, error)
	Grant(ctx context.Context, mailbox, upn string) error
	// Revoke takes full access away; somebody without it is no error.
	Revoke(ctx context.Context, mailbox, upn string) error
}

// SharedMailboxName is what a shared mailbox is called.
type SharedMailboxName struct {
	UPN     string
	Name    string // display name
	Alias   string
	Address string // primary one
}

// SharedMailboxes lists the tenant's shared mailboxes.
type SharedMailboxes interface {
	// All returns every shared mailbox of the tenant.
	All(ctx context.Context) ([]SharedMailboxName, error)
}

// Note is a note on a ticket. Its marker is how it is found again.
type Note struct {
	Internal bool   `json:"internal"`
	Text     string `json:"text"`
	Marker   string `json:"marker"`
}

// Desk is the customer's PSA.
type Desk interface {
	Notes(ctx context.Context, ticket string) ([]Note, error)
	AddNote(ctx context.Context, ticket string, note Note) error
	Status(ctx context.Context, ticket string) (string, error)
	SetStatus(ctx context.Context, ticket, status string) error
}

// Card is a message with links, for one person's own channel. Its texts are
// shown as plain text.
type Card struct {
	Title string
	Texts []string
	Links []Link
}

// Link is a button of a card.
type Link struct {
	Title string
	URL   Secret // it may carry an approver's token
}

// Cards posts cards. Nobody can look up whether one arrived.
type Cards interface {
	// Post sends a card to the destination that the named secret holds.
	Post(ctx context.Context, destination string, card Card) error
}

// NewAccount is an account to create.
type NewAccount struct {
	Joiner

	Enabled  bool
	Password Secret
}

// Accounts makes accounts.
type Accounts interface {
	// Taken says in words what already uses an address, over users, deleted
	// users, groups, contacts and mailboxes; empty: nothing does.
	Taken(ctx context.Context, address string) (string, error)
	// Create makes an account and returns its object id. An address that is
	// taken is a *Stop.
	Create(ctx context.Context, account NewAccount) (string, error)
	// Tag returns the tag that an account was created with; empty: none.
	Tag(ctx context.Context, id string) (string, error)
	// SetManager sets a user's manager; an empty id takes it away.
	SetManager(ctx context.Context, id, managerID string) error
}

// Contact is a person of the customer in the desk.
type Contact struct {
	ID        string
	FirstName string
	LastName  string
	Email     string
	Active    bool
}

// Contacts are the customer's contacts in the desk.
type Contacts interface {
	// Find returns the contacts with this address, or, where the desk has
	// none with it, with this name.
	Find(ctx context.Context, email, firstName, lastName string) ([]Contact, error)
	Create(ctx context.Context, contact Contact) error
	SetActive(ctx context.Context, id string, active bool) error
}

// LinkTerms say how long a one-time link lasts.
type LinkTerms struct {
	Days       int
	Views      int
	Retrieval  bool // a page before the secret, so that scanners use up no view
	Passphrase Secret
}

// OneTimeLink is a link behind which a secret can be seen a few times.
type OneTimeLink struct {
	Token string // names it, to expire it
	URL   Secret
	Terms LinkTerms // as the service granted them, which may be less
}

// Links makes one-time links. Nobody can look up whether one was made.
type Links interface {
	Make(ctx context.Context, payload Secret, terms LinkTerms) (OneTimeLink, error)
	// Expire ends a link; one that has ended is no error.
	Expire(ctx context.Context, token string) error
}

// Message is a mail.
type Message struct {
	From    string // mailbox of the tenant
	To      string
	Subject string
	// Body may carry a one-time link or a password and is never kept.
	Body Secret
}

// Mail sends mail as a mailbox of the tenant. Nobody can look up whether it
// arrived.
type Mail interface {
	Send(ctx context.Context, message Message) error
}

// Handover keeps secrets for a short while between the lines of a run, under
// names that carry the run and the line.
type Handover interface {
	// Get returns a secret, or ErrNotFound.
	Get(ctx context.Context, name string) (Secret, error)
	Keep(ctx context.Context, name string, secret Secret) error
	// Purge removes a secret for good.
	Purge(ctx context.Context, name string) error
}

// Directory finds groups by what people call them.
type Directory interface {
	// Groups returns every group to which these words may refer: an address,
	// an object id, a display name or an alias, upper and lower case alike.
	Groups(ctx context.Context, words string) ([]Group, error)
}

// Tickets reads tickets of desks whose events only name them.
type Tickets interface {
	// Read returns a ticket with its thread as text, newest first, without
	// the notes that carry our own marker. ErrNotFound where the desk's events
	// bring the whole ticket themselves.
	Read(ctx context.Context, ticket string) (Ticket, error)
}
