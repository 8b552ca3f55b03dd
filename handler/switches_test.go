package main_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

var update = flag.Bool("update", false, "rewrite goldens")

// TestEachSwitchTakesItsLinesAway turns every switch of Contoso's document off,
// one at a time: its lines vanish from the plan, and nothing else does.
func TestEachSwitchTakesItsLinesAway(t *testing.T) {
	t.Parallel()
	sample, err := os.ReadFile(filepath.Join("customer", "samples", "contoso.yaml"))
	require.NoError(t, err)
	tickets := map[string]string{"offboarding": leaver("T-1"), "onboarding": joiner("T-2")}
	golden := &strings.Builder{}
	for _, process := range []string{"offboarding", "onboarding"} {
		all := planned(t, tickets[process], string(sample))
		for _, name := range switches(t, string(sample), process) {
			left := planned(t, tickets[process], without(string(sample), process, name))
			gone := slices.DeleteFunc(slices.Clone(all), func(l string) bool { return slices.Contains(left, l) })
			require.Subset(t, all, left, "%s.%s off adds lines", process, name)
			fmt.Fprintf(golden, "%s.%s: off\n", process, name)
			for _, line := range gone {
				fmt.Fprintf(golden, "  - %s\n", line)
			}
		}
	}
	file := filepath.Join("testdata", "switches.txt")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(golden.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), golden.String())
}

// switches lists the switches of a process as the document writes them.
func switches(t *testing.T, document, process string) []string {
	t.Helper()
	_, section, found := strings.Cut(document, "\n"+process+":\n")
	require.True(t, found)
	var names []string
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, " ") {
			break
		}
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value, _, _ = strings.Cut(value, "#")
		if strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "   ") && (strings.TrimSpace(value) == "on" || name == "mailbox") {
			names = append(names, name)
		}
	}
	require.NotEmpty(t, names)
	return names
}

// without turns one switch off, its options with it.
func without(document, process, name string) string {
	var out []string
	inProcess, inSwitch := false, false
	for line := range strings.Lines(document) {
		if !strings.HasPrefix(line, " ") {
			inProcess = strings.HasPrefix(line, process+":")
		}
		inSwitch = inSwitch && strings.HasPrefix(line, "    ")
		switch {
		case inProcess && strings.HasPrefix(line, "  "+name+":"):
			out = append(out, "  "+name+": off\n")
			inSwitch = true
		case !inSwitch:
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

// planned lists the lines of a ticket's plan under a document.
func planned(t *testing.T, event, document string) []string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "contoso.yaml"), []byte(document), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ticket.json"), []byte(event), 0o600))
	out, err := exec.CommandContext(t.Context(), binary(), "plan", filepath.Join(dir, "ticket.json"), "--customer", filepath.Join(dir, "contoso.yaml"), "--json").Output()
	require.NoError(t, err, "%s", out)
	var answer struct{ Plans []flow.PlanView }
	require.NoError(t, json.Unmarshal(out, &answer))
	require.Len(t, answer.Plans, 1)
	var lines []string
	for _, l := range answer.Plans[0].Lines {
		lines = append(lines, strings.TrimSpace(l.Step+" "+l.Object.Name))
	}
	return lines
}

func TestLicenceThroughTheDocumentsLicensingGroup(t *testing.T) {
	t.Parallel()
	sample, err := os.ReadFile(filepath.Join("customer", "samples", "contoso.yaml"))
	require.NoError(t, err)
	document := strings.Replace(string(sample), "  system: microsoft\n", "  system: microsoft\n  groups: {Business Basic: Licences-Engineering}\n", 1)
	lines := planned(t, strings.Replace(joiner("T-3"), "Business Premium", "Business Basic", 1), document)
	require.Contains(t, lines, "join-licence-group Licences-Engineering")
	require.NotContains(t, lines, "assign-licences Sam Okoro")
	require.Contains(t, planned(t, joiner("T-4"), document), "assign-licences Sam Okoro", "what the document doesn't name is assigned directly")
}
