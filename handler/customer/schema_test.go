package customer_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"usher/handler/customer"
)

// TestSchemaTakesWhatParses holds the schema to the documents that are right.
func TestSchemaTakesWhatParses(t *testing.T) {
	t.Parallel()
	full, err := os.ReadFile("testdata/full.yaml")
	require.NoError(t, err)
	documents := [][]byte{full, []byte(base)}
	for _, sample := range customer.Samples() {
		documents = append(documents, sample.YAML)
	}
	for _, document := range documents {
		require.Empty(t, held(t, document))
	}
}

// TestSchemaRefusesWhatIsBroken lists the broken documents with which only
// customer check can help: a schema knows neither zones nor what two keys mean
// together.
func TestSchemaRefusesWhatIsBroken(t *testing.T) {
	t.Parallel()
	beyond := []string{
		"05-time-zone", "09-same-person-twice", "10-shared-channel", "13-tabs", "14-twice", "20-instructions",
	}
	for _, folder := range brokenDocuments(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			document, err := os.ReadFile(filepath.Join(folder, "northwind.yaml"))
			require.NoError(t, err)
			var any map[string]any
			if yaml.Unmarshal(document, &any) != nil {
				require.Contains(t, beyond, filepath.Base(folder))
				return
			}
			require.Equal(t, slices.Contains(beyond, filepath.Base(folder)), len(held(t, document)) == 0, held(t, document))
		})
	}
}

// TestFullDocumentHasEveryKey holds the document of testdata to showing each
// key that the schema has.
func TestFullDocumentHasEveryKey(t *testing.T) {
	t.Parallel()
	full, err := os.ReadFile("testdata/full.yaml")
	require.NoError(t, err)
	var root schemaPart
	generated, err := customer.Schema()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(generated, &root))
	for _, name := range root.names() {
		require.Regexp(t, `(?m)[ {-]`+regexp.QuoteMeta(name)+`:|^`+regexp.QuoteMeta(name)+`:`, string(full), "%s isn't shown", name)
	}
}

// schemaPart is as much of JSON Schema as ours uses.
type schemaPart struct {
	Type       any                   `json:"type"`
	Enum       []any                 `json:"enum"`
	Const      any                   `json:"const"`
	Pattern    string                `json:"pattern"`
	MaxLength  int                   `json:"maxLength"`
	Minimum    *float64              `json:"minimum"`
	Maximum    *float64              `json:"maximum"`
	AnyOf      []schemaPart          `json:"anyOf"`
	Items      *schemaPart           `json:"items"`
	Properties map[string]schemaPart `json:"properties"`
	Additional json.RawMessage       `json:"additionalProperties"`
	Required   []string              `json:"required"`
}

// names are those of all properties, at any depth.
func (s schemaPart) names() []string {
	var all []string
	for name, part := range s.Properties {
		all = append(append(all, name), part.names()...)
	}
	for _, part := range s.AnyOf {
		all = append(all, part.names()...)
	}
	if s.Items != nil {
		all = append(all, s.Items.names()...)
	}
	if len(s.Additional) > 0 && s.Additional[0] == '{' {
		var inner schemaPart
		if json.Unmarshal(s.Additional, &inner) == nil {
			all = append(all, inner.names()...)
		}
	}
	return all
}

// held holds a document to the schema and returns the paths at which it
// doesn't fit.
func held(t *testing.T, document []byte) []string {
	t.Helper()
	generated, err := customer.Schema()
	require.NoError(t, err)
	var root schemaPart
	require.NoError(t, json.Unmarshal(generated, &root))
	var content any
	require.NoError(t, yaml.Unmarshal(document, &content))
	return root.misfits("", content)
}

func (s schemaPart) misfits(path string, v any) []string {
	var wrong []string
	if !s.fitsType(v) || !s.fitsValue(v) {
		wrong = append(wrong, path)
	}
	if len(s.AnyOf) > 0 && !slices.ContainsFunc(s.AnyOf, func(one schemaPart) bool { return len(one.misfits(path, v)) == 0 }) {
		wrong = append(wrong, path)
	}
	switch v := v.(type) {
	case map[string]any:
		wrong = append(wrong, s.misfitsOf(path, v)...)
	case []any:
		for _, item := range v {
			if s.Items != nil {
				wrong = append(wrong, s.Items.misfits(path+"[]", item)...)
			}
		}
	}
	return wrong
}

func (s schemaPart) misfitsOf(path string, v map[string]any) []string {
	var wrong []string
	for _, name := range s.Required {
		if _, there := v[name]; !there {
			wrong = append(wrong, path+"."+name)
		}
	}
	for name, value := range v {
		part, known := s.Properties[name]
		switch {
		case known:
			wrong = append(wrong, part.misfits(path+"."+name, value)...)
		case string(s.Additional) == "false":
			wrong = append(wrong, path+"."+name)
		case len(s.Additional) > 0:
			var inner schemaPart
			if json.Unmarshal(s.Additional, &inner) == nil {
				wrong = append(wrong, inner.misfits(path+"."+name, value)...)
			}
		}
	}
	return wrong
}

func (s schemaPart) fitsType(v any) bool {
	if s.Type == nil {
		return true
	}
	is := map[bool]string{true: "null"}[v == nil]
	switch v.(type) {
	case string:
		is = "string"
	case bool:
		is = "boolean"
	case int:
		is = "integer"
	case float64:
		is = "number"
	case map[string]any:
		is = "object"
	case []any:
		is = "array"
	}
	if list, several := s.Type.([]any); several {
		return slices.Contains(list, any(is))
	}
	return s.Type == is
}

func (s schemaPart) fitsValue(v any) bool {
	if s.Enum != nil && !slices.Contains(s.Enum, v) || s.Const != nil && s.Const != v {
		return false
	}
	switch v := v.(type) {
	case string:
		return (s.Pattern == "" || regexp.MustCompile(s.Pattern).MatchString(v)) && (s.MaxLength == 0 || len(v) <= s.MaxLength)
	case int:
		return (s.Minimum == nil || float64(v) >= *s.Minimum) && (s.Maximum == nil || float64(v) <= *s.Maximum)
	}
	return true
}
