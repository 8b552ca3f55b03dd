package house

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Imports holds every import against the tables of rooms and guests.
func Imports(tree *Tree) []Breach {
	var found []Breach
	for _, file := range tree.Go {
		if tree.nested(file.Folder) {
			continue
		}
		found = append(found, importsOf(file)...)
	}
	return found
}

func importsOf(file *GoFile) []Breach {
	room, ok := roomOf(file.Folder)
	if !ok {
		return []Breach{{
			At:    file.Path,
			Wrong: file.Folder + " is no room of the house",
			Do:    "move it into one, or give it a row in infra/house/rooms.go",
		}}
	}
	var found []Breach
	for _, spec := range file.AST.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has checked it
		}
		if breach, bad := room.refuses(file, imported); bad {
			breach.At = file.At(spec)
			found = append(found, breach)
		}
	}
	return found
}

func (r Room) refuses(file *GoFile, imported string) (Breach, bool) {
	if own, ours := strings.CutPrefix(imported, module+"/"); ours {
		return r.refusesOwn(file, own)
	}
	if !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
		return Breach{}, false // the standard library
	}
	if r.Plain && !file.Test {
		return Breach{
			Wrong: fmt.Sprintf("%s imports %s, but %s", file.Folder, imported, r.Why),
			Do:    "use the standard library",
		}, true
	}
	return refusesGuest(file, imported)
}

func (r Room) refusesOwn(file *GoFile, own string) (Breach, bool) {
	allowed := append(slices.Clone(r.May), file.Folder)
	who := file.Folder
	if file.Test {
		allowed = append(allowed, r.Tests...)
		who = "a test of " + who
	}
	if anyCovers(allowed, own) && (file.Folder != own || file.Test) {
		return Breach{}, false
	}
	return Breach{
		Wrong: fmt.Sprintf("%s imports %s, but %s", who, own, r.Why),
		Do:    "hand it in from a room that may, or move the wall in infra/house/rooms.go and say why",
	}, true
}

func refusesGuest(file *GoFile, imported string) (Breach, bool) {
	for _, guest := range Guests() {
		if !guest.covers(imported) || anyCovers(guest.In, file.Folder) || (guest.Tests && file.Test) {
			continue
		}
		return Breach{
			Wrong: fmt.Sprintf("%s imports %s, but %s", file.Folder, imported, guest.Why),
			Do:    "keep it to " + strings.Join(guest.In, ", ") + " (infra/house/guests.go)",
		}, true
	}
	return Breach{}, false
}
