package steptest_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
	"usher/steps/steptest"
)

// mutantKey names the mutant that TestMutant holds to the contract; without
// it, it holds the sound step.
const mutantKey = "USHER_MUTANT"

// sound is a step without a fault: it hides a leaver's mailbox.
func sound() step.Step {
	return step.Step{
		Name:   "hide",
		Writes: func(line step.Line) string { return line.Object.ID },
		Scopes: []step.Scope{step.ExchangeScope()},
		Wanted: func(r step.Request, c step.Customer) bool {
			return r.Action == step.Offboard && c.Offboarding.Mailbox.Hide
		},
		Each: func(_ context.Context, _ *step.World, r step.Request, _ step.Customer) ([]step.Target, error) {
			return []step.Target{{Object: r.Person.Mailbox(), Then: step.Values{"hidden": "true"}}}, nil
		},
		Check: look,
		Plan: func(step.Line, step.Finding) step.Sentence {
			return step.Sentence{Says: "Hide the mailbox", Now: "shown", Then: "hidden"}
		},
		Do: hide(true),
		Undo: func(ctx context.Context, w *step.World, line step.Line) error {
			if line.Before["hidden"] != "false" {
				return nil
			}
			return hide(false)(ctx, w, line)
		},
	}
}

func look(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
	mailbox, err := w.Mailboxes.Get(ctx, line.Object.ID)
	if err != nil || mailbox.Hidden {
		return step.Finding{State: step.Done, Saw: "Hidden."}, err
	}
	return step.Finding{State: step.Needed, Saw: "Shown.", Before: step.Values{"hidden": "false"}}, nil
}

func hide(hidden bool) func(context.Context, *step.World, step.Line) error {
	return func(ctx context.Context, w *step.World, line step.Line) error {
		return w.Mailboxes.Hide(ctx, line.Object.ID, hidden)
	}
}

// mutant is one fault, and what the contract says to it.
type mutant struct {
	says  string
	spoil func(*step.Step)
}

func mutants() map[string]mutant {
	return map[string]mutant{
		"declares too much": {"step hide declares Group.Read.All but passes without it: delete it", func(s *step.Step) {
			s.Scopes = append(s.Scopes, step.GraphScope("Group.Read.All"))
		}},
		"declares too little": {"step hide needs a scope that it doesn't declare", func(s *step.Step) {
			s.Scopes = nil
		}},
		"does nothing": {"actual  : \"needed\"", func(s *step.Step) {
			s.Do = func(context.Context, *step.World, step.Line) error { return nil }
		}},
		"believes what it is told": {"a lie was believed", func(s *step.Step) {
			s.Check = func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
				found, err := look(ctx, w, line)
				if len(line.Before) > 0 {
					found.State = step.Done
				}
				return found, err
			}
		}},
		"changes while it looks": {"a look changed something", func(s *step.Step) {
			s.Check = func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
				found, err := look(ctx, w, line)
				_ = w.Mailboxes.Convert(ctx, line.Object.ID, step.SharedMailbox)
				return found, err
			}
		}},
		"changes something else": {"a change of something else", func(s *step.Step) {
			s.Do = func(ctx context.Context, w *step.World, line step.Line) error {
				if err := w.Mailboxes.Hide(ctx, "bo.lindqvist@contoso.example", true); err != nil {
					return err
				}
				return hide(true)(ctx, w, line)
			}
		}},
		"does more the second time": {"done twice is not as done once", func(s *step.Step) {
			s.Do = func(ctx context.Context, w *step.World, line step.Line) error {
				mailbox, err := w.Mailboxes.Get(ctx, line.Object.ID)
				if err == nil && mailbox.Hidden {
					return w.Mailboxes.Convert(ctx, line.Object.ID, step.SharedMailbox)
				}
				return hide(true)(ctx, w, line)
			}
		}},
		"tells a secret": {"a secret is in what was said, plain", func(s *step.Step) {
			s.Check = func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
				found, err := look(ctx, w, line)
				_ = w.SignIn.SetPassword(ctx, line.Request.Person.ID, step.NewSecret("Tell-n0-one"))
				found.Saw += " The password is Tell-n0-one."
				return found, err
			}
		}},
		"leaves a secret in an error": {"a secret is in what was said, in hex", func(s *step.Step) {
			s.Do = func(ctx context.Context, w *step.World, line step.Line) error {
				_ = w.SignIn.SetPassword(ctx, line.Request.Person.ID, step.NewSecret("Tell-n0-one"))
				return fmt.Errorf("hide: %w", fmt.Errorf("password %x", "Tell-n0-one"))
			}
		}},
		"undoes nothing": {"step hide undoes nothing", func(s *step.Step) {
			s.Undo = func(context.Context, *step.World, step.Line) error { return nil }
		}},
		"undoes too much": {"undone is not as it was", func(s *step.Step) {
			s.Undo = func(ctx context.Context, w *step.World, line step.Line) error {
				if err := hide(false)(ctx, w, line); err != nil {
					return err
				}
				return w.Mailboxes.Convert(ctx, line.Object.ID, step.SharedMailbox)
			}
		}},
		"undoes what it didn't do": {"a look changed something", func(s *step.Step) {
			s.Undo = hide(false)
		}},
		"can't be undone for no reason": {"step hide isn't written yet: fill in Undo (or Never)", func(s *step.Step) {
			s.Undo = nil
		}},
		"has no switch": {"hide has no switch in the document", func(s *step.Step) {
			s.Wanted = func(r step.Request, _ step.Customer) bool { return r.Action == step.Offboard }
		}},
		"says something else": {"Hide the mailbox", func(s *step.Step) {
			s.Plan = func(step.Line, step.Finding) step.Sentence {
				return step.Sentence{Says: "Hide it", Now: "shown", Then: "hidden"}
			}
		}},
		"names two lines alike": {"two lines about priya.nair@contoso.example", func(s *step.Step) {
			each := s.Each
			s.Each = func(ctx context.Context, w *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
				targets, err := each(ctx, w, r, c)
				return append(targets, targets...), err
			}
		}},
	}
}

// TestMutant is run for itself with the sound step, and by
// TestContractCatches once for each mutant, in a process of its own.
func TestMutant(t *testing.T) {
	t.Parallel()
	s := sound()
	if name := os.Getenv(mutantKey); name != "" {
		mutants()[name].spoil(&s)
	}
	steptest.Contract(t, s,
		steptest.Case{Name: "shown", Says: "Hide the mailbox"},
		steptest.Case{
			Name:   "hidden",
			Tenant: `{"mailboxes":[{"upn":"priya.nair@contoso.example","hidden":true}]}`,
			Found:  step.Done,
		},
	)
}

func TestContractCatches(t *testing.T) {
	t.Parallel()
	for name, m := range mutants() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMutant$")
			run.Env = append(os.Environ(), mutantKey+"="+name)
			output, err := run.CombinedOutput()
			var failed *exec.ExitError
			require.ErrorAs(t, err, &failed, "a step that %s passes", name)
			require.Contains(t, string(output), m.says)
		})
	}
}
