// Package blank writes the beginnings of a new step: its file, its test and
// its entry in the catalogue. They compile; the step's contract then says
// what is still to be filled in.
package blank

import (
	"fmt"
	"go/format"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Packages returns the packages that steps live in.
func Packages() []string { return []string{"onboard", "offboard", "transfer", "records"} }

// Step is a step that doesn't exist yet.
type Step struct {
	Name    string // kebab-case, such as cancel-meetings
	Package string // one of Packages
}

var form = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)

// Check tells what is wrong with a step's name and package; nil if nothing.
func (s Step) Check() error {
	if !form.MatchString(s.Name) || len(s.Title()) > 40 {
		return fmt.Errorf("%q can't be a step's name: write it in small letters with hyphens, at most 40, such as cancel-meetings", s.Name)
	}
	if !slices.Contains(Packages(), s.Package) {
		return fmt.Errorf("there is no package %q for steps; there are %s", s.Package, strings.Join(Packages(), ", "))
	}
	return nil
}

// Title is the name as a heading.
func (s Step) Title() string {
	words := []rune(strings.ReplaceAll(s.Name, "-", " "))
	if len(words) > 0 {
		words[0] = unicode.ToUpper(words[0])
	}
	return string(words)
}

// Variable is the Go name of the step.
func (s Step) Variable() string {
	var name strings.Builder
	for word := range strings.SplitSeq(s.Name, "-") {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return name.String()
}

// File is the step's file, from the top of the repository.
func (s Step) File() string {
	return path.Join("steps", s.Package, strings.ReplaceAll(s.Name, "-", "_")+".go")
}

// TestFile is the file of the step's test.
func (s Step) TestFile() string { return strings.TrimSuffix(s.File(), ".go") + "_test.go" }

// catalogueFile lists all steps.
const catalogueFile = "steps/steps.go"

// Write writes the step's files below root and returns their paths. Nothing
// that is there is overwritten but the catalogue, which gets an entry more.
func (s Step) Write(root string) ([]string, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	files, err := s.files(root)
	if err != nil {
		return nil, err
	}
	var written []string
	for _, one := range files {
		file := filepath.Join(root, filepath.FromSlash(one.path))
		if _, err := os.Stat(file); err == nil && one.path != catalogueFile {
			return nil, fmt.Errorf("%s is there already: choose another name, or change that step", one.path)
		}
	}
	for _, one := range files {
		file := filepath.Join(root, filepath.FromSlash(one.path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return written, err
		}
		if err := os.WriteFile(file, one.text, 0o644); err != nil {
			return written, err
		}
		written = append(written, one.path)
	}
	return written, nil
}

type file struct {
	path string
	text []byte
}

func (s Step) files(root string) ([]file, error) {
	catalogue, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(catalogueFile)))
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	listed, err := s.list(string(catalogue))
	if err != nil {
		return nil, err
	}
	texts := []file{{s.File(), []byte(s.source())}, {s.TestFile(), []byte(s.test())}, {catalogueFile, []byte(listed)}}
	if _, err := os.Stat(filepath.Join(root, "steps", s.Package)); os.IsNotExist(err) {
		texts = append(texts, file{path.Join("steps", s.Package, s.Package+".go"), []byte(s.packageComment())})
	}
	for i := range texts {
		if texts[i].text, err = format.Source(texts[i].text); err != nil {
			return nil, fmt.Errorf("write %s: %w", texts[i].path, err)
		}
	}
	return texts, nil
}

var (
	entryLine  = regexp.MustCompile(`(?m)^\t\t([a-z]+)\.([A-Z][A-Za-z0-9]*),\n`)
	importLine = regexp.MustCompile(`(?m)^\t"usher/steps/step"\n`)
)

// last is the step that ends every plan, and so the catalogue.
const last = "\t\trecords.UpdateTicket,\n"

// list puts the step into the catalogue: after the last one of its package,
// or at the end, and before the step that ends every plan.
func (s Step) list(catalogue string) (string, error) {
	entry := fmt.Sprintf("\t\t%s.%s,\n", s.Package, s.Variable())
	if strings.Contains(catalogue, entry) {
		return "", fmt.Errorf("the catalogue has %s.%s already", s.Package, s.Variable())
	}
	at := strings.Index(catalogue, last)
	for _, place := range entryLine.FindAllStringSubmatchIndex(catalogue, -1) {
		if catalogue[place[2]:place[3]] == s.Package && catalogue[place[0]:place[1]] != last {
			at = place[1]
		}
	}
	if at < 0 {
		return "", fmt.Errorf("%s isn't as expected: add %s by hand", catalogueFile, strings.TrimSpace(entry))
	}
	catalogue = catalogue[:at] + entry + catalogue[at:]
	if own := fmt.Sprintf("\t\"usher/steps/%s\"\n", s.Package); !strings.Contains(catalogue, own) {
		catalogue = importLine.ReplaceAllString(catalogue, own+"$0")
	}
	return catalogue, nil
}
