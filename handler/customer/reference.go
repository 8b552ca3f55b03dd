package customer

import (
	"fmt"
	"strings"

	"usher/steps/step"
)

// ReferenceFile is where the reference of documents is kept, for people.
const ReferenceFile = "handler/customer/REFERENCE.md"

// Reference returns every key of a document in Markdown: what may stand
// there, what counts without it, what it means.
func Reference() string {
	var out strings.Builder
	out.WriteString(`# A customer's document, key by key

Written by ` + "`go run ./infra/dev generate`" + ` from the tables of this package. A document to copy is
` + "`samples/contoso.yaml`" + `; this line at its top lets editors check and complete it:

    # yaml-language-server: $schema=document.schema.json

A key marked *kept* is checked and kept with the document; nothing acts on it yet.
`)
	writeKeys(&out, "", table(&step.Customer{}))
	return out.String()
}

// writeKeys writes the table of one section and then those below it.
func writeKeys(out *strings.Builder, path string, ks keys) {
	title := "At the top"
	if path != "" {
		title = "`" + path + "`"
	}
	fmt.Fprintf(out, "\n## %s\n\n| key | what may stand there | default | meaning |\n| --- | --- | --- | --- |\n", title)
	for _, k := range ks {
		fmt.Fprintf(out, "| `%s` | %s | %s | %s |\n", k.name, cell(k.form.words()), k.usual(), cell(k.meaning()))
	}
	for _, k := range ks {
		if below := k.form.below(); len(below) > 0 {
			writeKeys(out, k.pathBelow(path), below)
		}
	}
}

// pathBelow is the path under which people find the keys of a section.
func (k key) pathBelow(path string) string {
	if path != "" {
		path += "."
	}
	path += k.name
	if list, ok := k.form.(many); ok && list.named {
		return path + ".NAME"
	} else if ok {
		return path + "[]"
	}
	return path
}

// usual is what counts where the key isn't written.
func (k key) usual() string {
	switch {
	case k.need != "":
		return "*needed*"
	case k.preset != "":
		return "`" + k.preset + "`"
	}
	return ""
}

func (k key) meaning() string {
	if k.kept {
		return k.says + " (*kept*)"
	}
	return k.says
}

// cell makes words fit for a table's cell.
func cell(words string) string { return strings.ReplaceAll(words, "|", "\\|") }
