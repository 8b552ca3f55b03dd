package steptest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

// isOff holds that a document without switches makes no line, and neither
// does a request that is no lifecycle ticket.
func isOff(t *testing.T, s step.Step, c Case) {
	t.Helper()
	p := open(t, c, nil)
	r := p.request(c)
	require.True(t, s.Wanted(r, p.customer))
	require.False(t, s.Wanted(r, step.Customer{}), "%s has no switch in the document", s.Name)
	r.Action = step.None
	require.False(t, s.Wanted(r, p.customer), "%s answers to every ticket", s.Name)
}

// makesNoLine holds that the step leaves the object of the case alone.
func makesNoLine(t *testing.T, s step.Step, c Case) {
	t.Helper()
	p := open(t, c, grants(s.Scopes))
	_, ok, err := p.plan(s, c)
	needsScope(t, s, err)
	require.NoError(t, err)
	require.False(t, ok, "%s makes a line", s.Name)
	require.Empty(t, p.changes(), "a look changed something")
}

// looks holds the first look to what the case expects, where nothing is to be
// done, nothing yet, or nothing can be.
func looks(t *testing.T, s step.Step, c Case) {
	t.Helper()
	p := open(t, c, grants(s.Scopes))
	line, found := planned(p, s, c)
	line = p.begin(line, found, c)
	before := p.state(Case{})
	switch {
	case c.Stops != "":
		stops(p, s, c, line)
		return
	case c.Waits != "":
		waits(p, s, c, line)
	case c.Refused:
		var denied *step.Denied
		require.ErrorAs(t, p.heard(s.Do(t.Context(), p.world, line)), &denied)
	case found.State == step.Done && s.Undo != nil:
		// There is nothing to bring back, whatever it answers to that.
		if err := s.Undo(t.Context(), p.world, line); err != nil {
			t.Logf("undo of what was found done: %v", err)
		}
	}
	p.same(before, p.state(Case{}), "a look changed something")
}

// waits holds that the line waits, and that Do doesn't rely on the look
// before it: looks goes on to hold that nothing changed.
func waits(p *place, s step.Step, c Case, line step.Line) {
	p.t.Helper()
	var wait *step.Wait
	_, err := s.Check(p.t.Context(), p.world, line)
	require.ErrorAs(p.t, p.heard(err), &wait)
	require.Equal(p.t, c.Waits, wait.Why)
	require.Positive(p.t, wait.For)
	// Do waits too, unless there is nothing left for it to change.
	if err := p.heard(s.Do(p.t.Context(), p.world, line)); err != nil {
		require.ErrorAs(p.t, err, &wait)
	}
}

// stops holds that the line stops with a sentence, wherever that comes from.
func stops(p *place, s step.Step, c Case, line step.Line) {
	p.t.Helper()
	err := p.heard(s.Do(p.t.Context(), p.world, line))
	needsScope(p.t, s, err)
	if err == nil {
		_, err = s.Check(p.t.Context(), p.world, line)
	}
	var stop *step.Stop
	require.ErrorAs(p.t, p.heard(err), &stop)
	require.Equal(p.t, c.Stops, stop.Says)
}

// planned makes the line and looks for the first time, as planning does, and
// holds the answer to what the case expects.
func planned(p *place, s step.Step, c Case) (step.Line, step.Finding) {
	p.t.Helper()
	facts := map[step.Fact]string{}
	if c.Early {
		facts = p.runEarlier(c)
	}
	before := p.state(Case{})
	line, ok, err := p.plan(s, c)
	line.Facts = facts
	needsScope(p.t, s, err)
	require.NoError(p.t, err)
	require.True(p.t, ok, "%s makes no line", s.Name)

	found := p.check(s, line)
	require.Equal(p.t, c.found(), found.State, found.Saw)
	if c.Saw != "" {
		require.Equal(p.t, c.Saw, found.Saw)
	}
	require.NotEmpty(p.t, found.Saw, "people read what was found")
	require.Equal(p.t, c.Warning, found.Warning)
	p.same(before, p.state(Case{}), "a look changed something")
	if c.carried() {
		says(p, s, c, line, found)
	}
	return line, found
}

// says holds the sentence for the approver.
func says(p *place, s step.Step, c Case, line step.Line, found step.Finding) {
	p.t.Helper()
	sentence := s.Plan(line, found)
	require.Equal(p.t, c.Says, sentence.Says)
	require.NotEmpty(p.t, sentence.Now)
	require.NotEmpty(p.t, sentence.Then)
	require.NotEqual(p.t, sentence.Now, sentence.Then, "the sentence tells no difference")
}

func (c Case) found() step.State {
	if c.Found == "" {
		return step.Needed
	}
	return c.Found
}
