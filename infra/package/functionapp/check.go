package functionapp

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Check opens a zip and tells everything by which the Functions host would
// stumble, or that has no business on Azure: each fault is a line that says
// what is wrong, where. Where the machine can run the handler, it is started
// once, for its help.
func Check(ctx context.Context, file string) error {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	defer func() { _ = archive.Close() }()
	c := &check{files: map[string]*zip.File{}}
	for _, entry := range archive.File {
		c.place(entry)
	}
	c.host()
	c.functions()
	c.handler(ctx)
	return errors.Join(c.faults...)
}

// check gathers faults.
type check struct {
	files  map[string]*zip.File
	names  []string // of functions
	faults []error
}

func (c *check) fault(where, format string, values ...any) {
	c.faults = append(c.faults, fmt.Errorf("%s: "+format, append([]any{where}, values...)...))
}

// validName is what the host takes for a function's name.
// Source: Azure/azure-functions-host, src/WebJobs.Script/Utility.cs
var validName = regexp.MustCompile(`(?i)^[a-z][a-z0-9_-]{0,127}$`)

// place looks at where an entry lies: nothing belongs in the zip but the
// handler, host.json, and each function's function.json.
func (c *check) place(entry *zip.File) {
	name := entry.Name
	folder, base := path.Split(name)
	folder = strings.TrimSuffix(folder, "/")
	switch _, twice := c.files[name]; {
	case twice:
		c.fault(name, "it is there twice")
		return
	case !fs.ValidPath(name) || strings.Contains(name, `\`):
		c.fault(name, "this is no path within the root, with slashes")
	case strings.EqualFold(base, "local.settings.json"):
		c.fault(name, "it holds one machine's settings, and may hold secrets")
	case path.Ext(base) == ".go":
		c.fault(name, "Go sources have no use there")
	case strings.Contains("/"+folder+"/", "/testdata/"):
		c.fault(name, "test data has no use there")
	case name == handlerName || name == hostName:
	case base != functionName:
		c.fault(name, "it belongs to nothing that is deployed")
	case folder == "" || strings.Contains(folder, "/"):
		c.fault(name, "the host looks for functions in the direct children of the root only")
	case !validName.MatchString(folder) || strings.EqualFold(folder, "host"):
		c.fault(name, "the host takes no function named %q: a letter, then up to 127 letters, digits, - and _", folder)
	default:
		c.name(folder)
	}
	c.files[name] = entry
}

func (c *check) name(folder string) {
	for _, other := range c.names {
		if strings.EqualFold(other, folder) {
			c.fault(folder, "to the host it has the same name as %s", other)
		}
	}
	c.names = append(c.names, folder)
}

// read reads an entry's JSON; it tells whether it could.
func (c *check) read(name string, into any) bool {
	entry, found := c.files[name]
	if !found {
		c.fault(name, "it isn't there")
		return false
	}
	text, err := contents(entry)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		c.fault(name, "%v", err)
		return false
	}
	return true
}

func contents(entry *zip.File) ([]byte, error) {
	source, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = source.Close() }()
	return io.ReadAll(source)
}

// host looks at what host.json must say for our handler.
func (c *check) host() {
	var file struct {
		Version       string
		CustomHandler struct {
			Description               struct{ DefaultExecutablePath string }
			EnableProxyingHTTPRequest bool
		}
		ExtensionBundle struct{ ID, Version string }
		Extensions      struct {
			ServiceBus struct{ AutoCompleteMessages *bool }
		}
	}
	if !c.read(hostName, &file) {
		return
	}
	if file.Version != "2.0" {
		c.fault(hostName, "version is %q, not 2.0", file.Version)
	}
	if path := file.CustomHandler.Description.DefaultExecutablePath; path != handlerName {
		c.fault(hostName, "customHandler.description.defaultExecutablePath is %q, but the program is %s", path, handlerName)
	}
	if !file.CustomHandler.EnableProxyingHTTPRequest {
		c.fault(hostName, "customHandler.enableProxyingHttpRequest isn't true, without which the doors get envelopes instead of requests")
	}
	if file.ExtensionBundle.ID == "" || file.ExtensionBundle.Version == "" {
		c.fault(hostName, "extensionBundle has no id or no version, without which the host knows no queues")
	}
	if complete := file.Extensions.ServiceBus.AutoCompleteMessages; complete != nil && !*complete {
		c.fault(hostName, "extensions.serviceBus.autoCompleteMessages is false, and a custom handler can't complete messages itself")
	}
}
