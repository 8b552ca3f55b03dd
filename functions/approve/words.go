package approve

import (
	"fmt"
	"strings"

	"usher/handler/flow"
	"usher/steps/step"
)

// wish is the question in words, around the person's name.
func wish(asked flow.Asked, asks int, day string) (before, after string) {
	switch {
	case asked.Purpose == flow.ForAmendment:
		return "may Usher go on with " + changes(asks) + " for ", "?"
	case asked.Purpose == flow.ForSecond:
		return "may Usher now do what can’t be undone for ", "?"
	}
	switch asked.Action {
	case step.Offboard:
		return "may Usher close ", "’s account " + day + "?"
	case step.Onboard:
		return "may Usher set up an account for ", " " + day + "?"
	case step.Transfer:
		return "may Usher change what ", " can use " + day + "?"
	}
	return "may Usher change ", "’s account " + day + "?"
}

// lead is what an approver has to know of where the run stands; empty for a
// first question.
func lead(asked flow.Asked, asks int) string {
	this, needs := "this line differs", "It needs"
	if asks != 1 {
		this, needs = "these lines differ", "They need"
	}
	switch asked.Purpose {
	case flow.ForAmendment:
		return "The plan was approved before. Since then something has changed, and " + this +
			" from what was approved. " + needs + " a decision of its own; the rest is already running."
	case flow.ForSecond:
		return "This is the second approval, for what nobody can take back. " +
			"The rest of the plan was approved before and is already running."
	}
	return ""
}

// rejection says what the second button does.
func rejection(purpose string) string {
	if purpose == flow.ForPlan || purpose == "" {
		return "Rejecting ends the request: nothing is changed."
	}
	return "Rejecting leaves out what is asked here. What was approved before goes on."
}

// deed is a verdict as something that somebody did.
func deed(verdict flow.Verdict) string {
	switch verdict {
	case flow.Approve:
		return "approved this"
	case flow.SendBack:
		return "sent this back"
	case flow.Reject:
		return "rejected this"
	}
	return "answered"
}

// standing says, beside a line that isn't asked about, where it stands.
func standing(state flow.LineState) string {
	switch state {
	case flow.Done:
		return "done and read back"
	case flow.ByHand:
		return "by hand"
	case flow.Doing:
		return "under way"
	case flow.Waiting, flow.Ready:
		return "approved, to come"
	case flow.Held:
		return "held for a decision"
	case flow.Later:
		return "later"
	}
	return string(state)
}

// kind names what a run does.
func kind(action step.Action) string {
	switch action {
	case step.Onboard:
		return "Onboarding"
	case step.Offboard:
		return "Offboarding"
	case step.Transfer:
		return "Transfer"
	}
	return "Change"
}

// whereabouts says of another run of the ticket whether it waits for anyone.
func whereabouts(state flow.RunState) string {
	switch state {
	case flow.Reading, flow.Asking, flow.Planning:
		return "being prepared"
	case flow.Approving:
		return "waiting for a decision; it has a link of its own"
	case flow.Scheduled:
		return "approved, not begun"
	case flow.Running, flow.Reporting:
		return "running"
	}
	return string(state)
}

func changes(n int) string {
	if n == 1 {
		return "1 change"
	}
	return fmt.Sprintf("%d changes", n)
}

// firstName is how a page speaks to an approver; a name written family name
// first stays whole.
func firstName(name string) string {
	name = strings.TrimSpace(name)
	if first, _, ok := strings.Cut(name, " "); ok && !strings.Contains(name, ",") {
		return first
	}
	return name
}
