package house

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// doorName is what the Functions host takes for a function's name.
// Source: Azure/azure-functions-host, src/WebJobs.Script/Utility.cs
var doorName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,127}$`)

// doorsFile is where doors are registered.
const doorsFile = "handler/doors.go"

// door is one folder below functions/, as far as the rules look at it.
type door struct {
	name     string
	hasGo    bool
	bindings []binding
}

func (d door) json() string { return "functions/" + d.name + "/function.json" }

// shared tells whether a folder below functions/ is no function, but what
// several of them need.
func shared(name string) bool { return slices.Contains([]string{"host", "gate", "page"}, name) }

// Doors holds every folder below functions/, save those that doors share, to
// what the Functions host expects of a function and to what handler/doors.go
// registers.
func Doors(tree *Tree) []Breach {
	found := misplaced(tree)
	for _, one := range doors(tree) {
		bindings, breaches := bindingsOf(tree, one)
		one.bindings = bindings
		found = append(found, breaches...)
		found = append(found, one.named()...)
		if len(bindings) > 0 {
			found = append(found, one.bound()...)
			found = append(found, one.registered(tree)...)
		}
	}
	return append(found, sharedRoutes(tree)...)
}

// doors returns the folders directly below functions/, sorted by name.
func doors(tree *Tree) []door {
	var all []door
	for _, name := range tree.Paths {
		parts := strings.Split(name, "/")
		if len(parts) < 3 || parts[0] != "functions" || shared(parts[1]) {
			continue
		}
		if len(all) == 0 || all[len(all)-1].name != parts[1] {
			all = append(all, door{name: parts[1]})
		}
		if len(parts) == 3 && path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") {
			all[len(all)-1].hasGo = true
		}
	}
	return all
}

// misplaced finds each function.json that the host would never see, since it
// looks at the direct children of its root only, or that isn't a door's.
func misplaced(tree *Tree) []Breach {
	var found []Breach
	for _, name := range tree.Paths {
		parts := strings.Split(name, "/")
		if path.Base(name) != "function.json" || inTestdata(name) {
			continue
		}
		if len(parts) == 3 && parts[0] == "functions" && !shared(parts[1]) {
			continue
		}
		found = append(found, Breach{
			At:    name,
			Wrong: "no function of ours lies here",
			Do:    "put it beside its Go in functions/NAME, or delete it",
		})
	}
	return found
}

func (d door) named() []Breach {
	var found []Breach
	if !doorName.MatchString(d.name) {
		found = append(found, Breach{
			At:    "functions/" + d.name,
			Wrong: "the Functions host takes no function of this name",
			Do:    "name it with lower-case letters and digits, a letter first",
		})
	}
	if !d.hasGo {
		found = append(found, Breach{
			At:    "functions/" + d.name,
			Wrong: "it has no Go code",
			Do:    "add the door's handler beside its function.json, or remove the folder",
		})
	}
	return found
}

// registered looks for the door in handler/doors.go, as far as its text
// tells: the import, and a text, literal or a constant of ours, with the path
// on which the host calls it.
func (d door) registered(tree *Tree) []Breach {
	file := goFile(tree, doorsFile)
	if file == nil || !slices.Contains(importPaths(file), module+"/functions/"+d.name) {
		return []Breach{{
			At:    "functions/" + d.name,
			Wrong: doorsFile + " doesn't import it, so that nobody answers the host's calls",
			Do:    "register it there",
		}}
	}
	segment := d.segment()
	for _, text := range append(stringLiterals(file), constantsOf(tree, file)...) {
		if slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == ' ' }), segment) {
			return nil
		}
	}
	return []Breach{{
		At:    doorsFile,
		Wrong: "no path with " + segment + " is registered, but the host calls functions/" + d.name + " there",
		Do:    "register exactly what " + d.json() + " says",
	}}
}

// segment is the part of the path that must stand in handler/doors.go: the
// first of an HTTP door's route, and the function's name for other doors.
func (d door) segment() string {
	for _, one := range d.bindings {
		if one.Type == "httpTrigger" {
			first, _, _ := strings.Cut(one.Route, "/")
			return first
		}
	}
	return d.name
}

// sharedRoutes finds HTTP doors that answer the same route and method.
func sharedRoutes(tree *Tree) []Breach {
	var found []Breach
	taken := map[string]string{}
	for _, one := range doors(tree) {
		bindings, _ := bindingsOf(tree, one)
		for _, key := range routeKeys(bindings) {
			if other, twice := taken[key]; twice {
				found = append(found, Breach{
					At:    one.json(),
					Wrong: key + " is the route of functions/" + other + ", too",
					Do:    "give each door a route or a method of its own",
				})
				continue
			}
			taken[key] = one.name
		}
	}
	return found
}
