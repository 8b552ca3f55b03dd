package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestSharePassword(t *testing.T) {
	t.Parallel()
	to := func(address string) func(*step.Request, func(string) step.Person) {
		return func(r *step.Request, _ func(string) step.Person) { r.Joiner.PasswordTo = address }
	}
	steptest.Joining(t, onboard.SharePassword,
		steptest.Case{
			Name:    "as a link",
			Earlier: linkedPassword(),
			Says:    "Mail a one-time link to the first password of Nora Quist from bo.lindqvist@contoso.example to arlene.cho@contoso.example",
			Saw:     "It hasn't been shared yet.",
			Mail: `bo.lindqvist@contoso.example
arlene.cho@contoso.example
First sign-in of Nora Quist
Nora Quist has a new Microsoft 365 account and signs in as nora.quist@contoso.example.

The first password is behind this link, which lasts 3 days or 4 views, whichever comes first:

[secret]

Please open it only when you hand the password over. A new password has to be chosen at the first sign-in.
`,
		},
		steptest.Case{
			Name:     "in the mail itself",
			Document: byMessage,
			Earlier:  issuedPassword(),
			Says:     "Mail the first password itself of Nora Quist from bo.lindqvist@contoso.example to arlene.cho@contoso.example",
			Mail: `bo.lindqvist@contoso.example
arlene.cho@contoso.example
First sign-in of Nora Quist
Nora Quist has a new Microsoft 365 account and signs in as nora.quist@contoso.example.

The first password is: [secret]

Please hand it over and delete this mail. A new password has to be chosen at the first sign-in.
`,
		},
		steptest.Case{
			Name: "a name that would add lines",
			Ask: func(r *step.Request, _ func(string) step.Person) {
				r.Joiner.DisplayName = "Nora\r\nBcc: eve@example.com {{password}}"
			},
			Document: byMessage,
			Earlier:  issuedPassword(),
			Says:     "Mail the first password itself of Nora\r\nBcc: eve@example.com {{password}} from bo.lindqvist@contoso.example to arlene.cho@contoso.example",
			Mail: `bo.lindqvist@contoso.example
arlene.cho@contoso.example
First sign-in of Nora Bcc: eve@example.com {{password}}
Nora Bcc: eve@example.com {{password}} has a new Microsoft 365 account and signs in as nora.quist@contoso.example.

The first password is: [secret]

Please hand it over and delete this mail. A new password has to be chosen at the first sign-in.
`,
		},
		steptest.Case{
			Name:    "shared already",
			Earlier: issuedPassword(), // without a link there is nothing that could go out
			Early:   true,
			Found:   step.ByHand,
			Saw:     "The first password isn't kept any more: it was shared already, or has been removed. Ask arlene.cho@contoso.example; if nothing arrived, reset the password by hand and hand it over.",
		},
		steptest.Case{
			Name:  "to nobody",
			Ask:   to(""),
			Found: step.ByHand,
			Saw:   "Nobody is named who gets the first password of Nora Quist: reset the password by hand and hand it over.",
		},
		steptest.Case{
			Name:  "to the joiner's own mailbox",
			Ask:   to(upn),
			Found: step.ByHand,
			Saw:   "The first password would go to the joiner's own new mailbox, which nobody can open without it: reset the password by hand and hand it over in another way.",
		},
		steptest.Case{
			Name:     "from nobody",
			Document: func(c *step.Customer) { c.Password.Sender = "" },
			Found:    step.ByHand,
			Saw:      "The customer's document names no mailbox to send from: reset the password of Nora Quist by hand and hand it over.",
		},
	)
}
