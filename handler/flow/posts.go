package flow

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"usher/steps/step"
)

// Cards and notes of the run itself go out like lines of a plan, with a row,
// a claim and a history of their own; they just aren't on the plan.

// tell orders an internal note on the ticket.
func (w *walk) tell(d *draft, kind, text string) { w.write(d, kind, text, true) }

func (w *walk) write(d *draft, kind, text string, internal bool) {
	run := &w.run.V
	marker := fmt.Sprintf("usher:%s:%s:%d", run.ID, kind, run.Posts+1)
	w.post(d, Post{Kind: NotePost, Note: step.Note{Internal: internal, Text: text, Marker: marker}}, "Note on the ticket: "+kind)
}

func (w *walk) post(d *draft, p Post, title string) {
	run := &w.run.V
	run.Posts++
	l := Line{ID: "p" + strconv.Itoa(run.Posts), Title: title, Says: title + ".", State: Ready, N: 1, Post: &p}
	d.insert(w.ref.postKey(l.ID), l)
	d.send(ExecuteQueue, Message{Run: run.ID, Line: l.ID, N: l.N}, w.f.Clock.Now())
}

// postStep is the step that sends a card or a note.
func (t *turn) postStep(ctx context.Context) (step.Step, error) {
	post := *t.line.V.Post
	if post.Kind == NotePost {
		return noteStep(t.run.Ticket.ID, post.Note), nil
	}
	round, err := get[Round](ctx, t.f.Store, t.ref.partition, t.ref.roundKey(post.Round))
	if err != nil {
		return step.Step{}, fmt.Errorf("round %d of %s: %w", post.Round, t.run.ID, err)
	}
	card, err := t.f.card(ctx, t.customer, t.run, round.V, post.Approver)
	if err != nil {
		return step.Step{}, err
	}
	return step.Step{
		Title: t.line.V.Title,
		Blind: "a webhook only says that the card was queued",
		Do: func(ctx context.Context, w *step.World, _ step.Line) error {
			return w.Cards.Post(ctx, post.Destination, card)
		},
	}, nil
}

// noteStep adds a note to a ticket; its marker is how it is found again.
func noteStep(ticket string, note step.Note) step.Step {
	return step.Step{
		Title: "Note on the ticket",
		Check: func(ctx context.Context, w *step.World, _ step.Line) (step.Finding, error) {
			notes, err := w.Desk.Notes(ctx, ticket)
			if err != nil {
				return step.Finding{}, err
			}
			for _, n := range notes {
				if n.Marker == note.Marker {
					return step.Finding{State: step.Done, Saw: "the note is on the ticket"}, nil
				}
			}
			return step.Finding{State: step.Needed, Saw: "the note isn't on the ticket"}, nil
		},
		Do: func(ctx context.Context, w *step.World, _ step.Line) error {
			return w.Desk.AddNote(ctx, ticket, note)
		},
	}
}

// card is what an approver gets: what is asked, and one link. Whom it is about
// stands on it, since it goes where only that approver reads.
func (f *Flow) card(ctx context.Context, c step.Customer, run Run, round Round, approver int) (step.Card, error) {
	link, err := f.linkFor(ctx, run.ID, round, approver)
	if err != nil {
		return step.Card{}, err
	}
	title := fmt.Sprintf("%s: may Usher %s %s?", c.Name, doWhat(run.Action), run.Request.Person.Name)
	says := "Nothing happens before you decide."
	switch round.Purpose {
	case ForAmendment:
		title = fmt.Sprintf("%s: something has changed for %s", c.Name, run.Request.Person.Name)
		says = "What was approved goes on; these lines wait for you."
	case ForSecond:
		title = fmt.Sprintf("%s: a second approval for %s", c.Name, run.Request.Person.Name)
		says = "They can't be undone, so they wait for you."
	}
	return step.Card{
		Title: title,
		Texts: []string{
			fmt.Sprintf("Ticket %s from %s: %s", run.Ticket.ID, orUnknown(run.Ticket.Requester.Name), strings.TrimSpace(run.Ticket.Subject)),
			fmt.Sprintf("%s to approve. %s", count(len(round.Lines), "line"), says),
		},
		Links: []step.Link{{Title: "Look and decide", URL: link}},
	}, nil
}

func doWhat(a step.Action) string {
	return map[step.Action]string{
		step.Offboard: "close the account of", step.Onboard: "set up", step.Transfer: "move",
	}[a]
}
