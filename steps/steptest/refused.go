package steptest

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

// refused holds that the step fails, and by a refusal, where one of the
// things that it declares isn't granted.
func refused(t *testing.T, s step.Step, lack grant, cases []Case) {
	t.Helper()
	denied := false
	for _, c := range cases {
		if !c.carried() && !c.Probe {
			continue
		}
		p := open(t, c, without(grants(s.Scopes), lack))
		err := p.heard(pass(p, s, c))
		var refusal *step.Denied
		if errors.As(err, &refusal) {
			denied = true
			continue
		}
		require.NoError(t, err, "without %s, %s: not a refusal", lack, c.Name)
	}
	if !denied {
		t.Errorf("step %s declares %s but passes without it: delete it", s.Name, lack)
	}
}

// pass carries a line through, from planning to undo, and returns the first
// error.
func pass(p *place, s step.Step, c Case) error {
	ctx := p.t.Context()
	facts := map[step.Fact]string{}
	if c.Early {
		facts = p.runEarlier(c)
	}
	line, ok, err := p.plan(s, c)
	if err != nil || !ok {
		return err
	}
	line.Facts = facts
	found, err := s.Check(ctx, p.world, line)
	if err != nil {
		return err
	}
	line = p.begin(line, found, c)
	if err := s.Do(ctx, p.world, line); err != nil {
		return err
	}
	if _, err := s.Check(ctx, p.world, line); err != nil {
		return err
	}
	if s.Undo == nil {
		return nil
	}
	return s.Undo(ctx, p.world, line)
}

// needsScope fails the test where the tenant refused what the step declares.
func needsScope(t *testing.T, s step.Step, err error) {
	t.Helper()
	var denied *step.Denied
	if errors.As(err, &denied) {
		t.Fatalf("step %s needs a scope that it doesn't declare: add the one that this call takes to its Scopes: %v", s.Name, err)
	}
}
