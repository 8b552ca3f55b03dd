package flow

import (
	"time"

	"usher/steps/step"
)

// TicketRecord is the row of a ticket: which events came, and how many runs
// they made.
type TicketRecord struct {
	Customer string
	Desk     string
	ID       string
	Runs     int
	N        int  // of messages about the ticket
	Unread   int  // events waiting to be read
	Events   int  // events ever stored
	Stuck    bool // a message about it was given up
}

// EventRecord is the row of one event of a desk: the body as it came, once.
type EventRecord struct {
	Hash   string // of the body, so that the same event with another body is noticed
	At     time.Time
	Order  int
	Read   bool
	Placed int // people of its reading that have runs already
	// Doubted counts the runs that have been held against its reading.
	Doubted int
	Ticket  step.Ticket
}

// Run is the row of a run: one person and one kind of request of one ticket.
type Run struct {
	ID       string
	Number   int // within its ticket
	Customer string
	Version  int      // of the customer's document that planned it
	Events   []string // that this run answers, oldest first
	Ticket   step.Ticket
	Action   step.Action
	Subject  step.Subject
	Missing  []string
	Doubts   []step.Doubt // what its readers don't agree on
	Notes    []string     // on how it was read
	Terms    Terms        // of the customer's document, as far as they are its own
	Request  step.Request

	State    RunState
	Status   Status
	N        int
	Retries  int
	Created  time.Time
	Due      time.Time // zero: now
	Started  time.Time
	Finished time.Time

	Plan      Plan
	Approved  []string  // line hashes
	Second    []string  // line hashes approved a second time
	Rounds    int       // approval rounds asked so far
	Posts     int       // cards and notes ordered so far
	Replaned  bool      // planned again at the start
	Unplanned bool      // planning again at the start was given up
	Asked     []string  // addresses of everybody who asked for this run
	CardsTold int       // round whose undeliverable cards the ticket was told of
	Stuck     string    // why a message about it was given up; empty: it moves
	Doubted   bool      // the newest reading no longer asks for it
	Answer    time.Time // until when a question on the ticket stays open
	Answers   []Settled // to questions on the ticket, oldest first
	Answered  bool      // since it was planned: what it asks for is settled anew
	Withdrawn bool      // on the ticket, as an answer
	Cancelled bool      // by an operator
	Report    *Report
	Chain     Chain
}

// Plan is what the approvers see, without its lines, which have rows of their
// own.
type Plan struct {
	Generation int
	Hash       string
	Questions  []Inquiry
	Warnings   []Remark
}

// Remark is a question with its default, or a warning.
type Remark struct {
	Key     string `json:"key"`
	Says    string `json:"says"`
	Default string `json:"default"`
}

// Line is the row of a line of a plan, or of a card or note of the run.
type Line struct {
	ID           string
	Generation   int // of the plan; 0 for cards and notes
	Step         string
	Title        string
	Part         step.Part
	Object       step.Object
	Says         string
	Now          string
	Then         string
	Irreversible string
	Want         step.Values
	Before       step.Values
	Hash         string
	Cut          bool
	Last         bool
	Needs        []string // ids that must be done
	After        []string // ids that must have ended

	State    LineState
	N        int
	Attempts int // Do was called
	Waits    int
	Looks    int  // read-backs in a row that said needed
	Believed int  // Do claimed success, and wasn't believed
	Claimed  bool // Do reported success the last time
	Unsure   bool // some Do may have taken effect
	Surprise int  // errors in a row that nobody foresaw
	Owner    string
	Until    time.Time
	First    time.Time // first looked at, for patience
	Began    time.Time // first claimed
	Ended    time.Time
	Found    string
	ReadBack string
	Reason   string    // why it is held, by hand, skipped, stopped
	Waiting  string    // what it waits for at the moment
	Due      time.Time // before which it doesn't run; zero: with the run
	Facts    map[step.Fact]string
	Purpose  string // of an approval that it is held for
	Sealed   Chain  // of the run, when the closing note was written
	Post     *Post  // set on cards and notes
	warning  string // found while planning, for the plan as a whole
	Chain    Chain
}

// Post is a card or a note that the run itself sends, beside its plan.
type Post struct {
	Kind        string // card or note
	Destination string // name of the secret that holds a card's address
	Approver    int
	Asks        []Question // what a card links to
	Note        step.Note
}

// Question names an approval round of a run.
type Question struct {
	Run   string
	Round int
}

// The kinds of posts.
const (
	CardPost = "card"
	NotePost = "note"
)

// Chain is the head of a chain of events.
type Chain struct {
	Head string `json:"head"`
	Len  int    `json:"len"`
}

// Event is one entry of a run's history.
type Event struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
	Line string    `json:"line,omitempty"`
	Says string    `json:"says"`
	Prev string    `json:"prev"`
	Hash string    `json:"hash"`
}

// Round is one question to the approvers: a set of lines, asked together.
type Round struct {
	N         int
	Purpose   string
	Hash      string
	Lines     []string
	Hashes    []string
	Changes   int // of the lines, how many would change something
	Opened    time.Time
	Expires   time.Time
	Need      int
	Approvers []step.Approver
	Must      []int // places of approvers without whom it isn't approved
	Decisions []Decision
	State     RoundState
}

// The purposes of rounds.
const (
	ForPlan      = "plan"
	ForAmendment = "amendment"
	ForSecond    = "second"
)

// RoundState is where a round stands.
type RoundState string

// The states of a round.
const (
	RoundOpen     RoundState = "open"
	RoundApproved RoundState = "approved"
	RoundRejected RoundState = "rejected"
	RoundChanged  RoundState = "changed"
	RoundExpired  RoundState = "expired"
	RoundReplaced RoundState = "replaced"
)

// Decision is what one approver said.
type Decision struct {
	Approver int
	Verdict  Verdict
	At       time.Time
	Hash     string
	Comment  string
	From     string
	Proof    string // how we know who it was
}

// Verdict is one of the three things that an approver can say.
type Verdict string

// The verdicts.
const (
	Approve  Verdict = "approve"
	SendBack Verdict = "change"
	Reject   Verdict = "reject"
)

// Report is what a finished run tells people.
type Report struct {
	Status        Status     `json:"status"`
	Summary       string     `json:"summary"`
	Messages      []string   `json:"messages"`
	TicketUpdates []string   `json:"ticketUpdates"`
	FollowUps     []FollowUp `json:"followUps"`
	Seal          string     `json:"seal"`
	// Sealed is where the run's own chain of events was when it was sealed.
	Sealed Chain `json:"sealed"`
}

// FollowUp is something that a person still has to do.
type FollowUp struct {
	Line   string `json:"line"`
	Says   string `json:"says"`
	Closed bool   `json:"closed"`
}

// OutboxRecord is a message that is owed. It is inserted with the change that
// owes it and removed by whoever acts on it.
type OutboxRecord struct {
	Queue   string
	Message Message
	At      time.Time
}
