package flow

// RunState is where a run stands on the straight line.
type RunState string

// The states of a run, in order. Asking, approving and scheduled are passed
// only where needed; a running run goes back to approving while lines are
// held for a decision.
const (
	Reading   RunState = "reading"
	Asking    RunState = "asking"
	Planning  RunState = "planning"
	Approving RunState = "approving"
	Scheduled RunState = "scheduled"
	Running   RunState = "running"
	Reporting RunState = "reporting"
	Finished  RunState = "finished"
)

// LineState is where a line stands.
type LineState string

// The states of a line.
const (
	Waiting   LineState = "waiting" // for an approval or for other lines
	Ready     LineState = "ready"   // approved; to be looked at
	Doing     LineState = "doing"   // claimed: its outcome is unknown until it is read back
	Held      LineState = "held"    // it differs from what was approved, or needs a second approval
	Done      LineState = "done"    // read back
	ByHand    LineState = "by-hand" // a person has to do it
	Skipped   LineState = "skipped"
	Stopped   LineState = "stopped"
	Cancelled LineState = "cancelled"
	Later     LineState = "later" // due after the run's end
)

// Ended tells whether the line won't move by itself any more.
func (s LineState) Ended() bool {
	switch s {
	case Done, ByHand, Skipped, Stopped, Cancelled, Later:
		return true
	}
	return false
}

// Status is how a run ended.
type Status string

// The outcomes of a run.
const (
	StatusSuccess   Status = "success"   // all read back, nothing open
	StatusFollowUp  Status = "follow-up" // machine lines read back; a person has something open
	StatusPartial   Status = "partial"   // lines missing on which neither access nor data hangs
	StatusFailed    Status = "failed"    // access not cut, mail in danger, or nothing done
	StatusRejected  Status = "rejected"
	StatusExpired   Status = "expired"
	StatusCancelled Status = "cancelled"
)
