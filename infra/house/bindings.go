package house

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// binding is one entry of a function.json, with the keys that our doors use.
type binding struct {
	Type      string   `json:"type"`
	Direction string   `json:"direction"`
	Name      string   `json:"name"`
	AuthLevel string   `json:"authLevel"`
	Methods   []string `json:"methods"`
	Route     string   `json:"route"`

	QueueName  string `json:"queueName"`
	Connection string `json:"connection"`
	DataType   string `json:"dataType"`

	Schedule     string `json:"schedule"`
	RunOnStartup bool   `json:"runOnStartup"`
	UseMonitor   bool   `json:"useMonitor"`
}

var (
	// settingName is a setting of the function app, as bindings name it.
	settingName = regexp.MustCompile(`^%[A-Za-z][A-Za-z0-9_]*%$`)
	// bindingName is narrower than what the host documents: a timer whose
	// binding was named with a hyphen never ran.
	bindingName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)
)

// bindingsOf reads a door's function.json.
func bindingsOf(tree *Tree, one door) ([]binding, []Breach) {
	text, found := tree.Texts[one.json()]
	if !found {
		return nil, []Breach{{
			At:    "functions/" + one.name,
			Wrong: "it has no function.json, so that the Functions host never sees it",
			Do:    "add one beside the Go, or move the package out of functions/",
		}}
	}
	var function struct {
		Bindings []binding `json:"bindings"`
	}
	strict := json.NewDecoder(bytes.NewReader([]byte(text)))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&function); err != nil {
		return nil, []Breach{{
			At:    one.json(),
			Wrong: strings.ReplaceAll(err.Error(), "\n", " "),
			Do:    "write bindings with the keys that infra/house/bindings.go knows",
		}}
	}
	return function.Bindings, one.triggers(function.Bindings)
}

func (d door) triggers(bindings []binding) []Breach {
	count := 0
	for _, one := range bindings {
		if strings.HasSuffix(one.Type, "Trigger") {
			count++
		}
	}
	if count == 1 {
		return nil
	}
	return []Breach{d.wrong(fmt.Sprintf("it has %d triggers", count), "give it exactly one")}
}

// bound holds the bindings of a door to what each kind must say.
func (d door) bound() []Breach {
	var found []Breach
	for _, one := range d.bindings {
		if !bindingName.MatchString(one.Name) {
			found = append(found, d.wrong(fmt.Sprintf("binding %q has a name that the host may never run", one.Name), "use letters and digits only"))
		}
		switch one.Type {
		case "httpTrigger":
			found = append(found, d.http(one)...)
		case "http":
			found = append(found, d.needs(one.Direction == "out", "its http binding isn't an output", `set "direction": "out"`)...)
		case "serviceBusTrigger":
			found = append(found, d.queue(one)...)
		case "timerTrigger":
			found = append(found, d.timer(one)...)
		default:
			found = append(found, d.wrong(fmt.Sprintf("binding type %q is none that our doors use", one.Type), "use httpTrigger with http, serviceBusTrigger or timerTrigger"))
		}
	}
	return found
}

func (d door) http(one binding) []Breach {
	outputs := 0
	for _, other := range d.bindings {
		if other.Type == "http" {
			outputs++
		}
	}
	// The host passes a request through only where one httpTrigger meets one
	// http output and nothing else.
	proxied := outputs == 1 && len(d.bindings) == 2
	found := d.needs(one.Direction == "in", "its httpTrigger isn't an input", `set "direction": "in"`)
	found = append(found, d.needs(proxied, "the host doesn't proxy it", "give it one httpTrigger and one http output, and nothing else")...)
	found = append(found, d.needs(one.AuthLevel == "anonymous", "its authLevel isn't anonymous", "set it: our doors check who calls, and a key in the URL isn't who")...)
	found = append(found, d.needs(len(one.Methods) > 0, "it names no methods", `add "methods", so that the host refuses the others`)...)
	plain := one.Route != "" && !strings.HasPrefix(one.Route, "/") && !strings.HasPrefix(one.Route, "api/") && !strings.HasPrefix(one.Route, "{")
	return append(found, d.needs(plain, fmt.Sprintf("route %q isn't one that handler/doors.go can register", one.Route), "start it with a name of its own; the host puts /api/ in front")...)
}

func (d door) queue(one binding) []Breach {
	found := d.needs(one.Direction == "in", "its serviceBusTrigger isn't an input", `set "direction": "in"`)
	found = append(found, d.needs(one.DataType == "binary", "its dataType isn't binary, so that a sender can overwrite MessageId and DeliveryCount", `set "dataType": "binary"`)...)
	found = append(found, d.needs(settingName.MatchString(one.QueueName), fmt.Sprintf("queueName %q isn't a setting", one.QueueName), "write it as %SETTING%, so that the deployment names the queue")...)
	return append(found, d.needs(one.Connection != "", "it names no connection", `add "connection" with the setting's prefix`)...)
}

func (d door) timer(one binding) []Breach {
	schedule := settingName.MatchString(one.Schedule) || len(strings.Fields(one.Schedule)) == 6
	found := d.needs(one.Direction == "in", "its timerTrigger isn't an input", `set "direction": "in"`)
	return append(found, d.needs(schedule, fmt.Sprintf("schedule %q isn't one of the host's", one.Schedule), "write six fields, seconds first, or %SETTING%")...)
}

func (d door) needs(fine bool, wrong, do string) []Breach {
	if fine {
		return nil
	}
	return []Breach{d.wrong(wrong, do)}
}

func (d door) wrong(wrong, do string) Breach { return Breach{At: d.json(), Wrong: wrong, Do: do} }

// routeKeys returns "METHOD route" for each method that an HTTP door answers,
// with the names of parameters left out.
func routeKeys(bindings []binding) []string {
	var keys []string
	for _, one := range bindings {
		if one.Type != "httpTrigger" {
			continue
		}
		for _, method := range one.Methods {
			keys = append(keys, strings.ToUpper(method)+" "+parameter.ReplaceAllString(one.Route, "{}"))
		}
	}
	return keys
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)
