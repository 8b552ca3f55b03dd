package functionapp_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/package/functionapp"
)

// TestFunctionApp links one small program, which all parts share.
func TestFunctionApp(t *testing.T) {
	t.Parallel()
	source := write(t, t.TempDir(), repository())
	file := filepath.Join(t.TempDir(), "program")
	require.NoError(t, functionapp.Build(t.Context(), source, "./handler", file, io.Discard))
	program, err := os.ReadFile(file)
	require.NoError(t, err)
	for name, part := range map[string]func(*testing.T, []byte){
		"the root":                  root,
		"the same bytes":            sameBytes,
		"modes":                     modes,
		"faults of files":           faultsOfFiles,
		"faults of the handler":     faultsOfTheHandler,
		"this repository":           thisRepository,
		"a folder of somebody else": otherFolder,
		"summary":                   summary,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			part(t, program)
		})
	}
}

// root holds what is deployed and nothing else.
func root(t *testing.T, program []byte) {
	t.Helper()
	got := app(t, program)
	require.Equal(t, []string{"cut/function.json", "handler", "host.json", "plan/function.json", "sweep/function.json"},
		slices.Sorted(maps.Keys(got)))
	require.Equal(t, repository()["host.json"], got["host.json"])
	require.Equal(t, repository()["functions/cut/function.json"], got["cut/function.json"])
	require.Equal(t, string(program), got["handler"])
	require.NoError(t, functionapp.Check(t.Context(), pack(t, got, 0o755)))
}

// sameBytes come of the same sources, wherever and whenever.
func sameBytes(t *testing.T, program []byte) {
	t.Helper()
	var zips [][]byte
	for n := range 2 {
		folder, file := write(t, t.TempDir(), app(t, program)), filepath.Join(t.TempDir(), "app.zip")
		then := time.Date(2020+n, 1, 1, 0, 0, 0, 0, time.UTC)
		require.NoError(t, os.Chtimes(filepath.Join(folder, "host.json"), then, then))
		require.NoError(t, os.Chmod(filepath.Join(folder, "handler"), []os.FileMode{0o600, 0o777}[n]))
		require.NoError(t, functionapp.Zip(folder, file))
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		zips = append(zips, text)
	}
	require.True(t, bytes.Equal(zips[0], zips[1]))

	again := write(t, filepath.Join(t.TempDir(), "elsewhere"), repository())
	file := filepath.Join(t.TempDir(), "program")
	require.NoError(t, functionapp.Build(t.Context(), again, "./handler", file, io.Discard))
	built, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, bytes.Equal(program, built), "a program doesn't know where it was built")
}

// modes are what a zip says, not what the disk had.
func modes(t *testing.T, program []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "app.zip")
	require.NoError(t, functionapp.Zip(write(t, t.TempDir(), app(t, program)), file))
	archive, err := zip.OpenReader(file)
	require.NoError(t, err)
	defer func() { _ = archive.Close() }()
	var names []string
	for _, entry := range archive.File {
		names = append(names, entry.Name)
		want := os.FileMode(0o644)
		if entry.Name == "handler" {
			want = 0o755
		}
		require.Equal(t, want, entry.Mode(), entry.Name)
	}
	require.True(t, slices.IsSorted(names))
}

func faultsOfFiles(t *testing.T, program []byte) {
	t.Helper()
	sound := app(t, program)
	change := func(name, old, fresh string) files {
		require.Contains(t, sound[name], old)
		return files{name: strings.Replace(sound[name], old, fresh, 1)}
	}
	for name, c := range map[string]struct {
		change files // an empty text takes a file away
		says   []string
	}{
		"no host.json":        {files{"host.json": ""}, []string{"host.json: it isn't there"}},
		"host.json below":     {files{"host.json": "", "app/host.json": sound["host.json"]}, []string{"app/host.json: it belongs to nothing that is deployed", "host.json: it isn't there"}},
		"broken host.json":    {change("host.json", "{", ""), []string{"host.json: invalid character"}},
		"old host.json":       {change("host.json", "2.0", "1.0"), []string{`host.json: version is "1.0", not 2.0`}},
		"another program":     {change("host.json", `"handler"`, `"bin/handler"`), []string{`defaultExecutablePath is "bin/handler", but the program is handler`}},
		"envelopes":           {change("host.json", `"enableProxyingHttpRequest":true`, `"enableForwardingHttpRequest":true`), []string{"enableProxyingHttpRequest isn't true"}},
		"no bundle":           {change("host.json", "extensionBundle", "bundle"), []string{"extensionBundle has no id or no version"}},
		"settling":            {change("host.json", `"version"`, `"extensions":{"serviceBus":{"autoCompleteMessages":false}},"version"`), []string{"autoCompleteMessages is false"}},
		"a machine's own":     {files{"Local.Settings.json": "{}"}, []string{"Local.Settings.json: it holds one machine's settings"}},
		"a source":            {files{"plan/plan.go": "package plan"}, []string{"plan/plan.go: Go sources have no use there"}},
		"test data":           {files{"plan/testdata/function.json": "{}"}, []string{"plan/testdata/function.json: test data has no use there"}},
		"something else":      {files{"plan/README.md": "# Plan"}, []string{"plan/README.md: it belongs to nothing that is deployed"}},
		"too deep":            {files{"plan/more/function.json": "{}"}, []string{"plan/more/function.json: the host looks for functions in the direct children"}},
		"not deep enough":     {files{"function.json": "{}"}, []string{"function.json: the host looks for functions in the direct children"}},
		"out of the root":     {files{"../evil": "x"}, []string{"../evil: this is no path within the root"}},
		"backslashes":         {files{`plan\x`: "x"}, []string{`plan\x: this is no path within the root`}},
		"twice":               {files{"twice:host.json": "{}"}, []string{"host.json: it is there twice"}},
		"a name":              {files{"1st/function.json": sound["sweep/function.json"]}, []string{`1st/function.json: the host takes no function named "1st"`}},
		"the host's name":     {files{"Host/function.json": sound["sweep/function.json"]}, []string{`the host takes no function named "Host"`}},
		"one name":            {files{"Sweep/function.json": sound["sweep/function.json"]}, []string{"sweep: to the host it has the same name as Sweep"}},
		"no functions":        {files{"cut/function.json": "", "plan/function.json": "", "sweep/function.json": ""}, []string{"the root: it has no functions"}},
		"broken function":     {change("cut/function.json", "{", ""), []string{"cut/function.json: invalid character"}},
		"no trigger":          {change("sweep/function.json", "timerTrigger", "timer"), []string{"sweep/function.json: it has 0 triggers, not one"}},
		"unknown trigger":     {change("sweep/function.json", "timerTrigger", "blobTrigger"), []string{"sweep/function.json: no door of ours has a blobTrigger"}},
		"outwards":            {change("sweep/function.json", `"in"`, `"out"`), []string{`the direction of timerTrigger is "out", not in`}},
		"a binding's name":    {change("sweep/function.json", `"timer"`, `"do-500"`), []string{`the host may never run a binding named "do-500"`}},
		"no schedule":         {change("sweep/function.json", "schedule", "cron"), []string{"sweep/function.json: it has no schedule"}},
		"text messages":       {change("cut/function.json", "binary", "string"), []string{`cut/function.json: dataType is "string", not binary`}},
		"no type of messages": {change("cut/function.json", `"dataType":"binary",`, ""), []string{`cut/function.json: dataType is "", not binary`}},
		"a queue by name":     {change("cut/function.json", "%CUT%", "cut"), []string{`cut/function.json: queueName "cut" is no %SETTING%`}},
		"no connection":       {change("cut/function.json", "connection", "link"), []string{"cut/function.json: it has no connection"}},
		"another route":       {change("plan/function.json", "plan/{", "preview/{"), []string{`plan/function.json: route "preview/{customer}" isn't under functions/plan`}},
		"no route":            {change("plan/function.json", `"route":"plan/{customer}",`, ""), []string{`plan/function.json: route "" isn't under functions/plan`}},
		"a key":               {change("plan/function.json", "anonymous", "function"), []string{`authLevel is "function", not anonymous`}},
		"no methods":          {change("plan/function.json", `,"methods":["post"]`, ""), []string{"it names no methods"}},
		"no output":           {change("plan/function.json", `,{"type":"http","direction":"out","name":"res"}`, ""), []string{"it has 1 bindings, and the host proxies"}},
		"several at once":     {files{"host.json": "", "plan/plan.go": "package plan"}, []string{"host.json: it isn't there", "plan/plan.go: Go sources"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := maps.Clone(sound)
			maps.Copy(all, c.change)
			maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
			err := functionapp.Check(t.Context(), pack(t, all, 0o755))
			require.Error(t, err)
			require.Equal(t, len(c.says), strings.Count(err.Error(), "\n")+1, err)
			for _, says := range c.says {
				require.ErrorContains(t, err, says)
			}
		})
	}
}

func faultsOfTheHandler(t *testing.T, program []byte) {
	t.Helper()
	patched := func(old, fresh string) string {
		require.Len(t, fresh, len(old))
		require.Contains(t, string(program), old)
		return strings.ReplaceAll(string(program), old, fresh)
	}
	arm, linked := bytes.Clone(program), bytes.Clone(program)
	binary.LittleEndian.PutUint16(arm[18:], 183)                                       // e_machine
	binary.LittleEndian.PutUint32(linked[binary.LittleEndian.Uint64(linked[32:]):], 3) // the first header becomes PT_INTERP
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		says string
	}{
		"none":              {"", 0o755, "handler: it isn't there"},
		"not executable":    {string(program), 0o644, "handler: its mode is -rw-r--r--, and the host may not start it"},
		"writable by all":   {string(program), 0o777, "handler: its mode is -rwxrwxrwx"},
		"a script":          {"#!/bin/sh\n", 0o755, "handler: it is no program for Linux"},
		"another machine":   {string(arm), 0o755, "handler: it is for EM_AARCH64, ELFCLASS64, and the instances are x86-64"},
		"linked at start":   {string(linked), 0o755, "handler: it is linked when it starts"},
		"paths of machines": {patched("-trimpath=true", "-trimpath=nope"), 0o755, "handler: it holds the paths of the machine that built it"},
		"it doesn't start":  {patched("it starts: yes", "it starts: not"), 0o755, "handler: it doesn't start: exit status 1: no settings"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := app(t, []byte(c.text))
			if c.text == "" {
				delete(all, "handler")
			}
			require.ErrorContains(t, functionapp.Check(t.Context(), pack(t, all, c.mode)), c.says)
		})
	}
	require.Error(t, functionapp.Check(t.Context(), filepath.Join(t.TempDir(), "none.zip")))
}

// thisRepository has host.json and functions that can be deployed; only its
// handler is the small one.
func thisRepository(t *testing.T, program []byte) {
	t.Helper()
	handler, root := filepath.Join(t.TempDir(), "program"), filepath.Join(t.TempDir(), "app")
	require.NoError(t, os.WriteFile(handler, program, 0o600))
	require.NoError(t, functionapp.Assemble(filepath.Join("..", "..", ".."), handler, root))
	file := filepath.Join(t.TempDir(), "app.zip")
	require.NoError(t, functionapp.Zip(root, file))
	require.NoError(t, functionapp.Check(t.Context(), file))
}

// otherFolder isn't emptied.
func otherFolder(t *testing.T, program []byte) {
	t.Helper()
	handler := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(handler, program, 0o600))
	source := write(t, t.TempDir(), repository())
	diary := write(t, t.TempDir(), files{"diary.txt": "today"})
	require.ErrorContains(t, functionapp.Assemble(source, handler, diary), "is no function app, and I won't delete it")
	require.Equal(t, files{"diary.txt": "today"}, read(t, diary))

	earlier := write(t, t.TempDir(), files{"host.json": "{}", "gone/function.json": "{}"})
	require.NoError(t, functionapp.Assemble(source, handler, earlier))
	require.NotContains(t, read(t, earlier), "gone/function.json")

	nothing := write(t, t.TempDir(), files{"host.json": "{}"})
	require.ErrorContains(t, functionapp.Assemble(nothing, handler, t.TempDir()), "has no functions")
}

func summary(t *testing.T, program []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "app.zip")
	require.NoError(t, functionapp.Zip(write(t, t.TempDir(), app(t, program)), file))
	got, err := functionapp.Summarize(file)
	require.NoError(t, err)
	require.Equal(t, []string{"cut", "plan", "sweep"}, got.Functions)
	require.EqualValues(t, len(program), got.Handler)
	require.Regexp(t, `^\d+\.\d MiB \(\d+ bytes\), sha256 [0-9a-f]{64}\nhandler \d+\.\d MiB unpacked, 3 functions: cut, plan, sweep$`, got.String())
}

func TestPack(t *testing.T) {
	t.Parallel()
	source, folder := write(t, t.TempDir(), repository()), filepath.Join(t.TempDir(), "new", "out")
	archive, err := functionapp.Pack(t.Context(), source, folder, io.Discard)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(folder, "functionapp.zip"), archive)
	require.NoError(t, functionapp.Check(t.Context(), archive))
	require.Equal(t, []string{"functionapp", "functionapp.zip"}, list(t, folder))

	write(t, source, files{"host.json": "{}"})
	_, err = functionapp.Pack(t.Context(), source, folder, io.Discard)
	require.ErrorContains(t, err, "isn't fit to be deployed:\nhost.json: version is")
	require.Equal(t, []string{"functionapp"}, list(t, folder), "no zip is left that isn't right")

	write(t, source, files{"handler/main.go": "package main\n\nfunc main() { none() }\n"})
	var said bytes.Buffer
	_, err = functionapp.Pack(t.Context(), source, folder, &said)
	require.ErrorContains(t, err, "go build ./handler for linux/amd64: exit status 1")
	require.Contains(t, said.String(), "undefined: none")
}

func list(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
