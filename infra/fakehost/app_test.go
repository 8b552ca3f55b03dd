package fakehost_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/fakehost"
)

const (
	httpJSON = `{"bindings":[
  {"type":"httpTrigger","direction":"in","name":"req","authLevel":"anonymous","route":"%s","methods":[%s]},
  {"type":"http","direction":"out","name":"res"}]}`
	timerJSON = `{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"0 0 5 1 1 *"}]}`
	queueJSON = `{"bindings":[{"type":"serviceBusTrigger","direction":"in","name":"message","dataType":"binary","queueName":"%QUEUE%","connection":"Bus"}]}`
	hostJSON  = `{"version":"2.0","functionTimeout":"00:00:30","customHandler":{"description":{"defaultExecutablePath":"handler"},"enableProxyingHttpRequest":true},
  "extensions":{"http":{"routePrefix":"api"},"serviceBus":{"maxConcurrentCalls":4}}}`
)

// folder is an app's root, by path.
type folder map[string]string

// sound is an app that this host runs, with some files changed; an empty text
// takes one away.
func sound(changed folder) folder {
	all := folder{
		"host.json":          hostJSON,
		"echo/function.json": fmt.Sprintf(httpJSON, "echo/{id}", `"get","post"`),
		"rest/function.json": fmt.Sprintf(httpJSON, "rest/{*rest}", `"get","head","post"`),
		"all/function.json":  fmt.Sprintf(httpJSON, "all/{a}/b/{c}", `"get","head","post","options"`),
		"next/function.json": fmt.Sprintf(httpJSON, "next", `"get"`),
		"seen/function.json": fmt.Sprintf(httpJSON, "seen", `"get"`),
		"tick/function.json": timerJSON,
	}
	maps.Copy(all, changed)
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// write puts an app into a folder, with this test binary as its handler.
func write(t *testing.T, files folder) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(root, "handler")))
	return root
}

// start runs an app until the test ends. Settings given as "name=value" are
// added to those that make the handler a child.
func start(t *testing.T, files folder, o fakehost.Options, settings ...string) *fakehost.Host {
	t.Helper()
	o.Root = write(t, sound(files))
	o.Env = map[string]string{childVariable: "1", "Bus__fullyQualifiedNamespace": "double"}
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		o.Env[name] = value
	}
	host, err := fakehost.Start(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() {
		host.Lose()
		if t.Failed() {
			for _, line := range host.Output() {
				t.Log(line.From, line.Level, line.Text)
			}
		}
	})
	return host
}

// soon is a context in which what should be quick has to be done.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// ready waits for the handler.
func ready(t *testing.T, host *fakehost.Host) {
	t.Helper()
	require.NoError(t, host.Ready(soon(t)))
}

// ask sends a request and returns status and body.
func ask(t *testing.T, host *fakehost.Host, method, path, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(soon(t), method, host.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	answer, err := plain.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

// plain is a client that adds nothing and follows nothing.
var plain = http.Client{
	Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// state is what the child tells of itself.
type state struct {
	PID         int      `json:"pid"`
	Calls       []seen   `json:"calls"`
	Environment []string `json:"environment"`
	Folder      string   `json:"folder"`
}

func stateOf(t *testing.T, host *fakehost.Host) (s state) {
	t.Helper()
	status, body := ask(t, host, http.MethodGet, "/api/seen", "")
	require.Equal(t, http.StatusOK, status)
	require.NoError(t, json.Unmarshal([]byte(body), &s))
	return s
}

// texts are the lines that came from one place.
func texts(host *fakehost.Host, from string) (found []string) {
	for _, line := range host.Output() {
		if line.From == from {
			found = append(found, line.Text)
		}
	}
	return found
}

// says are what the handler did wrong.
func says(host *fakehost.Host) []string {
	found := []string{}
	for _, violation := range host.Violations() {
		found = append(found, violation.Says)
	}
	return found
}

func TestAnAppThatCantRunIsRefused(t *testing.T) {
	t.Parallel()
	change := func(name, old, fresh string) folder {
		return folder{name: strings.Replace(sound(folder{"work/function.json": queueJSON})[name], old, fresh, 1)}
	}
	for name, c := range map[string]struct {
		files folder
		says  string
	}{
		"no host.json":        {folder{"host.json": ""}, "host.json: no such file"},
		"broken host.json":    {folder{"host.json": "{"}, "host.json: unexpected end"},
		"old version":         {change("host.json", "2.0", "1.0"), `version is "1.0", not 2.0`},
		"no handler":          {change("host.json", `"handler"`, `""`), "defaultExecutablePath is empty"},
		"another handler":     {change("host.json", `"handler"`, `"bin/handler"`), "bin/handler: no such file"},
		"envelopes for HTTP":  {change("host.json", `"enableProxyingHttpRequest":true`, `"enableForwardingHttpRequest":true`), "enableProxyingHttpRequest isn't true"},
		"no time at all":      {change("host.json", "00:00:30", "soon"), `"soon" is no length of time`},
		"no time-out":         {change("host.json", "00:00:30", "-1:0:0"), "functionTimeout is -1h0m0s"},
		"settling by itself":  {change("host.json", `"maxConcurrentCalls":4`, `"autoCompleteMessages":false`), "autoCompleteMessages is false"},
		"no calls at all":     {change("host.json", `"maxConcurrentCalls":4`, `"maxConcurrentCalls":0`), "maxConcurrentCalls is 0"},
		"a name":              {folder{"1st/function.json": timerJSON}, "function 1st: the host takes no function of this name"},
		"the host's own name": {folder{"Host/function.json": timerJSON}, "function Host: the host takes no function of this name"},
		"broken function":     {folder{"tick/function.json": "{"}, "function tick: function.json: unexpected EOF"},
		"unknown key":         {change("tick/function.json", "schedule", "cron"), `unknown field "cron"`},
		"unknown trigger":     {change("tick/function.json", "timerTrigger", "blobTrigger"), "this host knows no blobTrigger"},
		"no trigger":          {change("echo/function.json", `"direction":"in"`, `"direction":"out"`), "it has 0 inputs"},
		"no http output":      {change("echo/function.json", `"type":"http"`, `"type":"queue"`), "with one http output"},
		"a key":               {change("echo/function.json", "anonymous", "function"), "authLevel isn't anonymous"},
		"a constraint":        {change("echo/function.json", "{id}", "{id:int}"), "no constraints"},
		"half a segment":      {change("echo/function.json", "{id}", "x{id}"), "fill a segment only"},
		"after the rest":      {change("rest/function.json", "{*rest}", "{*rest}/x"), "something stands after"},
		"cron":                {change("tick/function.json", "0 0 5 1 1 *", "0 5 * * *"), "has 5 fields, not six"},
		"no minute":           {change("tick/function.json", "0 0 5", "0 60 5"), `"60" isn't within 0 and 59`},
		"never":               {change("tick/function.json", "0 0 5 1 1 *", "0 0 0 30 2 *"), "never comes"},
		"no setting":          {change("tick/function.json", "0 0 5 1 1 *", "%TICK%"), "%TICK% does not resolve to a value"},
		"text messages":       {folder{"work/function.json": strings.Replace(queueJSON, "binary", "string", 1)}, "dataType isn't binary"},
		"no connection":       {folder{"work/function.json": strings.Replace(queueJSON, `"Bus"`, `"Coach"`, 1)}, "neither the setting Coach nor Coach__fullyQualifiedNamespace is set"},
		"no queue":            {folder{"work/function.json": queueJSON}, "%QUEUE% does not resolve to a value"},
		"no bus":              {folder{"work/function.json": strings.Replace(queueJSON, "%QUEUE%", "execute", 1)}, "it has a queue, and Options.ServiceBus is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := write(t, sound(c.files))
			_, err := fakehost.Start(t.Context(), fakehost.Options{Root: root, Env: map[string]string{"Bus": "double"}})
			require.ErrorContains(t, err, c.says)
		})
	}
	root := write(t, folder{"host.json": hostJSON})
	_, err := fakehost.Start(t.Context(), fakehost.Options{Root: root})
	require.ErrorContains(t, err, "it has no functions")
}

func TestSettingsOverrideHostJSONAndSwitchFunctionsOff(t *testing.T) {
	t.Parallel()
	nested := folder{
		"lib/deep/function.json": "not read", // the host looks no deeper than one folder
		"work/function.json":     "{",        // nor at what is switched off
	}
	host := start(t, nested, fakehost.Options{},
		"AzureWebJobs.work.Disabled=true", "AzureFunctionsJobHost__extensions__http__routePrefix=doors")
	status, _ := ask(t, host, http.MethodGet, "/api/echo/1", "")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = ask(t, host, http.MethodGet, "/doors/echo/1", "")
	require.Equal(t, http.StatusOK, status)
	for _, text := range texts(host, "host") {
		require.NotContains(t, text, "work")
	}
}
