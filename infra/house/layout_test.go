package house_test

import (
	"strings"
	"testing"
)

func TestLayout(t *testing.T) {
	t.Parallel()
	run(t, []broken{
		{
			name:   "a file that isn't Go",
			change: files{"handler/flow/run.go": "package flow\n\nfunc {\n"},
			says:   "handler/flow/run.go:3:6: expected 'IDENT', found '{': it isn't Go; mend it first; no other rule has looked at it",
		},
		{
			name:   "a stray folder at the top",
			change: files{"docs/setup.md": "# Setup\n", "docs/more.md": "# More\n"},
			says:   "docs: it doesn't belong at the top level; move it below handler, functions, steps or infra, or ignore it in .gitignore",
		},
		{
			name:   "a stray file at the top",
			change: files{"Makefile": "check:\n"},
			says:   "Makefile: it doesn't belong at the top level; move it below handler, functions, steps or infra, or ignore it in .gitignore",
		},
		{
			name:   "a long file",
			change: files{"handler/flow/all.go": "package flow\n" + strings.Repeat("\n", 400)},
			says:   "handler/flow/all.go: it has 401 lines, and 400 are the most; take out what holds together and give it a file named after it",
		},
		{
			name:   "a package named after nothing",
			change: files{"steps/internal/util/util.go": "package util\n", "steps/internal/util/more.go": "package util\n"},
			says:   "steps/internal/util: package util is named after nothing; name it after the one thing that it holds",
		},
	})
}

func TestLayoutThatIsFine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\n", 500)
	fine(t, []files{
		{"handler/flow/all.go": "package flow\n" + strings.Repeat("\n", 399)},
		{"handler/flow/table_gen.go": "package flow\n" + long},
		{"handler/flow/testdata/long.go": "package other\n" + long},
		{".github/workflows/check.yaml": "on: push\n"},
	})
}
