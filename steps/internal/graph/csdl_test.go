package graph_test

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// metadata is the part of Graph's own description that is compared with.
type metadata struct {
	Namespace string           `xml:"Namespace,attr"`
	Types     []metadataType   `xml:"EntityType"`
	Complex   []metadataType   `xml:"ComplexType"`
	Actions   []metadataAction `xml:"Action"`
}

type metadataType struct {
	Name       string          `xml:"Name,attr"`
	Base       string          `xml:"BaseType,attr"`
	Properties []metadataField `xml:"Property"`
	Links      []metadataField `xml:"NavigationProperty"`
}

type metadataAction struct {
	Name       string          `xml:"Name,attr"`
	Parameters []metadataField `xml:"Parameter"`
}

type metadataField struct {
	Name     string `xml:"Name,attr"`
	Type     string `xml:"Type,attr"`
	Nullable string `xml:"Nullable,attr"`
}

// readMetadata reads graph-v1.0.csdl from the folder that USHER_CONTRACTS names.
func readMetadata(t *testing.T) metadata {
	t.Helper()
	folder := os.Getenv("USHER_CONTRACTS")
	if folder == "" {
		t.Skip("USHER_CONTRACTS is unset: set it to a folder that holds graph-v1.0.csdl, the metadata of Microsoft Graph")
	}
	text, err := os.ReadFile(filepath.Join(folder, "graph-v1.0.csdl"))
	require.NoError(t, err)
	var read struct {
		Schemas []metadata `xml:"DataServices>Schema"`
	}
	require.NoError(t, xml.Unmarshal(text, &read))
	for _, schema := range read.Schemas {
		if schema.Namespace == "microsoft.graph" {
			return schema
		}
	}
	require.Fail(t, "the metadata has no schema microsoft.graph")
	return metadata{}
}

// fields returns the fields of a type and of what it is derived from.
func (m metadata) fields(t *testing.T, name string) map[string]metadataField {
	t.Helper()
	for _, one := range append(m.Types, m.Complex...) {
		if one.Name != name {
			continue
		}
		found := map[string]metadataField{}
		if one.Base != "" {
			found = m.fields(t, local(one.Base))
		}
		for _, field := range append(one.Properties, one.Links...) {
			found[field.Name] = field
		}
		return found
	}
	require.Fail(t, "the metadata has no type "+name)
	return nil
}

// parameters returns those of an action bound to a type.
func (m metadata) parameters(t *testing.T, action, bound string) map[string]metadataField {
	t.Helper()
	for _, one := range m.Actions {
		if one.Name != action || len(one.Parameters) == 0 || local(one.Parameters[0].Type) != bound {
			continue
		}
		found := map[string]metadataField{}
		for _, field := range one.Parameters[1:] {
			found[field.Name] = field
		}
		return found
	}
	require.Fail(t, "the metadata has no action "+action+" of "+bound)
	return nil
}

// local takes namespace and Collection() off a type's name.
func local(name string) string {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "Collection("), ")")
	return name[strings.LastIndexByte(name, '.')+1:]
}
