package steptest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/sim"
	"usher/steps/step"
)

// doneAndUndone holds that Do does it, that Check sees it, that doing it
// again changes nothing, that nothing else was touched, and that Undo brings
// back what was found.
func doneAndUndone(t *testing.T, s step.Step, c Case) {
	t.Helper()
	p := open(t, c, grants(s.Scopes))
	line, found := planned(p, s, c)
	line = p.begin(line, found, c)
	before := p.state(c, c.Stays...)
	steady(p, s, line)

	p.do(s, line)
	require.Equal(t, step.Done, p.check(s, line).State)
	once := p.state(c)
	if !c.Elsewhere {
		touched(p, s, line)
	}

	p.do(s, line)
	require.Equal(t, step.Done, p.check(s, line).State)
	p.same(once, p.state(c), "done twice is not as done once")

	if s.Undo == nil {
		return
	}
	err := p.heard(s.Undo(t.Context(), p.world, line))
	needsScope(t, s, err)
	require.NoError(t, err)
	if found := p.check(s, line); found.State != step.Needed {
		t.Fatalf("step %s undoes nothing: after its Undo, Check still says %q; bring back Before in Undo, or say in Never why it can't be", s.Name, found.Saw)
	}
	p.same(before, p.state(c, c.Stays...), "undone is not as it was")
}

// steady holds that a second look finds the same, so that a line isn't held
// for a change that nobody made.
func steady(p *place, s step.Step, line step.Line) {
	p.t.Helper()
	again := p.check(s, line)
	require.Equal(p.t, step.Needed, again.State, again.Saw)
	require.True(p.t, again.Before.Equal(line.Before), "found %v, then %v", line.Before, again.Before)
}

// touched holds that every change was one to the object that the step says it
// writes to.
func touched(p *place, s step.Step, line step.Line) {
	p.t.Helper()
	object := line.Object.ID
	if s.Writes != nil {
		object = s.Writes(line)
	}
	names := []string{strings.ToLower(object)}
	if line.Request.Joiner != nil && object == line.Request.Joiner.UPN && line.PersonID() != "" {
		names = append(names, strings.ToLower(line.PersonID()))
	}
	changes := p.changes()
	require.NotEmpty(p.t, changes, "nothing changed")
	for _, entry := range changes {
		request := spelled(p, entry)
		named := func(name string) bool { return strings.Contains(request, name) }
		require.True(p.t, slices.ContainsFunc(names, named), "a change of something else: %s", request)
	}
}

// spelled is a request's address and body in lower case.
func spelled(p *place, entry sim.Entry) string {
	p.t.Helper()
	body, err := json.Marshal(entry.Body)
	require.NoError(p.t, err)
	return strings.ToLower(entry.Method + " " + entry.Path + " " + string(body))
}

// liedTo holds that a 204 for what wasn't done isn't believed.
func liedTo(t *testing.T, s step.Step, c Case) {
	t.Helper()
	p := open(t, c, grants(s.Scopes))
	line, found := planned(p, s, c)
	line = p.begin(line, found, c)
	before := p.state(Case{})
	p.fault(map[string]any{"changing": true, "then": map[string]any{"status": http.StatusNoContent}})
	if err := p.heard(s.Do(t.Context(), p.world, line)); err != nil {
		t.Logf("the client noticed by itself: %v", err)
	}
	p.same(before, p.state(Case{}), "the world did what it was told not to do")
	require.Equal(t, step.Needed, p.check(s, line).State, "a lie was believed")

	p.fault()
	p.do(s, line)
	require.Equal(t, step.Done, p.check(s, line).State)
}

// loss is a way to lose the answer to a change.
type loss struct {
	name string
	then map[string]any
}

func lost() []loss {
	return []loss{
		{"cut off after doing", map[string]any{"cut": true, "afterDoing": true}},
		{"cut off before doing", map[string]any{"cut": true}},
		{"504 after doing", map[string]any{"status": http.StatusGatewayTimeout, "afterDoing": true}},
		{"503 before doing", map[string]any{"status": http.StatusServiceUnavailable}},
	}
}

// loses holds that a change whose answer was lost is unknown until Check has
// looked, and that it is made once in the end.
func loses(t *testing.T, s step.Step, c Case, f loss) {
	t.Helper()
	p := open(t, c, grants(s.Scopes))
	line, found := planned(p, s, c)
	line = p.begin(line, found, c)
	p.fault(map[string]any{"changing": true, "nth": 1, "times": 1, "then": f.then})
	err := p.heard(s.Do(t.Context(), p.world, line))
	needsScope(t, s, err)
	var unknown *step.Unknown
	require.ErrorAs(t, err, &unknown)

	if p.check(s, line).State == step.Needed {
		p.do(s, line)
	}
	require.Equal(t, step.Done, p.check(s, line).State)
	if !c.Again {
		requireOnce(p)
	}
}

// requireOnce holds that no change was made twice.
func requireOnce(p *place) {
	p.t.Helper()
	made := map[string]int{}
	for _, entry := range p.changes() {
		request := spelled(p, entry)
		made[request]++
		require.Equal(p.t, 1, made[request], "made twice: %s", request)
	}
}

// check looks, and must be able to.
func (p *place) check(s step.Step, line step.Line) step.Finding {
	p.t.Helper()
	found, err := s.Check(p.t.Context(), p.world, line)
	p.hears(found)
	needsScope(p.t, s, p.heard(err))
	require.NoError(p.t, err)
	return found
}

// do makes the change, and must be able to.
func (p *place) do(s step.Step, line step.Line) {
	p.t.Helper()
	err := p.heard(s.Do(p.t.Context(), p.world, line))
	needsScope(p.t, s, err)
	require.NoError(p.t, err)
}
