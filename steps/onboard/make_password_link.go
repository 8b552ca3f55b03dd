package onboard

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"usher/steps/step"
)

// MakePasswordLink puts the first password behind a one-time link. The link
// is kept in the handover until it has been shared.
//
// Nobody can look up whether a link was made, but one whose answer was lost
// has no reader either: nobody knows its address, and it expires by itself. So
// another one is made, and only the last is shared.
var MakePasswordLink = step.Step{
	Name:  "make-password-link",
	Title: "Make the one-time link",
	Part:  step.Account,
	Needs: []step.Fact{step.PasswordIssued},
	Gives: []step.Fact{step.LinkMade},
	When:  whenShared,
	Wanted: func(r step.Request, c step.Customer) bool {
		return sharing(r, c) && c.Password.Share == byLink
	},
	Each: each(func(_ step.Request, c step.Customer) step.Values {
		terms := c.Password.Terms
		return step.Values{
			daysKey: strconv.Itoa(terms.Days), viewsKey: strconv.Itoa(terms.Views), retrievalKey: truth(terms.Retrieval),
		}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		none := step.Finding{State: step.Needed, Saw: "There is no link yet.", Before: step.Values{linkKept: "none"}}
		if line.Facts[step.PasswordIssued] == "" {
			return none, nil
		}
		link, err := kept[linked](ctx, w, line.Request, linkKept)
		if err != nil {
			return step.Finding{}, err
		}
		password, err := kept[issued](ctx, w, line.Request, passwordKept)
		if err != nil || !link.shows(password) {
			return none, err
		}
		return step.Finding{
			State:  step.Done,
			Saw:    "There is a link that lasts " + lasts(link.Days, link.Views) + ".",
			Before: step.Values{linkKept: "made"},
		}, nil
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		terms := asked(line)
		return step.Sentence{
			Says: "Put the first password of " + joiner(line) + " behind a one-time link that lasts " + lasts(terms.Days, terms.Views),
			Now:  "no link",
			Then: "a link that only the mail about it shows",
		}
	},
	Do: makeLink,
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		link, err := kept[linked](ctx, w, line.Request, linkKept)
		if err != nil || link.Token == "" || line.Before[linkKept] == "made" {
			return err
		}
		return endLink(ctx, w, line.Request, link)
	},
}

const (
	daysKey      = "days"
	viewsKey     = "views"
	retrievalKey = "retrieval"
)

func makeLink(ctx context.Context, w *step.World, line step.Line) error {
	password, err := kept[issued](ctx, w, line.Request, passwordKept)
	if err != nil {
		return err
	}
	if password.Password == "" {
		return &step.Stop{Says: "The first password isn't kept any more, so there is nothing to put behind a link. Reset the password of " + joiner(line) + " by hand and hand it over."}
	}
	earlier, err := kept[linked](ctx, w, line.Request, linkKept)
	if err != nil || earlier.shows(password) {
		return err
	}
	if earlier.Token != "" {
		if err := endLink(ctx, w, line.Request, earlier); err != nil {
			return err
		}
	}
	link, err := w.Links.Make(ctx, password.secret(), asked(line))
	if err != nil {
		return err
	}
	if wide := wider(link.Terms, asked(line)); wide != "" {
		return tooWide(wide, w.Links.Expire(ctx, link.Token))
	}
	err = keep(ctx, w, line.Request, linkKept, linked{
		Token: link.Token, URL: link.URL.Reveal(), Days: link.Terms.Days, Views: link.Terms.Views, Behind: digest(password.Password),
	})
	if err != nil {
		return errors.Join(err, w.Links.Expire(ctx, link.Token))
	}
	return nil
}

// endLink expires a link and forgets it.
func endLink(ctx context.Context, w *step.World, r step.Request, link linked) error {
	if err := w.Links.Expire(ctx, link.Token); err != nil {
		return fmt.Errorf("end the earlier link: %w", err)
	}
	if err := w.Handover.Purge(ctx, keptName(r, linkKept)); err != nil && !errors.Is(err, step.ErrNotFound) {
		return fmt.Errorf("remove the kept link: %w", err)
	}
	return nil
}

// asked are the terms of the link as approved.
func asked(line step.Line) step.LinkTerms {
	days, _ := strconv.Atoi(line.Then[daysKey]) // written by Each
	views, _ := strconv.Atoi(line.Then[viewsKey])
	return step.LinkTerms{Days: days, Views: views, Retrieval: isTrue(line.Then[retrievalKey])}
}

// wider says in what the granted terms go beyond those asked for; it is empty
// where they don't. Password Pusher puts its own in place of what it finds out
// of range, without a word.
func wider(granted, asked step.LinkTerms) string {
	switch {
	case granted.Days > asked.Days:
		return fmt.Sprintf("%s instead of %d", count(granted.Days, "day"), asked.Days)
	case granted.Views > asked.Views:
		return fmt.Sprintf("%s instead of %d", count(granted.Views, "view"), asked.Views)
	case asked.Retrieval && !granted.Retrieval:
		return "no page before the password, so that link scanners would use up its views"
	}
	return ""
}

func tooWide(wide string, expiry error) error {
	says := "Password Pusher made a link with " + wide + ". It was ended at once and shared with nobody."
	if expiry != nil {
		says = "Password Pusher made a link with " + wide + ". It couldn't be ended, but nobody has it."
	}
	return &step.Stop{Says: says + " Ask in the customer's document for what the service allows, then retry this line.", Err: expiry}
}

// lasts says how long a link lasts.
func lasts(days, views int) string { return count(days, "day") + " or " + count(views, "view") }
