// Package step is the vocabulary in which work on a tenant is described: a
// Step is one kind of change, a Line is one such change planned for one
// object, a Finding is what a look at the tenant said, and World is the part
// of the outside that a step may touch. It imports nothing but the standard
// library, so that everything else may import it.
package step

import (
	"context"
	"time"
)

// Step is one kind of change to the world outside, declared as one literal.
// Documentation, permissions, approval text, order and tests are derived from
// it; nothing about a step is written down twice.
type Step struct {
	// Name is the stable kebab-case id that runs store. It never changes.
	Name string
	// Title heads the line for people: at most 40 characters, sentence case.
	Title string
	// Part is the group of lines under which people see it.
	Part Part

	// Needs lists the facts without which the step can't run. A line waits
	// until every line that gives one of them is done, and stops if one stops.
	Needs []Fact
	// Gives lists the facts that hold once the step is done.
	Gives []Fact
	// After names steps that must have ended, well or badly, before this one
	// starts, where no fact says so. Each entry carries its reason as a comment.
	After []string
	// Last makes the line wait until every other line of the plan has ended.
	Last bool
	// Cut marks the lines that cut a leaver's access: they start before all
	// others, through a queue of their own, and nothing but an approval holds
	// them.
	Cut bool
	// Visible marks changes that other people notice. They wait until the cut
	// has been read back.
	Visible bool
	// Writes says which object the step writes to, where writes must go one
	// after another, such as one mailbox. Nil means that order doesn't matter.
	Writes func(Line) string

	// Scopes are the least application permissions that the step needs.
	Scopes []Scope
	// Wanted tells whether this request and this customer's document ask for
	// the step. It is pure.
	Wanted func(Request, Customer) bool
	// When is the time before which a line doesn't run; zero means with the
	// run. Nil means always with the run.
	When func(Request, Customer) time.Time
	// Then is the state that the step wants of the one object it changes, as
	// structured values; the approver's decision is bound to them. Unused
	// where Each is set.
	Then func(Request, Customer) Values
	// Each finds the objects of a step that works on many, one line for each.
	// Nil means one line about the request's person.
	Each func(context.Context, *World, Request, Customer) ([]Target, error)
	// Check looks and changes nothing. The same function serves planning, the
	// look before Do and the read-back after it.
	Check func(context.Context, *World, Line) (Finding, error)
	// Plan puts the line into one sentence for the approver.
	Plan func(Line, Finding) Sentence
	// Do makes the change. Done twice it does no harm.
	Do func(context.Context, *World, Line) error
	// Undo brings back what the line found before it changed anything.
	// Exactly one of Undo and Never is set.
	Undo func(context.Context, *World, Line) error
	// Never says why the step can't be undone.
	Never string
	// Irreversible says what is lost for good, for the approver; empty where
	// nothing is.
	Irreversible string
	// Blind says why the outcome can't be looked up. Such a step is made at
	// most once and otherwise parked for a person.
	Blind string
	// Patience is how long a line may wait in all before it stops; 0 means
	// 24 hours.
	Patience time.Duration
}

// DefaultPatience is how long a line waits in all if its step doesn't say.
const DefaultPatience = 24 * time.Hour

// Part is a heading under which people see lines.
type Part string

// The parts of a plan, in the order in which people see them.
const (
	CutAccess        Part = "Cut access"
	Account          Part = "Account"
	Devices          Part = "Devices"
	MailboxPart      Part = "Mailbox"
	LicencesAndTeams Part = "Licences and groups"
	Records          Part = "Records"
)

// Parts returns the headings in the order in which people see them.
func Parts() []Part {
	return []Part{CutAccess, Account, Devices, MailboxPart, LicencesAndTeams, Records}
}

// Fact is something that holds and that other steps rely on. Facts order the
// lines of a plan.
type Fact string

// The facts that the request itself brings.
const (
	PersonKnown Fact = "person-known" // the person's object id
	TicketKnown Fact = "ticket-known" // the ticket and its desk
)

// The facts that steps give.
const (
	// AccountExists holds the new account's object id as its value.
	AccountExists   Fact = "account-exists"
	LicenceAssigned Fact = "licence-assigned"
	PasswordIssued  Fact = "password-issued"
	LinkMade        Fact = "link-made"
	SignInBlocked   Fact = "sign-in-blocked"
	PasswordUnknown Fact = "password-unknown"
	SessionsRevoked Fact = "sessions-revoked"
	MailboxShared   Fact = "mailbox-shared" // nothing is lost with the Exchange licence
)

// The facts that the run hands to its last line.
const (
	// ReportNote is the text of the closing note.
	ReportNote Fact = "report-note"
	// ReportMarker is the mark by which the closing note is found again.
	ReportMarker Fact = "report-marker"
	// ReportStatus is the desk status that the outcome calls for; empty keeps
	// the status.
	ReportStatus Fact = "report-status"
)

// RequestFacts returns the facts that hold before any step has run.
func RequestFacts() []Fact {
	return []Fact{PersonKnown, TicketKnown, ReportNote, ReportMarker, ReportStatus}
}

// Resource is an API that grants application permissions of its own.
type Resource string

// The resources of Microsoft 365 that steps use.
const (
	Graph    Resource = "Microsoft Graph"
	Exchange Resource = "Office 365 Exchange Online"
)

// Scope is one application permission, or one role that the app needs beside
// its permissions, in a customer's tenant.
type Scope struct {
	Resource   Resource
	Permission string
	// Role is the Entra role that the permission is of no use without.
	Role string
}

// GraphScope is an application permission of Microsoft Graph.
func GraphScope(permission string) Scope { return Scope{Resource: Graph, Permission: permission} }

// ExchangeScope is what every Exchange cmdlet needs: the permission to call
// them at all and a role that holds the cmdlet.
// Source: learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2
func ExchangeScope() Scope {
	return Scope{Resource: Exchange, Permission: "Exchange.ManageAsApp", Role: "Exchange Recipient Administrator"}
}
