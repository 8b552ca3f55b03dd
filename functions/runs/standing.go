package runs

import "usher/handler/flow"

// runStanding says where a run stands: how it ended, or what it is at.
func runStanding(run flow.RunHead) standing {
	if run.Status != nil {
		switch *run.Status {
		case flow.StatusSuccess:
			return standing{"success", "good", "✓"}
		case flow.StatusFollowUp:
			return standing{"follow-up: a person has something to do", "care", "!"}
		case flow.StatusPartial:
			return standing{"partial", "care", "!"}
		case flow.StatusFailed:
			return standing{"failed", "bad", "✕"}
		default:
			return standing{string(*run.Status), "still", "–"}
		}
	}
	switch run.State {
	case flow.Asking:
		return standing{"waiting for an answer", "care", "?"}
	case flow.Approving:
		return standing{"waiting for approval", "care", "?"}
	case flow.Scheduled:
		return standing{"scheduled", "still", "○"}
	}
	return standing{string(run.State), "busy", "◐"}
}

// lineStanding says where a line stands.
func lineStanding(state flow.LineState) standing {
	switch state {
	case flow.Done:
		return standing{"done", "good", "✓"}
	case flow.Doing:
		return standing{"under way", "busy", "◐"}
	case flow.Held:
		return standing{"held for a decision", "care", "?"}
	case flow.ByHand:
		return standing{"by hand", "care", "!"}
	case flow.Stopped:
		return standing{"stopped", "bad", "✕"}
	case flow.Skipped, flow.Cancelled, flow.Later:
		return standing{string(state), "still", "–"}
	}
	return standing{string(state), "still", "○"}
}
