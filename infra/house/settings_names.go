package house

import (
	"encoding/json"
	"go/ast"
	"path"
	"regexp"
	"strings"
)

var (
	// deployedSetting is a setting in Terraform, told from arguments by its
	// capitals or its two underscores; one of the host's has neither.
	deployedSetting = regexp.MustCompile(`^\s*"?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Za-z][A-Za-z0-9_]*__[A-Za-z]+|AzureWebJobsStorage)"?\s*=[^=]`)

	// insightsArgument is how the provider spells
	// APPLICATIONINSIGHTS_CONNECTION_STRING, which it keeps out of app_settings.
	insightsArgument = regexp.MustCompile(`^\s*application_insights_connection_string\s*=`)
)

// settingNames returns the names that each place has, with where they stand. A
// place that can't be read is a breach, and has none.
func settingNames(tree *Tree) (map[string]map[string]string, []Breach) {
	found := map[string]map[string]string{
		readPlace:     settingsRead(tree),
		samplePlace:   settingsSampled(tree),
		deployedPlace: settingsDeployed(tree),
	}
	var breaches []Breach
	for _, one := range []struct{ place, do string }{
		{readPlace, "list what it reads in one []setting, each with its name first"},
		{samplePlace, `write {"IsEncrypted": false, "Values": {…}}`},
		{deployedPlace, "set the app's settings there, one a line"},
	} {
		if len(found[one.place]) == 0 {
			found[one.place] = nil
			breaches = append(breaches, Breach{At: one.place, Wrong: "no settings were found there, so that nothing can be compared", Do: one.do})
		}
	}
	return found, breaches
}

// settingsRead finds the first text of each entry of a []setting.
func settingsRead(tree *Tree) map[string]string {
	names := map[string]string{}
	file := goFile(tree, readPlace)
	if file == nil {
		return names
	}
	ast.Inspect(file.AST, func(node ast.Node) bool {
		table, ok := node.(*ast.CompositeLit)
		if !ok || !listOf(table.Type, "setting") {
			return true
		}
		for _, entry := range table.Elts {
			if name, at := firstText(entry); at != nil {
				names[name] = file.At(at)
			}
		}
		return false
	})
	return names
}

func listOf(kind ast.Expr, element string) bool {
	array, ok := kind.(*ast.ArrayType)
	if !ok {
		return false
	}
	name, ok := array.Elt.(*ast.Ident)
	return ok && name.Name == element
}

func firstText(entry ast.Expr) (string, ast.Node) {
	fields, ok := entry.(*ast.CompositeLit)
	if !ok || len(fields.Elts) == 0 {
		return "", nil
	}
	text, ok := fields.Elts[0].(*ast.BasicLit)
	if !ok {
		return "", nil
	}
	return literal(text), text
}

func settingsSampled(tree *Tree) map[string]string {
	var sample struct{ Values map[string]string }
	if err := json.Unmarshal([]byte(tree.Texts[samplePlace]), &sample); err != nil {
		return nil // said as a place where nothing was found
	}
	names := map[string]string{}
	for name := range sample.Values {
		names[name] = samplePlace
	}
	return names
}

func settingsDeployed(tree *Tree) map[string]string {
	names := map[string]string{}
	for _, file := range tree.Paths {
		if path.Dir(file) != "infra" || path.Ext(file) != ".tf" {
			continue
		}
		number := 0
		for line := range strings.Lines(tree.Texts[file]) {
			number++
			if hit := deployedSetting.FindStringSubmatch(line); hit != nil {
				names[hit[1]] = place(file, number)
			}
			if insightsArgument.MatchString(line) {
				names["APPLICATIONINSIGHTS_CONNECTION_STRING"] = place(file, number)
			}
		}
	}
	return names
}

// settingsBound finds what functions refer to: %SETTING%, and a connection,
// which stands for the settings that begin with its name.
func settingsBound(tree *Tree) map[string]string {
	names := map[string]string{}
	for _, one := range doors(tree) {
		bindings, _ := bindingsOf(tree, one) // what is wrong with them, Doors says
		for _, b := range bindings {
			for _, text := range []string{b.QueueName, b.Schedule} {
				if settingName.MatchString(text) {
					names[strings.Trim(text, "%")] = one.json()
				}
			}
			if b.Connection != "" {
				names[b.Connection+"__fullyQualifiedNamespace"] = one.json()
			}
		}
	}
	return names
}
