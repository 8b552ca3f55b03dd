package steptest_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
	"usher/steps/steptest"
)

// soundBlind is a blind step without a fault: it mails what is kept.
func soundBlind() step.Step {
	return step.Step{
		Name:   "mail",
		Scopes: []step.Scope{step.GraphScope("Mail.Send")},
		Wanted: func(r step.Request, c step.Customer) bool {
			return r.Action == step.Offboard && c.Offboarding.Mailbox.On
		},
		Then: func(step.Request, step.Customer) step.Values { return step.Values{"sent": "true"} },
		Check: func(context.Context, *step.World, step.Line) (step.Finding, error) {
			return step.Finding{State: step.Needed, Saw: "Not sent."}, nil
		},
		Plan: func(step.Line, step.Finding) step.Sentence {
			return step.Sentence{Says: "Send it", Now: "kept", Then: "sent"}
		},
		Do:    mailKept,
		Never: "A mail can't be called back.",
		Blind: "a mail leaves no trace",
	}
}

func mailKept(ctx context.Context, w *step.World, _ step.Line) error {
	body, err := w.Handover.Get(ctx, "kept")
	if errors.Is(err, step.ErrNotFound) {
		return &step.Stop{Says: "Nothing is kept."}
	}
	if err != nil {
		return err
	}
	if err := send(ctx, w, body); err != nil {
		return err
	}
	return w.Handover.Purge(ctx, "kept")
}

func send(ctx context.Context, w *step.World, body step.Secret) error {
	return w.Mail.Send(ctx, step.Message{From: "bo.lindqvist@contoso.example", To: "arlene.cho@contoso.example", Subject: "Kept", Body: body})
}

// keepsSecret is an earlier line that keeps something.
func keepsSecret() step.Step {
	return step.Step{
		Name: "keep",
		Each: func(context.Context, *step.World, step.Request, step.Customer) ([]step.Target, error) {
			return []step.Target{{}}, nil
		},
		Do: func(ctx context.Context, w *step.World, _ step.Line) error {
			return w.Handover.Keep(ctx, "kept", step.NewSecret("Between us"))
		},
		Check: func(context.Context, *step.World, step.Line) (step.Finding, error) {
			return step.Finding{State: step.Done}, nil
		},
	}
}

func blindMutants() map[string]mutant {
	return map[string]mutant{
		"keeps what was shared": {"what was shared is still kept", func(s *step.Step) {
			s.Do = func(ctx context.Context, w *step.World, line step.Line) error {
				body, err := w.Handover.Get(ctx, "kept")
				if err != nil {
					return err
				}
				return send(ctx, w, body)
			}
		}},
		"forgets before it has sent": {"it may not have been sent, but is gone", func(s *step.Step) {
			s.Do = func(ctx context.Context, w *step.World, line step.Line) error {
				body, err := w.Handover.Get(ctx, "kept")
				if err != nil {
					return &step.Stop{Says: "Nothing is kept."}
				}
				if err := w.Handover.Purge(ctx, "kept"); err != nil {
					return err
				}
				return send(ctx, w, body)
			}
		}},
		"sends twice": {"Not equal", func(s *step.Step) {
			s.Do = func(ctx context.Context, w *step.World, line step.Line) error {
				if err := send(ctx, w, step.NewSecret("Between us")); err != nil {
					return err
				}
				return mailKept(ctx, w, line)
			}
		}},
	}
}

// TestBlindMutant is run for itself with the sound step, and by
// TestContractCatchesBlind once for each mutant, in a process of its own.
func TestBlindMutant(t *testing.T) {
	t.Parallel()
	s := soundBlind()
	if m, ok := blindMutants()[os.Getenv(mutantKey)]; ok {
		m.spoil(&s)
	}
	steptest.Contract(t, s, steptest.Case{
		Name: "kept", Earlier: []step.Step{keepsSecret()}, Says: "Send it",
		Mail: "bo.lindqvist@contoso.example\narlene.cho@contoso.example\nKept\nBetween us",
	})
}

func TestContractCatchesBlind(t *testing.T) {
	t.Parallel()
	for name, m := range blindMutants() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestBlindMutant$")
			run.Env = append(os.Environ(), mutantKey+"="+name)
			output, err := run.CombinedOutput()
			var failed *exec.ExitError
			require.ErrorAs(t, err, &failed, "a step that %s passes", name)
			require.Contains(t, string(output), m.says)
		})
	}
}
