package house

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// stepName is a step's stable id: kebab-case.
var stepName = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)

// Catalogue holds the steps, in the order of the catalogue, to the rules of
// a step's literal. Known are the names that runs may have stored: each must
// still be there.
func Catalogue(steps []step.Step, known []string) []Breach {
	found := names(steps, known)
	for i := range steps {
		found = append(found, literalOf(&steps[i])...)
		found = append(found, orderOf(steps, i)...)
	}
	return append(found, cycles(steps)...)
}

func names(steps []step.Step, known []string) []Breach {
	var found []Breach
	seen := map[string]bool{}
	for i := range steps {
		name := steps[i].Name
		if !stepName.MatchString(name) {
			found = append(found, about(name, "its name isn't kebab-case", "write it with small letters and hyphens, such as block-sign-in"))
		}
		if seen[name] {
			found = append(found, about(name, "the catalogue has it twice", "remove one"))
		}
		seen[name] = true
		if !slices.Contains(known, name) {
			found = append(found, about(name, "infra/house/steps.txt doesn't know its name", "run go run ./infra/dev generate"))
		}
	}
	for _, name := range known {
		if !seen[name] {
			found = append(found, about(name, "it is gone from the catalogue, but stored runs name it", "bring it back under this name"))
		}
	}
	return found
}

// longestTitle is how long a title may be, in characters.
const longestTitle = 40

func literalOf(s *step.Step) []Breach {
	var found []Breach
	need := func(fine bool, wrong, do string) {
		if !fine {
			found = append(found, about(s.Name, wrong, do))
		}
	}
	need(len([]rune(s.Title)) <= longestTitle, fmt.Sprintf("its title has more than %d characters", longestTitle), "shorten it")
	need(sentenceCase(s.Title), fmt.Sprintf("its title %q isn't in sentence case", s.Title), "write only the first word and names with a capital, and no full stop")
	need(slices.Contains(step.Parts(), s.Part), fmt.Sprintf("its part %q is none of step.Parts", s.Part), "say under which heading people see it")
	need(s.Wanted != nil, "it has no Wanted", "say which requests and documents ask for it")
	need(s.Check != nil, "it has no Check", "say how to look whether it is done")
	need(s.Plan != nil, "it has no Plan", "put it into a sentence for the approver")
	need(s.Do != nil, "it has no Do", "make the change there")
	need((s.Then == nil) != (s.Each == nil), "it has both or neither of Then and Each", "set Then for one object, Each for many")
	need((s.Undo == nil) != (s.Never == ""), "it has both or neither of Undo and Never", "undo it, or say why nobody can")
	need(reason(s.Never), "Never isn't a reason", "write a few words on why nobody can undo it")
	need(reason(s.Blind), "Blind isn't a reason", "write a few words on why its outcome can't be looked up")
	need(!s.Cut || !s.Visible, "it is both Cut and Visible, so that it waits for itself", "choose one")
	for _, scope := range s.Scopes {
		need(scope.Resource != "" && scope.Permission != "", "one of its scopes names no resource or no permission", "use step.GraphScope or step.ExchangeScope")
	}
	return found
}

// reason tells whether a text that may be left out says more than yes.
func reason(text string) bool { return text == "" || strings.Contains(strings.TrimSpace(text), " ") }

// sentenceCase tells whether only the first word, abbreviations and names
// begin with a capital.
func sentenceCase(title string) bool {
	words := strings.Fields(title)
	if len(words) == 0 || strings.HasSuffix(title, ".") || !capital(words[0]) {
		return false
	}
	return !slices.ContainsFunc(words[1:], func(word string) bool {
		return capital(word) && strings.ToUpper(word) != word && !slices.Contains(properNames(), word)
	})
}

func capital(word string) bool { return strings.ToUpper(word[:1]) == word[:1] }

func properNames() []string {
	return []string{
		"Microsoft", "Teams", "Entra", "Exchange", "Outlook", "Intune", "Graph", "Temporary", "Access", "Pass",
		"OneDrive", "SharePoint", "Plan", "Password", "Pusher", "Partner", "Center", "Pax8", "Active", "Directory",
	}
}

func about(name, wrong, do string) Breach {
	return Breach{At: fmt.Sprintf("step %q", name), Wrong: wrong, Do: do}
}
