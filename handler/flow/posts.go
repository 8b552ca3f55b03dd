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
	card, err := t.f.card(ctx, t.customer, t.run, post)
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

// card is what an approver gets: what is asked, and a link for each run. Whom
// it is about stands on it, since it goes where only that approver reads.
func (f *Flow) card(ctx context.Context, c step.Customer, first Run, post Post) (step.Card, error) {
	card := step.Card{Texts: []string{fmt.Sprintf("Ticket %s from %s: %s", first.Ticket.ID, orUnknown(first.Ticket.Requester.Name), strings.TrimSpace(first.Ticket.Subject))}}
	for _, ask := range post.Asks {
		r, run, err := f.loadRun(ctx, ask.Run)
		if err != nil {
			return card, err
		}
		round, err := get[Round](ctx, f.Store, r.partition, r.roundKey(ask.Round))
		if err != nil {
			return card, fmt.Errorf("round %d of %s: %w", ask.Round, ask.Run, err)
		}
		link, err := f.linkFor(ctx, run.ID, round.V, post.Approver)
		if err != nil {
			return card, err
		}
		title, says := oneQuestion(c, run, round.V)
		if card.Title == "" {
			card.Title = title
		}
		button := "Look and decide"
		if len(post.Asks) > 1 {
			card.Title = fmt.Sprintf("%s: %s for you to decide", c.Name, count(len(post.Asks), "request"))
			says = fmt.Sprintf("%s %s: %s", capital(doWhat(run.Action)), run.Request.Person.Name, says)
			button = "Decide on " + run.Request.Person.Name
		}
		card.Texts = append(card.Texts, says)
		card.Links = append(card.Links, step.Link{Title: button, URL: link})
	}
	return card, nil
}

// oneQuestion is one question of a card: its title, and what hangs on it.
func oneQuestion(c step.Customer, run Run, round Round) (title, says string) {
	title = fmt.Sprintf("%s: may Usher %s %s?", c.Name, doWhat(run.Action), run.Request.Person.Name)
	says = "Nothing happens before you decide."
	switch round.Purpose {
	case ForAmendment:
		title = fmt.Sprintf("%s: something has changed for %s", c.Name, run.Request.Person.Name)
		says = "What was approved goes on; these lines wait for you."
	case ForSecond:
		title = fmt.Sprintf("%s: a second approval for %s", c.Name, run.Request.Person.Name)
		says = "They can't be undone, so they wait for you."
	}
	return title, fmt.Sprintf("%s to approve. %s", count(round.Changes, "change"), says)
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func doWhat(a step.Action) string {
	return map[step.Action]string{
		step.Offboard: "close the account of", step.Onboard: "set up", step.Transfer: "move",
	}[a]
}
