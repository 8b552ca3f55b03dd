// Package records holds the steps that tell the customer's desk and its
// records what has become of a request.
package records

import (
	"context"
	"fmt"
	"slices"

	"usher/steps/step"
)

// UpdateTicket writes the outcome of all other lines on the ticket and gives
// the ticket the status that this outcome calls for. The run hands it the
// note, once everything else has ended; until then there is nothing to see.
var UpdateTicket = step.Step{
	Name:  "update-ticket",
	Title: "Update the ticket",
	Part:  step.Records,
	Needs: []step.Fact{step.TicketKnown, step.ReportNote, step.ReportMarker, step.ReportStatus},
	Last:  true,
	Wanted: func(r step.Request, c step.Customer) bool {
		return r.Action == step.Offboard && c.Offboarding.Ticket || r.Action == step.Onboard && c.Onboarding.Ticket
	},
	Each: func(_ context.Context, _ *step.World, r step.Request, _ step.Customer) ([]step.Target, error) {
		return []step.Target{{
			Object: step.Object{Type: "ticket", ID: r.Ticket.ID, Name: r.Ticket.Subject},
			Then:   step.Values{"note": "closing", "status": "by outcome"},
		}}, nil
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		if line.Facts[step.ReportMarker] == "" {
			return step.Finding{State: step.Needed, Saw: "The outcome isn't known yet."}, nil
		}
		noted, err := hasNote(ctx, w, line)
		if err != nil {
			return step.Finding{}, err
		}
		if !noted {
			return step.Finding{State: step.Needed, Saw: "The closing note isn't on the ticket."}, nil
		}
		return checkStatus(ctx, w, line)
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Write the outcome on ticket " + line.Object.ID + " and set its status accordingly",
			Now:  "no outcome noted",
			Then: "the outcome as an internal note",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		if err := addNote(ctx, w, line); err != nil {
			return err
		}
		status := line.Facts[step.ReportStatus]
		if status == "" {
			return nil
		}
		return w.Desk.SetStatus(ctx, line.Object.ID, status)
	},
	Never: "What was said on a ticket was said. A new note can correct it.",
}

// checkStatus tells whether the ticket has the status that the outcome calls
// for; where it calls for none, every status is right.
func checkStatus(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
	wanted := line.Facts[step.ReportStatus]
	if wanted == "" {
		return step.Finding{State: step.Done, Saw: "The closing note is on the ticket."}, nil
	}
	status, err := w.Desk.Status(ctx, line.Object.ID)
	if err != nil {
		return step.Finding{}, fmt.Errorf("read the ticket's status: %w", err)
	}
	saw := fmt.Sprintf("The closing note is on the ticket; its status is “%s”.", status)
	if status != wanted {
		return step.Finding{State: step.Needed, Saw: saw}, nil
	}
	return step.Finding{State: step.Done, Saw: saw}, nil
}

// addNote adds the closing note, unless its marker says that it is there.
func addNote(ctx context.Context, w *step.World, line step.Line) error {
	noted, err := hasNote(ctx, w, line)
	if err != nil || noted {
		return err
	}
	return w.Desk.AddNote(ctx, line.Object.ID, step.Note{
		Internal: true,
		Text:     line.Facts[step.ReportNote],
		Marker:   line.Facts[step.ReportMarker],
	})
}

func hasNote(ctx context.Context, w *step.World, line step.Line) (bool, error) {
	notes, err := w.Desk.Notes(ctx, line.Object.ID)
	if err != nil {
		return false, fmt.Errorf("read the ticket's notes: %w", err)
	}
	ours := func(n step.Note) bool { return n.Marker == line.Facts[step.ReportMarker] }
	return slices.ContainsFunc(notes, ours), nil
}
