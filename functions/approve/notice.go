package approve

import (
	"errors"
	"net/http"
	"net/url"

	"usher/functions/gate"
	"usher/functions/page"
	"usher/handler/flow"
)

// notice is a page that asks nothing: what became of a link or an answer,
// what it means and what to do.
type notice struct {
	Status   int
	Headline string
	Says     string
	Next     string // what happens now, or what to do
	Record   string // how a decision just made went into the history
	Shows    bool   // what was asked may be shown
	SignIn   string // where to sign in first; empty where that wouldn't help
}

// closed puts an error into words. What the flow returned beside it is shown
// only where the link was good for this approver.
func closed(asked flow.Asked, err error) notice {
	var refusal *gate.Refusal
	switch {
	case errors.As(err, &refusal):
		return notice{Status: refusal.Status, Headline: "Nothing was decided.", Says: refusal.Says, Next: refusal.Hint}
	case errors.Is(err, flow.ErrLinkUnknown), errors.Is(err, flow.ErrNoRun):
		return unknown()
	case errors.Is(err, flow.ErrWrongPerson):
		return wrongPerson()
	case errors.Is(err, flow.ErrLinkUsed):
		return used(asked)
	case errors.Is(err, flow.ErrLinkOld):
		return replaced(asked)
	case errors.Is(err, flow.ErrLinkExpired):
		return expired(asked)
	}
	return notice{
		Status:   http.StatusInternalServerError,
		Headline: "Usher can’t answer right now.",
		Says:     "Something failed on our side, not on yours.",
		Next:     "Open your link again in a few minutes. If an answer of yours was stored, the page will show it.",
	}
}

func unknown() notice {
	return notice{
		Status:   http.StatusNotFound,
		Headline: "This link isn’t one of ours.",
		Says:     "It may have been cut off or changed on its way. Nothing was decided.",
		Next:     "Open it again from the message that brought it. If that doesn’t help, tell your service desk.",
	}
}

func wrongPerson() notice {
	return notice{
		Status:   http.StatusForbidden,
		Headline: "This question is for somebody else.",
		Says:     "You aren’t signed in with the account that this link was made for. Nothing was decided.",
		Next:     "If it was sent to you, sign out and sign in with the account it was sent to.",
	}
}

// signInFirst is what somebody sees who hasn't signed in. The platform's own
// page signs them in and brings them back to their link:
// learn.microsoft.com/azure/app-service/configure-authentication-customize-sign-in-out
func signInFirst(r *http.Request) notice {
	return notice{
		Status:   http.StatusForbidden,
		Headline: "Sign in to see this.",
		Says:     "The question is for one person, and nobody is signed in. Nothing was decided.",
		Next:     "Sign in with the account that the message was sent to.",
		SignIn:   "/.auth/login/aad?post_login_redirect_uri=" + url.QueryEscape(r.URL.RequestURI()),
	}
}

func replaced(asked flow.Asked) notice {
	if asked.Ended != "" {
		return notice{
			Status:   http.StatusConflict,
			Headline: "This request is over.",
			Says:     "It ended as “" + string(asked.Ended) + "” before it was decided here. Nothing was decided with this link.",
			Next:     "There is nothing for you to do.",
			Shows:    asked.Run != "",
		}
	}
	return notice{
		Status:   http.StatusConflict,
		Headline: "A newer question has replaced this one.",
		Says:     "The plan changed after this link was sent, so an answer to the old one no longer counts. Nothing was decided here.",
		Next:     "Use the link in the newest message about this ticket.",
		Shows:    asked.Run != "",
	}
}

func expired(asked flow.Asked) notice {
	return notice{
		Status:   http.StatusGone,
		Headline: "The time to answer is over.",
		Says:     until(asked) + "Nothing was decided with it.",
		Next:     "If it should still happen, ask your service desk to ask you again" + naming(asked) + ".",
		Shows:    asked.Run != "",
	}
}

func used(asked flow.Asked) notice {
	n := notice{
		Status:   http.StatusConflict,
		Headline: "This has been decided already.",
		Says:     "Opening or answering it again changed nothing.",
		Next:     "If the decision is wrong, tell your service desk at once" + naming(asked) + ".",
		Shows:    asked.Run != "",
	}
	switch asked.State {
	case flow.RoundApproved:
		n.Headline = "This has been approved already."
	case flow.RoundRejected:
		n.Headline = "This has been rejected already."
	case flow.RoundChanged:
		n.Headline = "This has been sent back already."
		n.Next = "A new link will come when there is a new plan."
	case flow.RoundOpen:
		n.Headline = "You have answered this already."
		n.Says = "Others are still being asked. " + n.Says
	}
	return n
}

// decided tells an approver what came of the answer just given.
func decided(asked flow.Asked, verdict flow.Verdict) notice {
	n := notice{Status: http.StatusOK, Record: asked.Proof, Shows: true}
	first := asked.Purpose == flow.ForPlan || asked.Purpose == ""
	switch {
	case verdict == flow.SendBack:
		n.Headline = "You sent this back."
		n.Says = "Nothing is changed for now."
		if !first {
			n.Says = "What was asked here waits. What was approved before goes on."
		}
		n.Next = "Your comment goes to the ticket, where a technician reads it, and you get a new link; this one is used up. A comment changes nothing by itself."
	case verdict == flow.Reject && first:
		n.Headline = "You rejected this."
		n.Says = "Nothing will be changed."
		n.Next = "The ticket says so to whoever asked. Should it happen after all, it takes a new request."
	case verdict == flow.Reject:
		n.Headline = "You rejected this."
		n.Says = "The lines below are left out."
		n.Next = "What was approved before goes on, and the ticket says what was left out."
	case asked.State == flow.RoundOpen:
		n.Headline = "You approved this."
		n.Says = "It takes more than one approval, and the others have been asked."
		n.Next = "Nothing changes until they have answered."
	default:
		n.Headline = "You approved this."
		n.Says = begins(asked, first)
		n.Next = "It looks at each thing again before it changes it, and reads every change back. The outcome goes on the ticket."
	}
	return n
}

func begins(asked flow.Asked, first bool) string {
	switch {
	case !first:
		return "Usher goes on with the lines that waited for you."
	case asked.Due.IsZero():
		return "Usher begins now."
	}
	return "Usher begins on " + page.Moment(asked.Due, asked.Zone) + ". Until then nothing changes; to stop it, tell your service desk."
}

func until(asked flow.Asked) string {
	if asked.Expires.IsZero() {
		return "This link has expired. "
	}
	return "This link was good until " + page.Moment(asked.Expires, asked.Zone) + ". "
}

func naming(asked flow.Asked) string {
	if asked.Ticket.ID == "" {
		return ""
	}
	return " and name ticket " + page.Plain(asked.Ticket.ID)
}
