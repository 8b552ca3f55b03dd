package check_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/infra/dev/check"
)

// TestStages runs single stages on a small module.
func TestStages(t *testing.T) {
	t.Parallel()
	const (
		module = "module small\n\ngo 1.26\n"
		sound  = "package small\n\n// One is 1.\nconst One = 1\n"
		tested = "package small_test\n\nimport (\n\t\"testing\"\n\n\t\"small\"\n)\n\nfunc TestOne(t *testing.T) {\n\tif small.One != 1 {\n\t\tt.Fatal(\"not one\")\n\t}\n}\n"
	)
	cases := []struct {
		name, stage, file, text string
		detail, fails           string
	}{
		{name: "formatted", stage: "format", file: "small.go", text: sound},
		{
			name: "not formatted", stage: "format", file: "small.go", text: "package small\nconst  One = 1\n",
			detail: "small.go: not as gofmt writes it; run gofmt -w small.go",
			fails:  "1 files aren't formatted; run gofmt -w on them",
		},
		{name: "tidy", stage: "modules", file: "small.go", text: sound},
		{
			name: "not tidy", stage: "modules", file: "go.mod", text: module + "\nrequire example.com/gone v1.0.0\n",
			detail: "-require example.com/gone v1.0.0",
			fails:  "go mod tidy -diff: exit status 1; run go mod tidy",
		},
		{name: "vetted", stage: "vet", file: "small.go", text: sound},
		{
			name: "not vetted", stage: "vet", file: "small.go",
			text:   "package small\n\nimport \"fmt\"\n\n// One is 1.\nconst One = 1\n\nfunc say() { fmt.Printf(\"%d\", \"one\") }\n",
			detail: "fmt.Printf format %d has arg \"one\" of wrong type string",
			fails:  "go vet ./...: exit status 1; mend what it names",
		},
		{name: "tested", stage: "test", file: "small.go", text: sound},
		{
			name: "not passing", stage: "test", file: "small.go", text: "package small\n\n// One is 1.\nconst One = 2\n",
			detail: "not one", fails: "go test ./...: exit status 1; mend what it names",
		},
		{
			name: "no lint configuration", stage: "generated", file: "small.go", text: sound,
			fails: "generate .golangci.yaml: .golangci.yaml lacks the lines",
		},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			for name, text := range map[string]string{"go.mod": module, "small_test.go": tested, one.file: one.text} {
				require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o600))
			}
			stages := check.Stages(root)
			stage := stages[slices.Index(check.Names(stages), one.stage)]

			var always, detail bytes.Buffer
			err := stage.Run(t.Context(), check.Output{Always: &always, Detail: &detail})

			require.Contains(t, detail.String(), one.detail, "shown beside it: %s, %v", &always, err)
			if one.fails == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, one.fails)
		})
	}
}
