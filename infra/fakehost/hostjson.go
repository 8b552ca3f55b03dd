package fakehost

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// hostFile is host.json, as far as this host goes by it.
// Source: learn.microsoft.com/azure/azure-functions/functions-host-json
type hostFile struct {
	Version         string
	FunctionTimeout span
	CustomHandler   struct {
		Description struct {
			DefaultExecutablePath string
			WorkingDirectory      string
			Arguments             []string
		}
		EnableProxyingHTTPRequest bool
		InitializationTimeout     span // not in the docs; the host reads it
	}
	Extensions struct {
		HTTP struct {
			RoutePrefix string
		}
		ServiceBus struct {
			AutoCompleteMessages          bool
			MaxConcurrentCalls            int
			MaxAutoLockRenewalDuration    span
			PrefetchCount                 int
			EnableCrossEntityTransactions bool
		}
	}
}

// readHostFile reads host.json with the host's own defaults, and the settings
// that override it.
func readHostFile(root string, env map[string]string) (hostFile, error) {
	var file hostFile
	file.FunctionTimeout = span(30 * time.Minute)
	file.CustomHandler.InitializationTimeout = span(30 * time.Second)
	file.Extensions.HTTP.RoutePrefix = "api"
	file.Extensions.ServiceBus.AutoCompleteMessages = true
	file.Extensions.ServiceBus.MaxConcurrentCalls = 16
	file.Extensions.ServiceBus.MaxAutoLockRenewalDuration = span(5 * time.Minute)
	text, err := os.ReadFile(filepath.Join(root, "host.json"))
	if err != nil {
		return file, err
	}
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		return file, fmt.Errorf("host.json: %w", err)
	}
	for name, value := range env {
		if path, found := strings.CutPrefix(name, "AzureFunctionsJobHost__"); found {
			override(tree, strings.Split(path, "__"), value)
		}
	}
	text, err = json.Marshal(tree)
	if err != nil {
		return file, fmt.Errorf("host.json: %w", err)
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return file, fmt.Errorf("host.json: %w", err)
	}
	return file, file.runnable()
}

// runnable tells whether this host can run what the file asks for.
func (f hostFile) runnable() error {
	switch bus := f.Extensions.ServiceBus; {
	case f.Version != "2.0":
		return fmt.Errorf("host.json: version is %q, not 2.0", f.Version)
	case f.CustomHandler.Description.DefaultExecutablePath == "":
		return fmt.Errorf("host.json: customHandler.description.defaultExecutablePath is empty")
	case !f.CustomHandler.EnableProxyingHTTPRequest:
		return fmt.Errorf("host.json: customHandler.enableProxyingHttpRequest isn't true, and this host can do no other")
	case f.FunctionTimeout <= 0:
		return fmt.Errorf("host.json: functionTimeout is %s, and this host needs one", time.Duration(f.FunctionTimeout))
	case !bus.AutoCompleteMessages:
		return fmt.Errorf("host.json: extensions.serviceBus.autoCompleteMessages is false, and a custom handler can't complete messages itself")
	case bus.MaxConcurrentCalls < 1:
		return fmt.Errorf("host.json: extensions.serviceBus.maxConcurrentCalls is %d", bus.MaxConcurrentCalls)
	}
	return nil
}

// override puts a setting's value where its name says, whatever the case of
// the names on the way.
func override(tree map[string]any, path []string, value string) {
	name := path[0]
	for existing := range tree {
		if strings.EqualFold(existing, name) {
			name = existing
		}
	}
	if len(path) > 1 {
		inner, ok := tree[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			tree[name] = inner
		}
		override(inner, path[1:], value)
		return
	}
	tree[name] = value
	if number, err := strconv.Atoi(value); err == nil {
		tree[name] = number
	} else if truth, err := strconv.ParseBool(value); err == nil {
		tree[name] = truth
	}
}

// span is a length of time as .NET writes it: [days.]hours:minutes:seconds.
type span time.Duration

// UnmarshalJSON reads a span.
func (s *span) UnmarshalJSON(text []byte) error {
	var written string
	if err := json.Unmarshal(text, &written); err != nil {
		return err
	}
	rest, days := written, 0
	if before, after, found := strings.Cut(written, "."); found && strings.Contains(after, ":") {
		if _, err := fmt.Sscanf(before, "%d", &days); err != nil {
			return fmt.Errorf("%q is no length of time: %w", written, err)
		}
		rest = after
	}
	var hours, minutes int
	var seconds float64
	if _, err := fmt.Sscanf(rest, "%d:%d:%g", &hours, &minutes, &seconds); err != nil {
		return fmt.Errorf("%q is no length of time: %w", written, err)
	}
	whole := time.Duration(days)*24*time.Hour + time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	*s = span(whole + time.Duration(seconds*float64(time.Second)))
	return nil
}
