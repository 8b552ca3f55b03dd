package check

import (
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"text/tabwriter"
)

// engineFolder holds the engines: each keeps the same ports, and the same
// suites hold each of them to that.
const engineFolder = "/handler/internal/"

// engines counts the cases of the contract suites, by port and engine, so
// that a reader sees whether one engine was asked less than another.
type engines map[string]map[string]*count

type count struct{ ran, skipped, failed int }

// ports are the tests that call a suite; see handler/flow/flowtest.
func ports() []string { return []string{"TestStore", "TestQueue", "TestVault", "TestClock"} }

func (e engines) take(one event) {
	test, name, isCase := strings.Cut(one.Test, "/")
	ended := one.Action == "pass" || one.Action == "fail" || one.Action == "skip"
	if !ended || !strings.Contains(one.Package, engineFolder) || !slices.Contains(ports(), test) {
		return
	}
	if strings.Contains(name, "/") || !isCase && one.Action != "skip" {
		return // a part of a case, or the suite as a whole
	}
	if e[test] == nil {
		e[test] = map[string]*count{}
	}
	engine := path.Base(one.Package)
	if e[test][engine] == nil {
		e[test][engine] = &count{}
	}
	e[test][engine].add(one.Action)
}

func (c *count) add(action string) {
	switch action {
	case "pass":
		c.ran++
	case "fail":
		c.ran++
		c.failed++
	case "skip":
		c.skipped++
	}
}

// String is short where all went well.
func (c *count) String() string {
	if c == nil {
		return "-"
	}
	text := fmt.Sprint(c.ran)
	if c.failed > 0 {
		text += fmt.Sprintf(", %d failed", c.failed)
	}
	if c.skipped > 0 {
		text += fmt.Sprintf(", %d skipped", c.skipped)
	}
	return text
}

// write writes the table, if any suite ran.
func (e engines) write(out io.Writer) error {
	if len(e) == 0 {
		return nil
	}
	all := map[string]bool{}
	for _, byEngine := range e {
		for engine := range byEngine {
			all[engine] = true
		}
	}
	columns := slices.Sorted(maps.Keys(all))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "cases of\t%s\n", strings.Join(columns, "\t"))
	for _, test := range ports() {
		row := []string{strings.TrimPrefix(test, "Test")}
		for _, engine := range columns {
			row = append(row, e[test][engine].String())
		}
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	return table.Flush()
}
