package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestMakePasswordLink(t *testing.T) {
	t.Parallel()
	asks := func(days, views int) func(*step.Customer) {
		return func(c *step.Customer) { c.Password.Terms.Days, c.Password.Terms.Views = days, views }
	}
	steptest.Joining(t, onboard.MakePasswordLink,
		steptest.Case{
			Name:      "as asked",
			Earlier:   issuedPassword(),
			Says:      "Put the first password of Nora Quist behind a one-time link that lasts 3 days or 4 views",
			Saw:       "There is no link yet.",
			Elsewhere: true,
			Again:     true,
			Stays:     []string{".links"},
		},
		steptest.Case{
			Name:      "the service grants less",
			Document:  asks(120, 6),
			Earlier:   issuedPassword(),
			Says:      "Put the first password of Nora Quist behind a one-time link that lasts 120 days or 6 views",
			Elsewhere: true,
			Again:     true,
			Stays:     []string{".links"},
		},
		steptest.Case{
			Name:     "the service grants more",
			Document: asks(0, 2),
			Earlier:  issuedPassword(),
			Stops:    "Password Pusher made a link with 7 days instead of 0. It was ended at once and shared with nobody. Ask in the customer's document for what the service allows, then retry this line.",
		},
		steptest.Case{
			Name:    "made already",
			Earlier: linkedPassword(),
			Early:   true,
			Found:   step.Done,
			Saw:     "There is a link that lasts 3 days or 4 views.",
		},
		steptest.Case{
			Name:    "the password is gone",
			Earlier: made(),
			Stops:   "The first password isn't kept any more, so there is nothing to put behind a link. Reset the password of Nora Quist by hand and hand it over.",
		},
	)
}
