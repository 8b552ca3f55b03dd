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

// parameter is a part of a route that stands for anything.
var parameter = regexp.MustCompile(`\{[^}]*\}`)

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
	return []Breach{{At: d.json(), Wrong: fmt.Sprintf("it has %d triggers", count), Do: "give it exactly one"}}
}

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
