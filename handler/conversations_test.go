package main_test

import (
	"cmp"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
	"usher/handler/flow"
)

// TestConversations plays whole conversations: what is written on a ticket
// stands above the dashes, what Usher answers below. An act begins with ==:
// a ticket, an answer, an approval, or time that passes.
func TestConversations(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "conversations", "*.txt"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 15)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			script, want, _ := strings.Cut(string(content), "\n----------\n")
			got := play(t, script)
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(script+"\n----------\n"+got), 0o600))
				return
			}
			require.Equal(t, want, got)
		})
	}
}

// play carries out a script and returns what came of each act.
func play(t *testing.T, script string) string {
	t.Helper()
	head, rest, _ := strings.Cut(script, "\n== ")
	th := prepare(t, head)
	var out strings.Builder
	for act := range strings.SplitSeq(rest, "\n== ") {
		title, body, _ := strings.Cut(act, "\n")
		th.act(title, strings.TrimSpace(body))
		fmt.Fprintf(&out, "== %s\n%s\n", title, th.shown())
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

// prepare reads what stands before the first act: the day, what differs in
// Contoso's document, and in its tenant.
func prepare(t *testing.T, head string) *theatre {
	t.Helper()
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) // a Monday
	document := string(customer.Samples()[0].YAML)
	var tenants []string
	for line := range strings.SplitSeq(head, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "at":
			var err error
			at, err = time.Parse("2006-01-02 15:04", value)
			require.NoError(t, err)
		case "document":
			old, instead, _ := strings.Cut(value, " => ")
			require.Contains(t, document, old)
			document = strings.ReplaceAll(document, old, instead)
		case "tenant":
			tenants = append(tenants, value)
		default:
			require.True(t, strings.HasPrefix(line, "#"), "no such thing to prepare: %s", line)
		}
	}
	th := newTheatre(t, []byte(document), at)
	for _, tenant := range tenants {
		th.door(http.MethodPatch, "world/contoso", tenant)
	}
	return th
}

func (th *theatre) act(title, body string) {
	th.Helper()
	kind, rest, _ := strings.Cut(title, " ")
	switch kind {
	case "ticket":
		th.write(rest, body)
	case "answer":
		th.write("", body)
	case "approve":
		th.approve("contoso-" + cmp.Or(rest, "arlene"))
	case "wait":
		d, err := time.ParseDuration(rest)
		require.NoError(th, err)
		th.wait(d)
	default:
		require.Fail(th, "no such act", title)
	}
}

var seal = regexp.MustCompile(`\n*Seal \S+`)

// shown is what an act has brought: new notes, and where the runs stand.
func (th *theatre) shown() string {
	th.Helper()
	var out strings.Builder
	for _, note := range th.newNotes() {
		kind := "note"
		if parts := strings.Split(note.Marker, ":"); len(parts) > 2 {
			kind = parts[len(parts)-2]
		}
		fmt.Fprintf(&out, "[%s]\n%s\n", kind, seal.ReplaceAllString(strings.TrimSpace(note.Text), ""))
	}
	for _, v := range th.runs() {
		fmt.Fprintln(&out, standing(v))
		if v.State == flow.Running || v.State == flow.Approving && v.Lines[0].State == flow.Done {
			for _, l := range v.Lines {
				fmt.Fprintf(&out, "  %2s %-8s %s %s\n", l.ID, l.State, l.Step, l.Object.Name)
			}
		}
	}
	return out.String()
}

func standing(v flow.RunView) string {
	says := fmt.Sprintf("-> %s %s: %s", v.Action, v.Person, v.State)
	if v.Status != nil {
		says += ", " + string(*v.Status)
	}
	if v.Due != nil {
		says += ", due " + v.Due.Format("Mon 2 Jan 15:04")
	}
	return says
}
