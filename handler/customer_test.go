package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/handler/customer"
	"usher/handler/flow"
	"usher/handler/internal/embedded"
)

// command runs the program to its end and returns what it printed and its
// exit code.
func command(t *testing.T, args ...string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary(), args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError), "%s", out)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// contosoWith writes Contoso's document with one change into a file.
func contosoWith(t *testing.T, before, after string) string {
	t.Helper()
	document := string(customer.Samples()[0].YAML)
	require.Contains(t, document, before)
	file := filepath.Join(t.TempDir(), "contoso.yaml")
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(document, before, after, 1)), 0o600))
	return file
}

// TestADocumentAppliedBesideLocal applies a document while local runs, and
// reads the run that it plans.
func TestADocumentAppliedBesideLocal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	state := filepath.Join(s.dir, "state")

	out, code := command(t, "customer", "apply", contosoWith(t, "    hide: on", "    hide: off"), "--data", state)
	require.Equal(t, "contoso: version 2 is in force\n", out)
	require.Zero(t, code)
	out, _ = command(t, "customer", "apply", contosoWith(t, "    hide: on", "    hide: off"), "--data", state)
	require.Equal(t, "contoso: version 2 says the same already\n", out)
	time.Sleep(time.Second) // which is how soon local promises to notice

	s.send(leaver("T-1"))
	s.approve("T-1")
	v := s.await("T-1", 30*time.Second, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	for _, line := range v.Lines {
		require.NotEqual(t, "hide-from-address-list", line.Step, "the switch is off")
	}

	out, code = command(t, "customer", "show", "--run", v.ID, "--verify", "--data", state)
	require.Zero(t, code, out)
	require.Contains(t, out, v.ID+": offboard Priya Nair, ticket T-1 of contoso, success\n")
	require.Contains(t, out, "every chain whole; the seal "+v.Report.Seal+" fits\n")
	out, code = command(t, "customer", "show", "--run", "r-0000000000000000-1", "--data", state)
	require.Equal(t, 1, code)
	require.Contains(t, out, `there is no run "r-0000000000000000-1"`)

	alter(t, state, v.ID)
	out, code = command(t, "customer", "show", "--run", v.ID, "--verify", "--data", state)
	require.Equal(t, 1, code, out)
	require.Contains(t, out, "NOT as it was written: history was altered: event 1 of "+v.ID)
}

// alter changes a word in the first event of a run, behind everybody's back.
func alter(t *testing.T, state, run string) {
	t.Helper()
	engine, err := embedded.Beside(embedded.Options{Dir: state})
	require.NoError(t, err)
	partition := strings.Split(run, "-")[1]
	rows, err := engine.Store.List(t.Context(), partition, "r001|hist|run|", "", 1)
	require.NoError(t, err)
	require.Len(t, rows, 1)
	altered := strings.Replace(string(rows[0].Data), `"says":"`, `"says":"Nothing: `, 1)
	require.NotEqual(t, string(rows[0].Data), altered)
	require.NoError(t, engine.Store.Commit(t.Context(), partition, flow.Change{Do: flow.Put, Key: rows[0].Key, Data: []byte(altered)}))
	require.NoError(t, engine.Close())
}

// TestTheBrakeHoldsARun pauses all customers beside local, approves a plan,
// and lets go again.
func TestTheBrakeHoldsARun(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	state := filepath.Join(s.dir, "state")
	s.send(leaver("T-1"))
	s.await("T-1", 20*time.Second, approving)
	_, code := command(t, "customer", "pause", "--all", "--data", state)
	require.Zero(t, code)
	time.Sleep(time.Second) // which is how soon local promises to notice
	s.approve("T-1")
	require.Never(t, func() bool { return s.touched() }, 2*time.Second, 100*time.Millisecond, "a paused customer's tenant was changed")

	_, code = command(t, "customer", "resume", "--all", "--data", state)
	require.Zero(t, code)
	s.tell("clock", map[string]string{"advance": "2m"}) // the sweep looks at what stood still for a minute
	v := s.await("T-1", 30*time.Second, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
}

// touched tells whether anything was changed in a tenant.
func (s *stage) touched() bool {
	s.Helper()
	return slices.ContainsFunc(s.changes(), func(e entry) bool { return e.System == "graph" || e.System == "exchange" })
}

// TestVersionsOutliveARestart also holds that the sample isn't applied again
// over what people made of it.
func TestVersionsOutliveARestart(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	state := filepath.Join(s.dir, "state")
	_, code := command(t, "customer", "apply", contosoWith(t, "Contoso\n", "Contoso Ltd\n"), "--data", state)
	require.Zero(t, code)
	s.local.kill()
	s.startLocal()

	out, code := command(t, "customer", "show", "contoso", "--data", state)
	require.Zero(t, code)
	require.Contains(t, out, "# contoso, version 2 of 2, applied 20")
	require.Contains(t, out, "\nname: Contoso Ltd\n")
	out, _ = command(t, "customer", "show", "contoso", "--version", "1", "--data", state)
	require.Contains(t, out, "# contoso, version 1 of 2, applied 20")
	require.Contains(t, out, string(customer.Samples()[0].YAML))
	out, code = command(t, "customer", "show", "contoso", "--version", "3", "--data", state)
	require.Equal(t, 1, code)
	require.Contains(t, out, "contoso has no version 3; the newest is 2")
	out, code = command(t, "customer", "show", "contso", "--data", state)
	require.Equal(t, 1, code)
	require.Contains(t, out, `there is no customer "contso"; known are contoso, fabrikam`)
}

// TestABrokenDocumentIsNotApplied: what is in force stays so.
func TestABrokenDocumentIsNotApplied(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	good := contosoWith(t, "Contoso\n", "Contoso Ltd\n")
	broken := contosoWith(t, "delegate: manager", "delegate: manger")
	_, code := command(t, "customer", "apply", good, "--data", state)
	require.Zero(t, code)

	out, code := command(t, "customer", "apply", broken, "--data", state)
	require.Equal(t, 1, code)
	require.Equal(t, broken+`:50: offboarding.mailbox.delegate: can't be "manger"; did you mean manager?`+"\n"+broken+": not applied\n", out)
	out, code = command(t, "customer", "check", good, broken)
	require.Equal(t, 1, code)
	require.Equal(t, good+": fine\n"+broken+`:50: offboarding.mailbox.delegate: can't be "manger"; did you mean manager?`+"\n", out)
	out, _ = command(t, "customer", "show", "contoso", "--data", state)
	require.Contains(t, out, "# contoso, version 1 of 1, ")
}

// TestAppliedAtOnce: each of several at once is a version of its own.
func TestAppliedAtOnce(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	var group sync.WaitGroup
	for _, name := range []string{"One", "Two", "Three", "Four"} {
		group.Go(func() {
			out, code := command(t, "customer", "apply", contosoWith(t, "name: Contoso\n", "name: "+name+"\n"), "--data", state)
			assert.Zero(t, code, out)
		})
	}
	group.Wait()
	for _, version := range []string{"1", "2", "3", "4"} {
		out, _ := command(t, "customer", "show", "contoso", "--version", version, "--data", state)
		require.Contains(t, out, "# contoso, version "+version+" of 4, ")
	}
}

func TestTheBrake(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	_, code := command(t, "customer", "apply", contosoWith(t, "Contoso\n", "Contoso\n"), "--data", state)
	require.Zero(t, code)
	said := func(want string, args ...string) {
		t.Helper()
		out, code := command(t, append(append([]string{"customer"}, args...), "--data", state)...)
		require.Zero(t, code, out)
		require.Equal(t, want, out)
	}
	paused := func(want bool) {
		t.Helper()
		out, code := command(t, "customer", "list", "--json", "--data", state)
		require.Zero(t, code, out)
		var list struct{ Customers []struct{ Paused bool } }
		require.NoError(t, json.Unmarshal([]byte(out), &list))
		require.Len(t, list.Customers, 1)
		require.Equal(t, want, list.Customers[0].Paused)
	}
	paused(false)
	said("contoso is paused: nothing new starts\n", "pause", "contoso")
	said("contoso was paused already\n", "pause", "contoso")
	paused(true)
	said("all customers are paused: nothing new starts\n", "pause", "--all")
	said("the brake is off\ncontoso is still paused by itself: handler customer resume contoso\n", "resume", "--all")
	paused(true)
	said("contoso is going on\n", "resume", "contoso")
	paused(false)
}

func TestCustomerCommandsThatAreNotUnderstood(t *testing.T) {
	t.Parallel()
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"customer", 2, "handler customer: customer what? There are check, apply,"},
		{"customer aply", 2, `handler customer: there is no "aply"`},
		{"customer apply", 2, "handler customer apply: which document?"},
		{"customer pause", 2, "handler customer pause: whom?"},
		{"customer pause contoso --all", 2, "handler customer pause: whom?"},
		{"customer show", 2, "handler customer show: show what?"},
		{"customer list --data " + nowhere, 1, "there is nothing in " + nowhere + " yet"},
		{"customer --help", 0, "customer show KEY [--version N]"},
		{"customer apply --help", 0, "Example: handler customer apply contoso.yaml"},
	} {
		out, code := command(t, strings.Fields(c.args)...)
		require.Equal(t, c.code, code, out)
		require.Contains(t, out, c.want)
	}
	require.NoDirExists(t, nowhere)
}
