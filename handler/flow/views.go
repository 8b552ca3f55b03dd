package flow

import (
	"time"

	"usher/steps/step"
)

// The views are what the doors answer, in their JSON form.

// RunHead is a run in a list.
type RunHead struct {
	ID       string      `json:"id"`
	Customer string      `json:"customer"`
	Ticket   string      `json:"ticket"`
	Action   step.Action `json:"action"`
	State    RunState    `json:"state"`
	Status   *Status     `json:"status"` // null until finished
	Due      *time.Time  `json:"due"`    // null means at once
}

// RunView is a run as a whole.
type RunView struct {
	RunHead
	Person    string         `json:"person"`
	Plan      PlanView       `json:"plan"`
	Lines     []LineView     `json:"lines"`
	Approvals []ApprovalView `json:"approvals"`
	Events    []Event        `json:"events"`
	Report    *Report        `json:"report"`
}

// PlanView is a plan.
type PlanView struct {
	Hash      string      `json:"hash"`
	Action    step.Action `json:"action"`
	Person    string      `json:"person"`
	Due       *time.Time  `json:"due"`
	Lines     []PlanLine  `json:"lines"`
	Questions []Remark    `json:"questions"`
	Warnings  []Remark    `json:"warnings"`
	Terms     Terms       `json:"terms"` // of the customer's document
}

// PlanLine is a line of a plan.
type PlanLine struct {
	ID           string      `json:"id"`
	Step         string      `json:"step"`
	Title        string      `json:"title"`
	Part         step.Part   `json:"part"`
	Object       step.Object `json:"object"`
	Says         string      `json:"says"`
	Now          string      `json:"now"`
	Then         string      `json:"then"`
	Irreversible string      `json:"irreversible"`
	After        []string    `json:"after"`
	Hash         string      `json:"hash"`
	Due          *time.Time  `json:"due,omitempty"` // later than the run
	// State is what the line would be, or is, at the time of planning: done
	// and by-hand lines are shown too.
	State  LineState `json:"state"`
	Reason string    `json:"reason,omitempty"`
}

// LineView is how a line goes.
type LineView struct {
	ID       string      `json:"id"`
	Step     string      `json:"step"`
	Object   step.Object `json:"object"`
	State    LineState   `json:"state"`
	Attempts int         `json:"attempts"`
	Waits    int         `json:"waits"`
	Found    string      `json:"found"`
	ReadBack string      `json:"readBack"`
	Reason   string      `json:"reason,omitempty"`
	Waiting  string      `json:"waiting,omitempty"`
	Due      *time.Time  `json:"due,omitempty"`     // later than the run
	Seconds  float64     `json:"seconds,omitempty"` // from claim to read-back
}

// ApprovalView is what one approver was asked and said.
type ApprovalView struct {
	Stage    int        `json:"stage"`
	Purpose  string     `json:"purpose"`
	State    RoundState `json:"state"`
	Approver string     `json:"approver"`
	Decision string     `json:"decision"` // empty: not decided
	At       *time.Time `json:"at"`
	Hash     string     `json:"hash"`
	Comment  string     `json:"comment"`
	Expires  time.Time  `json:"expires"`
	Proof    string     `json:"proof,omitempty"`
}

// Asked is what an approver sees behind a link.
type Asked struct {
	Run       string
	Customer  string // name, for people
	Zone      *time.Location
	Approver  string
	Purpose   string
	Hash      string
	Ticket    step.Ticket
	Action    step.Action
	Person    step.Person
	Due       time.Time // zero: at once
	Lines     []PlanLine
	Questions []Remark
	Warnings  []Remark
	Terms     Terms // of the customer's document
	Expires   time.Time
	Proof     string // how a decision by this link will be recorded
	State     RoundState
	Ended     Status // of the run; empty while it isn't over
	Decisions []DecisionView
	Sisters   []Sister
}

// DecisionView is a decision as other people may see it.
type DecisionView struct {
	Approver string
	Verdict  Verdict
	At       time.Time
	Comment  string
}

// Sister is another run of the same ticket that the same approver may decide.
type Sister struct {
	Run    string
	Action step.Action
	Person string
	State  RunState
}
