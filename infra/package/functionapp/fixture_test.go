package functionapp_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/infra/package/functionapp"
)

// files are a small tree, by path.
type files map[string]string

// repository is one with as little in it as can be deployed.
func repository() files {
	return files{
		"go.mod": "module fixture\n\ngo 1.26\n",
		// What it says can be patched, so that it fails.
		"handler/main.go": "package main\n\nimport (\n\t\"os\"\n\t\"strings\"\n)\n\nvar starts = \"it starts: yes\"\n\n" +
			"func main() {\n\tif !strings.HasSuffix(starts, \"yes\") {\n\t\tprintln(\"no settings\")\n\t\tos.Exit(1)\n\t}\n}\n",
		"host.json": `{"version":"2.0","customHandler":{"description":{"defaultExecutablePath":"handler"},"enableProxyingHttpRequest":true},
  "extensionBundle":{"id":"bundle","version":"[4.*, 5.0.0)"}}`,
		"local.settings.json":                "{}",
		"functions/host/host.go":             "package host\n",
		"functions/plan/plan.go":             "package plan\n",
		"functions/plan/function.json":       `{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"anonymous","route":"plan/{customer}","methods":["post"]},{"type":"http","direction":"out","name":"res"}]}`,
		"functions/plan/testdata/plan.txt":   "plan",
		"functions/cut/function.json":        `{"bindings":[{"type":"serviceBusTrigger","direction":"in","name":"message","dataType":"binary","queueName":"%CUT%","connection":"Bus"}]}`,
		"functions/sweep/function.json":      `{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"0 * * * * *"}]}`,
		"functions/sweep/deep/function.json": "{}",
	}
}

func write(t *testing.T, folder string, all files) string {
	t.Helper()
	for name, text := range all {
		file := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	return folder
}

// app is a root as files, with the program given.
func app(t *testing.T, program []byte) files {
	t.Helper()
	root := filepath.Join(t.TempDir(), "app")
	source := write(t, t.TempDir(), repository())
	handler := filepath.Join(t.TempDir(), "any name")
	require.NoError(t, os.WriteFile(handler, program, 0o600))
	require.NoError(t, functionapp.Assemble(source, handler, root))
	return read(t, root)
}

func read(t *testing.T, root string) files {
	t.Helper()
	all := files{}
	require.NoError(t, filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		relative, _ := strings.CutPrefix(filepath.ToSlash(name), filepath.ToSlash(root)+"/")
		all[relative] = string(text)
		return err
	}))
	return all
}

// pack zips files as they are, broken or not.
func pack(t *testing.T, all files, mode os.FileMode) string {
	t.Helper()
	var text bytes.Buffer
	archive := zip.NewWriter(&text)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		header := &zip.FileHeader{Name: strings.TrimPrefix(name, "twice:"), Method: zip.Store}
		header.SetMode(0o644)
		if name == "handler" {
			header.SetMode(mode)
		}
		entry, err := archive.CreateHeader(header)
		require.NoError(t, err)
		_, err = io.WriteString(entry, all[name])
		require.NoError(t, err)
	}
	require.NoError(t, archive.Close())
	file := filepath.Join(t.TempDir(), "app.zip")
	require.NoError(t, os.WriteFile(file, text.Bytes(), 0o600))
	return file
}
