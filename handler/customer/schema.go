package customer

import (
	"bytes"
	"encoding/json"
	"fmt"

	"usher/steps/step"
)

// SchemaFile is where the schema of documents is kept, for editors.
const SchemaFile = "handler/customer/document.schema.json"

// schema is a part of a JSON Schema.
type schema map[string]any

func anyOf(parts ...schema) schema { return schema{"anyOf": parts} }

func (ks keys) schema() schema {
	properties := schema{}
	required := []string{}
	for _, k := range ks {
		properties[k.name] = k.schema()
		if k.need != "" {
			required = append(required, k.name)
		}
	}
	s := schema{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// schema of a key lets it stand without a value, which counts as absent,
// unless it must be there.
func (k key) schema() schema {
	s := k.form.schema()
	if k.need == "" {
		s = anyOf(s, schema{"type": "null"})
	}
	s["description"] = k.description()
	if k.preset != "" {
		s["default"] = k.preset
	}
	return s
}

// description is what people read about a key.
func (k key) description() string {
	if k.kept {
		return k.says + " (kept with the document; nothing acts on it yet)"
	}
	return k.says
}

// Schema returns the JSON Schema of a document, draft 2020-12. What two keys
// mean together it can't say: customer check does.
func Schema() ([]byte, error) {
	s := table(&step.Customer{}).schema()
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "A customer's document"
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return out.Bytes(), nil
}
