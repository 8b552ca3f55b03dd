package sim_test

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// metadata is the part of Graph's own description that is held against the
// simulated answers.
type metadata struct {
	Schemas []struct {
		Namespace string     `xml:"Namespace,attr"`
		Entities  []typeOf   `xml:"EntityType"`
		Complex   []typeOf   `xml:"ComplexType"`
		Enums     []enumType `xml:"EnumType"`
	} `xml:"DataServices>Schema"`
}

type typeOf struct {
	Name       string         `xml:"Name,attr"`
	Base       string         `xml:"BaseType,attr"`
	Properties []propertyType `xml:"Property"`
}

type propertyType struct {
	Name string `xml:"Name,attr"`
	Type string `xml:"Type,attr"`
}

type enumType struct {
	Name    string `xml:"Name,attr"`
	Members []struct {
		Name string `xml:"Name,attr"`
	} `xml:"Member"`
}

func readMetadata(t *testing.T) metadata {
	t.Helper()
	dir := os.Getenv("USHER_CONTRACTS")
	if dir == "" {
		t.Skip("USHER_CONTRACTS is unset: set it to the folder that holds graph-v1.0.csdl")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "graph-v1.0.csdl"))
	require.NoError(t, err)
	var m metadata
	require.NoError(t, xml.Unmarshal(raw, &m))
	return m
}

// properties are the properties of a type, inherited ones too, by name.
func (m metadata) properties(name string) map[string]string {
	found := map[string]string{}
	for _, schema := range m.Schemas {
		if schema.Namespace != "microsoft.graph" {
			continue
		}
		for _, one := range slices.Concat(schema.Entities, schema.Complex) {
			if one.Name != name {
				continue
			}
			if one.Base != "" {
				found = m.properties(strings.TrimPrefix(one.Base, "graph."))
			}
			for _, p := range one.Properties {
				found[p.Name] = p.Type
			}
		}
	}
	return found
}

func (m metadata) enum(name string) []string {
	var members []string
	for _, schema := range m.Schemas {
		for _, one := range schema.Enums {
			for _, member := range one.Members {
				if schema.Namespace == "microsoft.graph" && one.Name == name {
					members = append(members, member.Name)
				}
			}
		}
	}
	return members
}

// conforms holds a JSON value against a type of the metadata.
func (m metadata) conforms(t *testing.T, at string, value any, is string) {
	t.Helper()
	if item, collection := strings.CutPrefix(is, "Collection("); collection {
		require.IsType(t, []any{}, value, at)
		for _, one := range value.([]any) {
			m.conforms(t, at+"[]", one, strings.TrimSuffix(item, ")"))
		}
		return
	}
	if value == nil {
		return
	}
	name, ours := strings.CutPrefix(is, "graph.")
	if !ours {
		primitive(t, at, value, is)
		return
	}
	if members := m.enum(name); members != nil {
		require.Contains(t, members, value, at)
		return
	}
	known := m.properties(name)
	require.IsType(t, object{}, value, at)
	for property, inside := range value.(object) {
		if !strings.HasPrefix(property, "@odata.") {
			require.Contains(t, known, property, at)
			m.conforms(t, at+"."+property, inside, known[property])
		}
	}
}

func primitive(t *testing.T, at string, value any, is string) {
	t.Helper()
	switch is {
	case "Edm.Boolean":
		require.IsType(t, true, value, at)
	case "Edm.Int32":
		require.IsType(t, 0.0, value, at)
	case "Edm.DateTimeOffset":
		_, err := time.Parse(time.RFC3339, value.(string))
		require.NoError(t, err, at)
	case "Edm.String", "Edm.Guid":
		require.IsType(t, "", value, at)
	default:
		require.Fail(t, "a type that the test doesn't know", "%s: %s", at, is)
	}
}

func TestAnswersConformToGraphsMetadata(t *testing.T) {
	t.Parallel()
	m := readMetadata(t)
	r := newRig(t, "")
	r.door("PATCH", "/_sim/world/contoso", object{"users": []any{object{"id": priya, "businessPhones": []any{"1"}, "showInAddressList": true,
		"employeeHireDate": "2024-02-01T00:00:00Z", "otherMails": []any{"p@home.example"}, "passwordProfile": object{"forceChangePasswordNextSignIn": true}}}})
	for path, entity := range map[string]string{
		"users/" + priya: "user", "users/" + oskar: "user", "groups/" + salesUK: "group", "groups/" + licenceGroup: "group", "groups/" + warehouse: "group",
		"users/" + priya + "/mailboxSettings": "mailboxSettings",
	} {
		served := 0
		for name, is := range m.properties(entity) {
			if is == "graph.mailboxSettings" {
				continue // a path of its own
			}
			got := r.graph("GET", path+"?$select="+name, nil)
			if got.status == 200 {
				served++
				require.Contains(t, got.body, name)
				m.conforms(t, entity+"."+name, got.body[name], is)
			}
		}
		state := map[string]int{"user": len(r.user(priya)) - 1 - len(ours(r.user(priya))), "group": len(r.thing("groups", "id", salesUK)) - 3, "mailboxSettings": 3}
		require.Equal(t, state[entity], served, "properties of %s that Graph doesn't have", path)
	}
	for path, entity := range map[string]string{
		"subscribedSkus": "subscribedSku", "organization": "organization", "domains": "domain", "users/" + priya + "/licenseDetails": "licenseDetails",
		"users/" + ada + "/memberOf": "directoryRole",
	} {
		for _, one := range r.graph("GET", path, nil).body["value"].([]any) {
			m.conforms(t, entity, one, "graph."+entity)
		}
	}
}

// ours are the keys of a user's state that aren't Graph's, beside manager.
func ours(user object) []string {
	if user["passwordHash"] != nil {
		return []string{"passwordHash"}
	}
	return nil
}

func TestPatchesTakeTheTypesOfGraphsMetadata(t *testing.T) {
	t.Parallel()
	m := readMetadata(t)
	r := newRig(t, "")
	samples := map[string]any{"Edm.String": "GB", "Edm.Boolean": true, "Edm.DateTimeOffset": "2026-02-01T00:00:00Z", "Collection(Edm.String)": []any{"1"}}
	taken := 0
	for name, is := range m.properties("user") {
		sample, primitive := samples[is]
		if !primitive || name == "userPrincipalName" {
			continue
		}
		got := r.graph("PATCH", "users/"+priya, object{name: sample})
		if got.status == 204 {
			taken++
			wrong := r.graph("PATCH", "users/"+priya, object{name: object{"odd": 1}})
			require.Contains(t, refusal(t, wrong, 400, "Request_BadRequest"), "Invalid value", name)
			continue
		}
		require.Regexp(t, "read-only|Invalid property", refusal(t, got, 400, "Request_BadRequest"), name)
	}
	require.Greater(t, taken, 20)
}
