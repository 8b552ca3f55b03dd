package house

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// The patterns are put together from halves, so that they don't find
// themselves.
var (
	unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b|\bnot ` + `implemented\b`)

	// machinePath is an absolute path that only one machine has. /home/site
	// is where the Functions host lives on every one.
	machinePath = regexp.MustCompile(`(^|[\s"'` + "`" + `=(:,])(/wo` + `rk/|/tm` + `p/|/ro` + `ot/[.g]|/Us` + `ers/[A-Za-z]|/ho` + `me/[a-z]+)`)

	// registry is the address of a place that packages are fetched from,
	// which is a setting of each machine.
	registry = regexp.MustCompile(`\b(proxy\.gol` + `ang\.org|sum\.gol` + `ang\.org|registry\.npm` + `js\.org|deb\.deb` + `ian\.org|files\.python` + `hosted\.org)\b`)
)

// Unfinished finds what was left for later in Go and Terraform.
func Unfinished(tree *Tree) []Breach {
	return grep(tree, unfinished, []string{".go", ".tf"}, func(hit string) Breach {
		return Breach{Wrong: hit + " marks unfinished work", Do: "finish it, or say what is so and why"}
	})
}

// MachinePaths finds paths and addresses of one machine in any text file.
func MachinePaths(tree *Tree) []Breach {
	paths := grep(tree, machinePath, nil, func(hit string) Breach {
		return Breach{Wrong: hit + " is a path of one machine", Do: "use a relative path, a setting or t.TempDir"}
	})
	return append(paths, grep(tree, registry, []string{".go", ".tf", ".md", ".yaml"}, func(hit string) Breach {
		return Breach{Wrong: hit + " is a setting of one machine", Do: "leave it to the package manager's own settings"}
	})...)
}

// grep calls breach for every line that matches, in files with one of these
// extensions or, where there are none, in all text files.
func grep(tree *Tree, pattern *regexp.Regexp, extensions []string, breach func(hit string) Breach) []Breach {
	var found []Breach
	for _, name := range tree.Paths {
		if extensions != nil && !slices.Contains(extensions, path.Ext(name)) {
			continue
		}
		number := 0
		for line := range strings.Lines(tree.Texts[name]) {
			number++
			hit := strings.Trim(pattern.FindString(line), " \t\"'`=(:,")
			if hit == "" || strings.HasPrefix(hit, "/home/site") {
				continue
			}
			one := breach(hit)
			one.At = place(name, number)
			found = append(found, one)
		}
	}
	return found
}
