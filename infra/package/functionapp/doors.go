package functionapp

import (
	"path"
	"regexp"
	"strings"
)

// binding is one entry of a function.json.
type binding struct {
	Type, Direction, Name string
	Route, AuthLevel      string
	Methods               []string
	QueueName, DataType   string
	Connection, Schedule  string
}

// bindingName is what names of bindings are made of: the host never ran a
// timer whose binding was named do-500.
var bindingName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)

// functions looks at each function.json.
func (c *check) functions() {
	if len(c.names) == 0 {
		c.fault("the root", "it has no functions")
	}
	for _, name := range c.names {
		where := path.Join(name, functionName)
		var file struct{ Bindings []binding }
		if !c.read(where, &file) {
			continue
		}
		triggers := 0
		for _, one := range file.Bindings {
			if strings.HasSuffix(one.Type, "Trigger") {
				triggers++
				c.trigger(name, where, one, len(file.Bindings))
			}
		}
		if triggers != 1 {
			c.fault(where, "it has %d triggers, not one", triggers)
		}
	}
}

func (c *check) trigger(name, where string, one binding, all int) {
	if one.Direction != "in" {
		c.fault(where, "the direction of %s is %q, not in", one.Type, one.Direction)
	}
	if !bindingName.MatchString(one.Name) {
		c.fault(where, "the host may never run a binding named %q; letters and digits are fine", one.Name)
	}
	switch one.Type {
	case "httpTrigger":
		c.http(name, where, one, all)
	case "serviceBusTrigger":
		c.queue(where, one)
	case "timerTrigger":
		if one.Schedule == "" {
			c.fault(where, "it has no schedule")
		}
	default:
		c.fault(where, "no door of ours has a %s", one.Type)
	}
}

// http holds a door to the route that its folder below functions/ is named
// after, so that whoever sees a URL finds the code.
func (c *check) http(name, where string, one binding, all int) {
	if first, _, _ := strings.Cut(one.Route, "/"); first != name {
		c.fault(where, "route %q isn't under functions/%s: it begins with %q", one.Route, name, first)
	}
	if one.AuthLevel != "anonymous" {
		c.fault(where, "authLevel is %q, not anonymous: our doors check who calls", one.AuthLevel)
	}
	if len(one.Methods) == 0 {
		c.fault(where, "it names no methods, so that the host lets all of them in")
	}
	if all != 2 {
		c.fault(where, "it has %d bindings, and the host proxies functions with one httpTrigger and one http output only", all)
	}
}

func (c *check) queue(where string, one binding) {
	if one.DataType != "binary" {
		c.fault(where, "dataType is %q, not binary, so that a sender could overwrite what the host says of a message", one.DataType)
	}
	if !strings.HasPrefix(one.QueueName, "%") || !strings.HasSuffix(one.QueueName, "%") || len(one.QueueName) < 3 {
		c.fault(where, "queueName %q is no %%SETTING%%", one.QueueName)
	}
	if one.Connection == "" {
		c.fault(where, "it has no connection")
	}
}
