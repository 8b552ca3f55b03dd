package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"usher/steps/step"
)

// The values of an answer that is yes or no.
const (
	yes = "yes"
	no  = "no"
)

// posed is an open question of one of a ticket's runs.
type posed struct {
	run     int // place among the runs
	q       Inquiry
	subject step.Subject
}

// listening reads a message as answers to the open questions of a ticket. An
// answer is data like the ticket: it is looked up in the tenant, and what fits
// no question is none.
type listening struct {
	f        *Flow
	customer step.Customer
	world    *step.World
	event    step.Ticket
	open     []posed
	given    map[int][]Settled // by run
}

// listen finds the answers in an event's newest message, and what of it is
// none.
func (f *Flow) listen(ctx context.Context, c step.Customer, event EventRecord, runs []kept[Run]) (*listening, string, error) {
	l := &listening{f: f, customer: c, event: event.Ticket, given: map[int][]Settled{}}
	for i, run := range runs {
		if run.V.State == Finished || run.V.Event() == event.Ticket.Event {
			continue
		}
		for _, q := range run.V.Plan.Questions {
			if q.Kind != AnyAnswer {
				l.open = append(l.open, posed{i, q, run.V.Subject})
			}
		}
	}
	if len(l.open) == 0 || event.Placed > 0 {
		return l, "", nil
	}
	if !mayRequest(c, event.Ticket.Requester.Email) {
		return l, event.Ticket.Body, nil // whose request wouldn't count settles nothing either
	}
	var err error
	if l.world, err = f.Connector.Open(ctx, c); err != nil {
		return nil, "", fmt.Errorf("open the world of %s: %w", c.Key, err)
	}
	rest, err := l.hear(ctx, newestMessage(event.Ticket.Body))
	return l, rest, err
}

// hear takes one line after another, and returns those that answer nothing.
func (l *listening) hear(ctx context.Context, message string) (rest string, err error) {
	said := answerLines(message)
	var left []string
	inOrder := len(said) == len(l.open) && len(said) > 1
	for place, line := range said {
		number, text := numbered(line)
		var fits bool
		switch {
		case number > 0:
			fits, err = l.answerTo(ctx, text, func(p posed) bool { return p.q.Number == number }, true)
		case inOrder:
			// Numbers are missing, but there is one line for each question.
			next := l.nth(place)
			fits, err = l.answerTo(ctx, text, func(p posed) bool { return p.q.Number == next }, true)
		default:
			fits, err = l.answerTo(ctx, text, func(posed) bool { return true }, len(said) == 1)
		}
		if err != nil {
			return "", err
		}
		if !fits {
			left = append(left, line)
		}
	}
	return strings.Join(left, "\n"), nil
}

// nth is the number of the question at a place.
func (l *listening) nth(place int) int {
	numbers := make([]int, 0, len(l.open))
	for _, p := range l.open {
		numbers = append(numbers, p.q.Number)
	}
	slices.Sort(numbers)
	return numbers[min(place, len(numbers)-1)]
}

// answerTo gives a text to the one question that it fits. Where it fits more
// than one, nobody guesses: it answers neither, unless it says what it is about.
func (l *listening) answerTo(ctx context.Context, text string, may func(posed) bool, alone bool) (bool, error) {
	type match struct {
		posed
		value string
	}
	var matches []match
	for _, p := range l.open {
		if !may(p) || l.answered(p) {
			continue
		}
		value, fits, err := l.value(ctx, p, text, alone)
		if err != nil {
			return false, err
		}
		if fits {
			matches = append(matches, match{p, value})
		}
	}
	if len(matches) > 1 {
		named := slices.DeleteFunc(slices.Clone(matches), func(m match) bool { return !m.namedIn(text) })
		if len(named) > 0 {
			matches = named
		}
	}
	if len(matches) != 1 {
		return false, nil
	}
	m := matches[0]
	l.given[m.run] = append(l.given[m.run], Settled{Key: m.q.Key, About: m.q.About, Value: m.value, Event: l.event.Event})
	return true, nil
}

func (l *listening) answered(p posed) bool {
	return slices.ContainsFunc(l.given[p.run], func(s Settled) bool { return p.q.same(s) })
}

// namedIn tells whether a text says that it is about this question: by the
// person, or by the ticket's own words.
func (p posed) namedIn(text string) bool {
	for _, name := range []string{p.q.About, nameOf(p.subject), p.subject.FirstName, p.subject.UPNOrEmail} {
		if utf8.RuneCountInString(name) > 1 && strings.Contains(strings.ToLower(text), strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// value is what a text means as the answer to a question. Fits is false where
// it is none.
func (l *listening) value(ctx context.Context, p posed, text string, alone bool) (value string, fits bool, err error) {
	text = withoutLabel(text, p)
	if p.q.Kind == YesNoAnswer {
		word := agreed(text)
		return word, word != "", nil
	}
	if p.q.Holds != HoldsRun && isNobody(text) {
		return "", true, nil
	}
	if choice, one := chosen(text, p.q.Choices); one {
		return choice, true, nil
	}
	switch p.q.Kind {
	case PersonAnswer:
		return l.person(text)
	case LicenceAnswer:
		return l.licence(ctx, text)
	case GroupAnswer:
		return l.group(ctx, text)
	case DateAnswer:
		return l.date(ctx, text)
	case MailboxAnswer:
		return l.mailbox(ctx, text)
	case NameAnswer:
		name := bare(text)
		return name, looksLikeName(name) && strings.Contains(name, " "), nil
	case AddressAnswer:
		address := addressPattern().FindString(text)
		return strings.TrimRight(address, "."), address != "", nil
	default:
		const longest = 60
		return bare(text), alone && text != "" && utf8.RuneCountInString(text) <= longest, nil
	}
}

// person takes an address, or a bare name. A name that fits nobody is an
// answer, too: it is asked again, rather than taken for a new ticket.
func (l *listening) person(text string) (string, bool, error) {
	if addresses := addressPattern().FindAllString(text, 2); len(addresses) > 0 {
		return strings.TrimRight(addresses[0], "."), len(addresses) == 1, nil
	}
	name := bare(text)
	if looksLikeName(name) || isManager(name) || isRequester(name) {
		return name, true, nil
	}
	return "", false, nil
}

func (l *listening) licence(ctx context.Context, text string) (string, bool, error) {
	seats, err := l.world.Licences.Seats(ctx)
	if err != nil {
		return "", false, fmt.Errorf("licences of the tenant: %w", err)
	}
	fitting, sure := owned(bare(text), seats)
	if len(fitting) != 1 || !sure {
		return "", false, nil
	}
	return fitting[0].Name, true, nil
}

func (l *listening) group(ctx context.Context, text string) (string, bool, error) {
	words := bare(text)
	if address := addressPattern().FindString(text); address != "" {
		words = strings.TrimRight(address, ".")
	}
	found, err := l.world.Directory.Groups(ctx, words)
	if err != nil {
		return "", false, fmt.Errorf("find group %q: %w", words, err)
	}
	if len(found) != 1 {
		return "", false, nil
	}
	return found[0].ID, true, nil
}

// date has the reader read it, as it reads the dates of tickets.
func (l *listening) date(ctx context.Context, text string) (string, bool, error) {
	u, err := l.readAs(ctx, "Last day: "+bare(text))
	return u.StartOrLastDate, u.StartOrLastDate != "", err
}

// mailbox has the reader read what becomes of it.
func (l *listening) mailbox(ctx context.Context, text string) (string, bool, error) {
	u, err := l.readAs(ctx, "Last day: today\nMailbox: "+bare(text))
	if err != nil || u.Mailbox == nil {
		return "", false, err
	}
	m := *u.Mailbox
	switch {
	case m.ForwardTo != "":
		return m.ForwardTo + "|" + forwarding, true, nil
	case len(m.Delegates) > 0:
		what := "shared"
		if m.ConvertShared == nil && strings.Contains(strings.ToLower(text), forwarding) {
			what = forwarding
		}
		return m.Delegates[0] + "|" + what, true, nil
	case m.ConvertShared != nil && *m.ConvertShared:
		return "|shared", true, nil
	}
	return "", false, nil
}

// readAs reads a line as that of a form about somebody who leaves.
func (l *listening) readAs(ctx context.Context, line string) (step.Subject, error) {
	form := step.Ticket{ID: l.event.ID, Subject: "Leaver", Body: "Name: John Smith\n" + line, ReceivedAt: l.event.ReceivedAt, Requester: l.event.Requester}
	reading, err := l.f.Reader.Read(ctx, atHome(form, l.customer))
	if err != nil {
		return step.Subject{}, fmt.Errorf("read an answer: %w", err)
	}
	if len(reading.Users) != 1 || slices.Contains(reading.Missing, "date_format") {
		return step.Subject{}, nil
	}
	return reading.Users[0], nil
}
