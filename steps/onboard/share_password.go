package onboard

import (
	"context"
	"strings"

	"usher/steps/step"
)

// SharePassword mails the first password, or the one-time link to it, to the
// person named in the request, and then removes both from the handover.
//
// The text is kept with a placeholder only: what it stands for is filled in at
// the moment of sending. Whoever gets the mail can't be the joiner's own new
// mailbox, which nobody can open without the password.
var SharePassword = step.Step{
	Name:   "share-password",
	Title:  "Share the first password",
	Part:   step.Account,
	Needs:  []step.Fact{step.PasswordIssued, step.LinkMade},
	When:   whenShared,
	Scopes: []step.Scope{step.GraphScope("Mail.Send")},
	Wanted: sharing,
	Each: each(func(r step.Request, c step.Customer) step.Values {
		return step.Values{fromKey: c.Password.Sender, toKey: r.Joiner.PasswordTo, shareKey: c.Password.Share}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		if why := unsendable(line); why != "" {
			return byHand(why), nil
		}
		if line.Facts[step.PasswordIssued] != "" {
			if text, err := letter(ctx, w, line); err != nil || text.IsZero() {
				return byHand(nothingKept(line)), err
			}
		}
		return step.Finding{State: step.Needed, Saw: "It hasn't been shared yet."}, nil
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		what := either(line.Then[shareKey] == byLink, "a one-time link to the first password", "the first password itself")
		return step.Sentence{
			Says: "Mail " + what + " of " + joiner(line) + " from " + line.Then[fromKey] + " to " + line.Then[toKey],
			Now:  "nobody knows the first password",
			Then: line.Then[toKey] + " can hand it over",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		text, err := letter(ctx, w, line)
		if err != nil {
			return err
		}
		if text.IsZero() {
			return &step.Stop{Says: nothingKept(line)}
		}
		subject := "First sign-in of " + oneLine(joiner(line))
		err = w.Mail.Send(ctx, step.Message{From: line.Then[fromKey], To: line.Then[toKey], Subject: subject, Body: text})
		if err != nil {
			return err
		}
		if err := purge(ctx, w, line.Request); err != nil {
			return &step.Stop{Says: "The mail was sent, but what it carried couldn't be removed from the vault. Remove it there by hand.", Err: err}
		}
		return nil
	},
	Never: "A mail that was sent can't be called back. A new password makes the shared one useless.",
	Blind: "a mail leaves no trace that Usher could look for",
}

const (
	fromKey  = "from"
	toKey    = "to"
	shareKey = "share"
)

// unsendable says what a person has to settle before the mail can go out; it
// is empty where nothing is open.
func unsendable(line step.Line) string {
	from, to := line.Then[fromKey], line.Then[toKey]
	switch {
	case to == "":
		return "Nobody is named who gets the first password of " + joiner(line) + ": reset the password by hand and hand it over."
	case from == "":
		return "The customer's document names no mailbox to send from: reset the password of " + joiner(line) + " by hand and hand it over."
	case strings.EqualFold(to, line.Request.Joiner.UPN):
		return "The first password would go to the joiner's own new mailbox, which nobody can open without it: reset the password by hand and hand it over in another way."
	}
	return ""
}

func nothingKept(line step.Line) string {
	return "The first password isn't kept any more: it was shared already, or has been removed. Ask " + line.Then[toKey] + "; if nothing arrived, reset the password by hand and hand it over."
}

// letter is the mail's text with the secret filled in; it is empty where
// nothing is kept that could be.
func letter(ctx context.Context, w *step.World, line step.Line) (step.Secret, error) {
	password, err := kept[issued](ctx, w, line.Request, passwordKept)
	if err != nil || password.Password == "" {
		return step.Secret{}, err
	}
	if line.Then[shareKey] == byMessage {
		return fill(messageText, line, password.Password), nil
	}
	link, err := kept[linked](ctx, w, line.Request, linkKept)
	if err != nil || !link.shows(password) {
		return step.Secret{}, err
	}
	text := strings.ReplaceAll(linkText, "{{lasts}}", lasts(link.Days, link.Views))
	return fill(text, line, link.URL), nil
}

// The mails, as they are kept.
const (
	linkText = `{{name}} has a new Microsoft 365 account and signs in as {{upn}}.

The first password is behind this link, which lasts {{lasts}}, whichever comes first:

{{link}}

Please open it only when you hand the password over. A new password has to be chosen at the first sign-in.
`
	messageText = `{{name}} has a new Microsoft 365 account and signs in as {{upn}}.

The first password is: {{password}}

Please hand it over and delete this mail. A new password has to be chosen at the first sign-in.
`
)

// fill puts the joiner and the secret into a text, all at once, so that no
// name can stand for a secret.
func fill(text string, line step.Line, secret string) step.Secret {
	return step.NewSecret(strings.NewReplacer(
		"{{name}}", oneLine(joiner(line)), "{{upn}}", line.Request.Joiner.UPN,
		"{{link}}", secret, "{{password}}", secret,
	).Replace(text))
}

// oneLine keeps a name from adding lines to a mail.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
