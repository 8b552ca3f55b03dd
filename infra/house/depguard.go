package house

import (
	"fmt"
	"slices"
	"strings"
)

// LintFile is the linter's configuration. Its depguard section is written
// from the tables of rooms and guests, so that an editor says it first.
const LintFile = ".golangci.yaml"

// The marks between which LintFile is generated.
const (
	lintBegin = "        # go run ./infra/dev generate wrote this from infra/house/rooms.go and guests.go: begin\n"
	lintEnd   = "        # generated: end\n"
)

// WithDepguard returns a linter's configuration with its generated section
// brought up to date. It fails where the configuration lacks the section's
// marks.
func WithDepguard(config string) (string, error) {
	before, rest, begun := strings.Cut(config, lintBegin)
	_, after, ended := strings.Cut(rest, lintEnd)
	if !begun || !ended {
		return "", fmt.Errorf("%s lacks the lines %q and %q, between which it is generated",
			LintFile, strings.TrimSpace(lintBegin), strings.TrimSpace(lintEnd))
	}
	return before + lintBegin + depguard() + lintEnd + after, nil
}

// depguard writes the tables as depguard's rules, which are a little laxer
// than the tables: a test may import every room of its own row.
func depguard() string {
	var out strings.Builder
	var earlier []string
	for _, room := range Rooms() {
		name := strings.NewReplacer("/...", "", "/", "-", "*", "all").Replace(room.In[0])
		writeRoom(&out, name, room, append(except(room, earlier), "!$test"), globs(room.In, "*.go"), room.May)
		inTests := slices.Concat(room.May, room.Tests, room.In)
		writeRoom(&out, name+"-tests", room, except(room, earlier), globs(room.In, "*_test.go"), inTests)
		earlier = append(earlier, room.In...)
	}
	for _, guest := range Guests() {
		writeGuest(&out, guest)
	}
	return out.String()
}

// writeRoom writes one rule. In depguard's lax mode the longer prefix of an
// allowed and a denied one holds.
func writeRoom(out *strings.Builder, name string, room Room, not, files, may []string) {
	deny := module + "/"
	mode := "lax"
	if room.Plain && !strings.HasSuffix(name, "-tests") {
		mode = "strict"
		may = append(slices.Clone(may), "$gostd")
	}
	fmt.Fprintf(out, "        %s:\n          list-mode: %s\n          files:\n", name, mode)
	writeList(out, append(files, not...))
	if len(may) > 0 {
		fmt.Fprint(out, "          allow:\n")
		writeList(out, prefixes(may))
	}
	fmt.Fprintf(out, "          deny:\n            - pkg: %s\n              desc: %q\n", deny, room.Why)
}

func writeGuest(out *strings.Builder, guest Guest) {
	not := globs(guest.In, "*.go")
	for i := range not {
		not[i] = "!" + not[i]
	}
	if guest.Tests {
		not = append(not, "!$test")
	}
	name := strings.NewReplacer(".", "-", "/", "-").Replace(strings.TrimSuffix(guest.Package, "/"))
	fmt.Fprintf(out, "        %s:\n          list-mode: lax\n          files:\n", name)
	writeList(out, append([]string{"$all"}, not...))
	fmt.Fprintf(out, "          deny:\n            - pkg: %s\n              desc: %q\n", guest.Package, guest.Why)
}

func writeList(out *strings.Builder, items []string) {
	for _, item := range items {
		fmt.Fprintf(out, "            - %q\n", item)
	}
}

// except returns the files of earlier rows that a row's patterns would cover,
// too.
func except(room Room, earlier []string) []string {
	var not []string
	for _, pattern := range earlier {
		if anyCovers(room.In, strings.TrimSuffix(pattern, "/...")) {
			not = append(not, globs([]string{pattern}, "*.go")...)
		}
	}
	for i := range not {
		not[i] = "!" + not[i]
	}
	return not
}

// globs writes patterns of folders as globs of their files.
func globs(patterns []string, files string) []string {
	var all []string
	for _, pattern := range patterns {
		base, deep := strings.CutSuffix(pattern, "/...")
		if deep {
			all = append(all, "${config-path}/"+base+"/**/"+files)
		}
		all = append(all, "${config-path}/"+base+"/"+files)
	}
	return all
}

// prefixes writes patterns of packages as depguard's prefixes, where a $ at
// the end means the package itself and nothing below it. What a shorter prefix
// says already is left out, and must be: depguard compares an import with one
// prefix only, the last that sorts before it, so that after functions/ and
// functions/host$ it would refuse functions/runs.
func prefixes(patterns []string) []string {
	all := depguardNames(patterns)
	var needed []string
	for i, one := range all {
		said := slices.Contains(all[:i], one) || slices.ContainsFunc(all, func(other string) bool {
			return one != other && strings.HasPrefix(one, other)
		})
		if !said {
			needed = append(needed, one)
		}
	}
	return needed
}

func depguardNames(patterns []string) []string {
	var all []string
	for _, pattern := range patterns {
		switch {
		case strings.HasPrefix(pattern, "$"):
			all = append(all, pattern)
		case strings.HasSuffix(pattern, "/..."):
			all = append(all, module+"/"+strings.TrimSuffix(pattern, "/..."))
		case strings.HasSuffix(pattern, "/*"):
			all = append(all, module+"/"+strings.TrimSuffix(pattern, "*"))
		default:
			all = append(all, module+"/"+pattern+"$")
		}
	}
	return all
}
