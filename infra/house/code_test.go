package house_test

import "testing"

func TestCode(t *testing.T) {
	t.Parallel()
	flow := func(text string) files { return files{"handler/flow/more.go": "package flow\n\n" + text} }
	const variable = " is shared by everybody and can change under them; make it a constant, a function's result or a field"
	run(t, []broken{
		{
			name:   "init",
			change: flow("func init() {}\n"),
			says:   "handler/flow/more.go:3: an init function runs before anybody asked for it; make it a function that main or a constructor calls",
		},
		{
			name:   "the machine's clock",
			change: flow("import \"time\"\n\nfunc age(t time.Time) time.Duration { return time.Now().Sub(t) }\n"),
			says:   "handler/flow/more.go:5: time.Now reads the machine's clock, which no test can set; take a now func() time.Time, or list the file with its reason in infra/house/code.go",
		},
		{
			name:   "the machine's clock under another name",
			change: flow("import clock \"time\"\n\nvar _ = clock.Since\n"),
			says:   "handler/flow/more.go:5: time.Since reads the machine's clock, which no test can set; take a now func() time.Time, or list the file with its reason in infra/house/code.go",
		},
		{
			name:   "the engine room's own look at the clock",
			change: files{"handler/main.go": "package main\n\nimport \"time\"\n\nvar _ = time.Now()\n"},
			says:   "handler/main.go:5: time.Now reads the machine's clock, which no test can set; take a now func() time.Time, or list the file with its reason in infra/house/code.go",
		},
		{
			name:   "the environment",
			change: flow("import \"os\"\n\nfunc home() string { return os.Getenv(\"HOME\") }\n"),
			says:   "handler/flow/more.go:5: os.Getenv reads a setting where nobody looks for it; read it in handler/config.go and hand it in",
		},
		{
			name:   "a variable without a value",
			change: flow("var last int\n"),
			says:   "handler/flow/more.go:3: package variable last" + variable,
		},
		{
			name:   "a variable with a value",
			change: flow("var (\n\tfirst = 1\n)\n"),
			says:   "handler/flow/more.go:4: package variable first" + variable,
		},
		{
			name:   "a flag outside tests",
			change: flow("import \"flag\"\n\nvar update = flag.Bool(\"update\", false, \"\")\n"),
			says:   "handler/flow/more.go:5: package variable update" + variable,
		},
		{
			name:   "an empty map",
			change: flow("var seen = make(map[string]bool, 8)\n"),
			says:   "handler/flow/more.go:3: package variable seen" + variable,
		},
		{
			name: "a table that is written to",
			change: files{
				"handler/flow/table.go": "package flow\n\nvar table = map[string]int{}\n",
				"handler/flow/more.go":  "package flow\n\nfunc count(key string) {\n\ttable[key]++\n}\n",
			},
			says: "handler/flow/more.go:4: package variable table is written to; make it a field of what owns it, or a value that a function makes",
		},
		{
			name:   "unfinished work",
			change: flow("// later: TO" + "DO\n"),
			says:   "handler/flow/more.go:3: TO" + "DO marks unfinished work; finish it, or say what is so and why",
		},
		{
			name:   "a silent skip",
			change: files{"handler/flow/run_test.go": "package flow_test\n\nimport \"testing\"\n\nfunc TestRun(t *testing.T) { t.SkipNow() }\n"},
			says:   `handler/flow/run_test.go:5: a test is skipped without a word; say what is missing and how to set it up: t.Skip("USHER_… is unset: …")`,
		},
		{
			name:   "an address of a machine",
			change: files{"README.md": "\nSet GOPROXY=https://proxy.gol" + "ang.org.\n"},
			says:   "README.md:2: proxy.gol" + "ang.org is a setting of one machine; leave it to the package manager's own settings",
		},
		{
			name:   "a path of a machine",
			change: files{"README.md": "Look into `/tm" + "p/usher`.\n"},
			says:   "README.md:1: /tm" + "p/ is a path of one machine; use a relative path, a setting or t.TempDir",
		},
		{
			name:   "a step without scopes",
			change: files{"steps/offboard/revoke.go": "package offboard\n\nimport \"usher/steps/step\"\n\nvar Revoke = step.Step{\n\tName: \"revoke-sessions\",\n\tDo:   block,\n}\n"},
			says:   "steps/offboard/revoke.go:5: Revoke uses World.SignIn and names no Scopes; list the least permissions that its calls need",
		},
	})
}

func TestCodeThatIsFine(t *testing.T) {
	t.Parallel()
	fine(t, []files{
		{"handler/main.go": "package main\n\nimport \"time\"\n\nfunc main() { run(time.Now) }\n"},
		{"handler/flow/more.go": `package flow

import (
	"errors"
	"regexp"
	"time"
)

// ErrGone is a sentinel.
var ErrGone = errors.New("gone")

var (
	digits = regexp.MustCompile("[0-9]+")
	table  = map[string]time.Duration{"day": 24 * time.Hour}
	by     = indexed([]string{"day"})
	_      = digits
)

func indexed(words []string) map[string]int { return map[string]int{words[0]: 0} }

func own(table map[string]time.Duration) { table["day"] = 0 }

func (r Run) init() {}
`},
		{"handler/flow/more_test.go": "package flow_test\n\nimport (\n\t\"flag\"\n\t\"time\"\n)\n\nvar update = flag.Bool(\"update\", false, \"rewrite goldens\")\n\nvar _ = time.Now\n"},
		{"handler/flow/page.go": "package flow\n\nimport _ \"embed\"\n\n//go:embed page.html\nvar page string\n", "handler/flow/page.html": "<p>/sites/root/children, \"/root/children\", https://graph.example/users/root/</p>\n"},
		{"steps/records/note.go": "package records\n\nimport \"usher/steps/step\"\n\nvar Note = step.Step{Name: \"update-ticket\", Do: note}\n\nfunc note(w *step.World) error { return w.Desk.AddNote() }\n"},
	})
}
