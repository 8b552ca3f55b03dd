package fakehost

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// app is a function app as the host finds it in its root.
type app struct {
	root      string
	env       map[string]string
	file      hostFile
	functions []*function
}

func (a *app) function(name string) *function {
	for _, f := range a.functions {
		if f.name == name {
			return f
		}
	}
	return nil
}

type kind int

const (
	httpKind kind = iota
	queueKind
	timerKind
)

// function is one folder of the root that has a function.json.
type function struct {
	name    string
	kind    kind
	binding string // the trigger's name

	route   route    // of an HTTP function
	methods []string // empty: all

	queue string // as the deployment names it

	schedule  schedule
	monitored bool // the host remembers when it ran
	atStart   bool
}

// functionName is what the host takes for a name.
// Source: Azure/azure-functions-host, src/WebJobs.Script/Utility.cs
var functionName = regexp.MustCompile(`(?i)^[a-z][a-z0-9_-]{0,127}$`)

// readApp reads host.json and each direct child of the root that has a
// function.json; the host looks no deeper.
func readApp(o Options) (*app, error) {
	file, err := readHostFile(o.Root, o.Env)
	if err != nil {
		return nil, err
	}
	a := &app{root: o.Root, env: o.Env, file: file}
	if _, err := os.Stat(executable(a)); err != nil {
		return nil, fmt.Errorf("host.json: defaultExecutablePath: %w", err)
	}
	entries, err := os.ReadDir(o.Root)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(o.Root, entry.Name(), "function.json"))
		if !entry.IsDir() || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if disabled(o.Env, entry.Name()) {
			continue
		}
		f, err := readFunction(entry.Name(), text, a)
		if err != nil {
			return nil, fmt.Errorf("function %s: %w", entry.Name(), err)
		}
		if f.kind == queueKind && o.ServiceBus == "" {
			return nil, fmt.Errorf("function %s: it has a queue, and Options.ServiceBus is empty", f.name)
		}
		a.functions = append(a.functions, f)
	}
	if len(a.functions) == 0 {
		return nil, errors.New("it has no functions")
	}
	return a, nil
}

func disabled(env map[string]string, name string) bool {
	for _, key := range []string{"AzureWebJobs." + name + ".Disabled", "AzureWebJobs_" + name + "_Disabled"} {
		if value := strings.ToLower(env[key]); value == "1" || value == "true" {
			return true
		}
	}
	return false
}

// bindingFile is one entry of a function.json, with the keys that our doors
// use.
type bindingFile struct {
	Type, Direction, Name string
	// httpTrigger
	AuthLevel string
	Route     *string
	Methods   []string
	// serviceBusTrigger
	QueueName, Connection, DataType string
	// timerTrigger
	Schedule     string
	UseMonitor   *bool
	RunOnStartup bool
}

func readFunction(name string, text []byte, a *app) (*function, error) {
	if !functionName.MatchString(name) || strings.EqualFold(name, "host") {
		return nil, errors.New("the host takes no function of this name")
	}
	var written struct{ Bindings []bindingFile }
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&written); err != nil {
		return nil, fmt.Errorf("function.json: %w", err)
	}
	triggers := slices.DeleteFunc(slices.Clone(written.Bindings), func(b bindingFile) bool { return b.Direction != "in" })
	if len(triggers) != 1 {
		return nil, fmt.Errorf("function.json: it has %d inputs, and this host knows functions with one", len(triggers))
	}
	f := &function{name: name, binding: triggers[0].Name}
	outputs := slices.DeleteFunc(written.Bindings, func(b bindingFile) bool { return b.Direction == "in" })
	switch triggers[0].Type {
	case "httpTrigger":
		return f, f.readHTTP(triggers[0], outputs, a)
	case "serviceBusTrigger":
		return f, f.readQueue(triggers[0], outputs, a)
	case "timerTrigger":
		return f, f.readTimer(triggers[0], outputs, a)
	}
	return nil, fmt.Errorf("function.json: this host knows no %s", triggers[0].Type)
}

func (f *function) readHTTP(b bindingFile, outputs []bindingFile, a *app) (err error) {
	if len(outputs) != 1 || outputs[0].Type != "http" {
		return errors.New("function.json: the host proxies functions with one http output, and nothing else")
	}
	if b.AuthLevel != "anonymous" {
		return errors.New("function.json: authLevel isn't anonymous, and this host has no keys")
	}
	path := f.name
	if b.Route != nil {
		path = *b.Route
	}
	f.kind, f.methods = httpKind, b.Methods
	f.route, err = parseRoute(a.file.Extensions.HTTP.RoutePrefix + "/" + path)
	return err
}

func (f *function) readQueue(b bindingFile, outputs []bindingFile, a *app) (err error) {
	switch {
	case len(outputs) > 0:
		return errors.New("function.json: this host has no outputs for a queue function")
	case b.DataType != "binary":
		return errors.New("function.json: dataType isn't binary, so that a sender could overwrite what the host says of a message")
	case a.env[b.Connection] == "" && a.env[b.Connection+"__fullyQualifiedNamespace"] == "":
		return fmt.Errorf("function.json: connection: neither the setting %s nor %[1]s__fullyQualifiedNamespace is set", b.Connection)
	}
	f.kind = queueKind
	f.queue, err = a.resolve(b.QueueName)
	return err
}

func (f *function) readTimer(b bindingFile, outputs []bindingFile, a *app) error {
	if len(outputs) > 0 {
		return errors.New("function.json: this host has no outputs for a timer function")
	}
	text, err := a.resolve(b.Schedule)
	if err != nil {
		return err
	}
	f.kind, f.atStart = timerKind, b.RunOnStartup
	if f.schedule, err = parseSchedule(text); err != nil {
		return fmt.Errorf("function.json: %w", err)
	}
	f.monitored = f.schedule.slow() && (b.UseMonitor == nil || *b.UseMonitor)
	return nil
}

// placeholder is a setting's name in a binding.
var placeholder = regexp.MustCompile(`%([^%]+)%`)

// resolve puts settings in the place of their names.
func (a *app) resolve(text string) (string, error) {
	var missing []string
	resolved := placeholder.ReplaceAllStringFunc(text, func(name string) string {
		value := a.env[strings.Trim(name, "%")]
		if value == "" {
			missing = append(missing, name)
		}
		return value
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("function.json: %s does not resolve to a value; set it", strings.Join(missing, ", "))
	}
	return resolved, nil
}
