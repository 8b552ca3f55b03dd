package flow

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"usher/steps/step"
)

// understand reads an event: as answers to what is open on the ticket, and
// whatever answers nothing as a ticket.
func (s *sorting) understand(ctx context.Context) error {
	heard, rest, err := s.f.listen(ctx, s.customer, *s.event, s.runs)
	if err != nil {
		return err
	}
	s.take(heard)
	if len(s.answered) > 0 && rest == "" {
		s.event.Read = true
		s.save()
		return nil
	}
	reading, err := s.read(ctx)
	if err != nil {
		return err
	}
	return s.sort(ctx, reading)
}

// read reads the event as a ticket. A message that says too little by itself
// is read together with the ticket that it adds facts to.
func (s *sorting) read(ctx context.Context) (step.Reading, error) {
	reading, err := s.f.Reader.Read(step.WithAdvice(ctx, s.customer), atHome(s.event.Ticket, s.customer))
	if err != nil || len(wanted(reading)) > 0 && reading.Action != step.Unclear {
		return reading, err
	}
	i := slices.IndexFunc(s.runs, func(r kept[Run]) bool {
		return r.V.State == Asking && r.V.stuck() && !r.V.Doubted && r.V.Event() != s.event.Ticket.Event
	})
	if i < 0 || s.answered[i] {
		return reading, nil
	}
	whole := s.event.Ticket
	whole.Subject = s.runs[i].V.Ticket.Subject
	whole.Body += "\n\n" + s.runs[i].V.Ticket.Body
	together, err := s.f.Reader.Read(step.WithAdvice(ctx, s.customer), atHome(whole, s.customer))
	if err != nil {
		return reading, err
	}
	adds := slices.ContainsFunc(wanted(together), func(x step.Subject) bool {
		action := x.Action
		x.Action = ""
		return action != step.Unclear && !reflect.DeepEqual(x, s.runs[i].V.Subject)
	})
	if adds {
		return together, nil
	}
	return reading, nil
}

// take brings answers to their runs: one that isn't approved yet is planned
// again with them, any other takes them in as it goes on.
func (s *sorting) take(heard *listening) {
	for i := range s.runs {
		v := &s.runs[i].V
		given := heard.given[i]
		if len(given) == 0 {
			continue
		}
		s.answered[i] = true
		v.Answers = append(v.Answers, given...)
		v.Plan.Questions = slices.DeleteFunc(v.Plan.Questions, func(q Inquiry) bool { return slices.ContainsFunc(given, q.same) })
		if !slices.Contains(v.Events, s.event.Ticket.Event) {
			v.Events = append(v.Events, s.event.Ticket.Event)
		}
		v.askedBy(s.event.Ticket.Requester.Email)
		for _, a := range given {
			s.d.note(v, "answered", fmt.Sprintf("Answered on the ticket by %s: %s: %s.", orUnknown(s.event.Ticket.Requester.Name), a.Key, orElse(a.Value, "nobody, nothing")))
			v.Doubted = v.Doubted && a.Key != "action"
			v.Doubts = slices.DeleteFunc(v.Doubts, func(d step.Doubt) bool { return d.Key == a.Key })
			v.Withdrawn = v.Withdrawn || a.Value == no && (a.Key == "action" || a.Key == "approval")
		}
		if v.State == Scheduled || !v.Started.IsZero() {
			v.Answered = true
		} else {
			v.Request, v.Approved, v.State = step.Request{}, nil, Planning
		}
		s.wake(v)
	}
}
