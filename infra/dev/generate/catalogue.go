package generate

import (
	"fmt"
	"slices"
	"strings"

	"usher/steps"
	"usher/steps/step"
)

// CatalogueFile is where people read what Usher can do and what it needs for
// that.
const CatalogueFile = "steps/CATALOGUE.md"

// catalogue returns every step and every permission in Markdown.
func catalogue(all []step.Step) string {
	var out strings.Builder
	out.WriteString(`# The catalogue

Written by ` + "`go run ./infra/dev generate`" + ` from the steps themselves: what Usher can change, in the order in which
people see the lines of a plan. Lines run in the order of their facts: a step waits for those that give
what it needs.
`)
	for _, part := range step.Parts() {
		var rows []string
		for i := range all {
			if all[i].Part == part {
				rows = append(rows, stepRow(&all[i]))
			}
		}
		if len(rows) > 0 {
			fmt.Fprintf(&out, "\n## %s\n\n| step | what it does | waits for | undo |\n| --- | --- | --- | --- |\n%s", part, strings.Join(rows, ""))
		}
	}
	out.WriteString(`
## Permissions

The least application permissions, for every step that there is. What one customer's document needs is less
where switches are off: ` + "`handler scopes --customer FILE`" + ` lists it, with the commands that grant it.

| resource | permission | Entra role beside it | for |
| --- | --- | --- | --- |
`)
	for _, p := range permissions(all) {
		fmt.Fprintf(&out, "| %s | `%s` | %s | %s |\n", p.Resource, p.Permission, p.Role, cell(strings.Join(p.For, ", ")))
	}
	return out.String()
}

func stepRow(s *step.Step) string {
	waits := []string{}
	for _, fact := range s.Needs {
		if !slices.Contains(step.RequestFacts(), fact) {
			waits = append(waits, string(fact))
		}
	}
	for _, earlier := range s.After {
		waits = append(waits, "the end of `"+earlier+"`")
	}
	if s.Last {
		waits = append(waits, "the end of all others")
	}
	if s.Visible {
		waits = append(waits, "the cut")
	}
	undo := "yes"
	if s.Undo == nil {
		undo = s.Never
	}
	what := s.Title
	for _, remark := range []struct{ mark, says string }{
		{"irreversible", s.Irreversible}, {"can't be looked up", s.Blind},
	} {
		if remark.says != "" {
			what += "; **" + remark.mark + "**: " + remark.says
		}
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s |\n", s.Name, cell(what), cell(strings.Join(waits, ", ")), cell(undo))
}

// permissions are those of planning and of all steps, sorted.
func permissions(all []step.Step) []steps.Permission {
	var list []steps.Permission
	add := func(scope step.Scope, reason string) {
		i := slices.IndexFunc(list, func(p steps.Permission) bool { return p.Scope == scope })
		if i < 0 {
			list, i = append(list, steps.Permission{Scope: scope}), len(list)
		}
		list[i].For = append(list[i].For, reason)
	}
	for _, scope := range steps.Planning() {
		add(scope, "planning")
	}
	for i := range all {
		for _, scope := range all[i].Scopes {
			add(scope, all[i].Name)
		}
	}
	slices.SortFunc(list, func(a, b steps.Permission) int {
		return strings.Compare(string(a.Resource)+a.Permission, string(b.Resource)+b.Permission)
	})
	return list
}

// cell makes words fit for a table's cell.
func cell(words string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ").Replace(words)
}
