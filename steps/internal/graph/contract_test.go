package graph_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

// TestRequestsNameOnlyWhatGraphHas runs every method and compares what was
// sent with Graph's own description.
func TestRequestsNameOnlyWhatGraphHas(t *testing.T) {
	t.Parallel()
	described := readMetadata(t)
	fake := everything(t)
	require.Len(t, fake.calls, 23)
	for _, call := range fake.calls {
		target := strings.NewReplacer(priya, "ID", arlene, "ID", sales, "ID").Replace(call.Path)
		kind := map[string]string{
			"/users": "user", "/users/ID": "user", "/users/ID/manager": "user", "/users/ID/memberOf/graph.group": "group",
			"/subscribedSkus": "subscribedSku", "/groups": "group", "/groups/ID": "group", "/directory/deletedItems/graph.user": "user",
		}[target]
		if kind != "" {
			known := described.fields(t, kind)
			for _, name := range named(call) {
				require.Contains(t, known, name, call.line())
			}
			described.check(t, known, call.Body)
			continue
		}
		switch target {
		case "/users/ID/assignLicense":
			known := described.parameters(t, "assignLicense", "user")
			described.check(t, known, call.Body)
			require.Len(t, call.Body, len(known), "every parameter is given")
		case "/users/it%40contoso.example/sendMail":
			described.check(t, described.parameters(t, "sendMail", "user"), call.Body)
		case "/users/ID/manager/$ref":
			require.Contains(t, described.fields(t, "user"), "manager")
		case "/users/ID/revokeSignInSessions":
			require.Empty(t, described.parameters(t, "revokeSignInSessions", "user"))
		case "/groups/ID/members/$ref", "/groups/ID/members/ID/$ref":
			require.Contains(t, described.fields(t, "group"), "members")
		default:
			require.Fail(t, "no description for "+call.line())
		}
	}
}

// named lists the properties that a query names.
func named(call heard) []string {
	var names []string
	if list := call.Query.Get("$select"); list != "" {
		names = strings.Split(list, ",")
	}
	literals := regexp.MustCompile(`'(?:[^']|'')*'`)
	filter := literals.ReplaceAllString(call.Query.Get("$filter"), "''")
	for _, found := range regexp.MustCompile(`(\w+)(?:/any\(p:p)? eq ''`).FindAllStringSubmatch(filter, -1) {
		names = append(names, found[1])
	}
	return names
}

// check compares a body with the fields that it may have, in depth.
func (m metadata) check(t *testing.T, known map[string]metadataField, body map[string]any) {
	t.Helper()
	for name, value := range body {
		field, ok := known[name]
		require.True(t, ok, "Graph has no %s", name)
		list, many := value.([]any)
		require.Equal(t, strings.HasPrefix(field.Type, "Collection("), many, name)
		if !many {
			list = []any{value}
		}
		for _, one := range list {
			m.checkOne(t, field, one)
		}
	}
}

func (m metadata) checkOne(t *testing.T, field metadataField, value any) {
	t.Helper()
	if inner, ok := value.(map[string]any); ok {
		m.check(t, m.fields(t, local(field.Type)), inner)
		return
	}
	expected := map[string]string{"Boolean": "bool", "String": "string", "Guid": "string", "bodyType": "string"}[local(field.Type)]
	require.Equal(t, expected, fmt.Sprintf("%T", value), field.Name)
}

// everything calls every method of the client once.
func everything(t *testing.T) *fake {
	t.Helper()
	fake := newFake(t, map[string]string{
		"GET /users":                                              `200 {"value":[]}`,
		"GET /users/" + priya:                                     "200 " + strings.TrimSuffix(priyaJSON, "}") + `,"licenseAssignmentStates":[]}`,
		"GET /users/" + priya + "/manager":                        "200 " + priyaJSON,
		"GET /users/" + priya + "/memberOf/graph.group":           `200 {"value":[]}`,
		"GET /subscribedSkus":                                     skus,
		"PATCH /users/" + priya:                                   "204 ",
		"POST /users/" + priya + "/revokeSignInSessions":          `200 {"value":true}`,
		"POST /users/" + priya + "/assignLicense":                 "200 " + priyaJSON,
		"POST /groups/" + sales + "/members/$ref":                 "204 ",
		"DELETE /groups/" + sales + "/members/" + priya + "/$ref": "204 ",
		"POST /users":                                             "201 " + priyaJSON,
		"GET /directory/deletedItems/graph.user":                  `200 {"value":[]}`,
		"GET /groups":                                             `200 {"value":[]}`,
		"PUT /users/" + priya + "/manager/$ref":                   "204 ",
		"DELETE /users/" + priya + "/manager/$ref":                "204 ",
		"POST /users/it%40contoso.example/sendMail":               "202 ",
	})
	ctx, client := t.Context(), fake.client
	for _, words := range []string{"priya.nair@contoso.example", "Priya Nair"} {
		_, err := client.Users().Find(ctx, words)
		require.NoError(t, err)
	}
	_, err := client.Users().Get(ctx, priya)
	require.NoError(t, err)
	_, err = client.Users().Manager(ctx, priya)
	require.NoError(t, err)
	_, err = client.Groups().Of(ctx, priya)
	require.NoError(t, err)
	_, err = client.Licences().Of(ctx, priya)
	require.NoError(t, err)
	for _, words := range []string{"Sales", sales} {
		_, err = client.Directory().Groups(ctx, words)
		require.NoError(t, err)
	}
	joins(t, fake)
	require.NoError(t, client.SignIn().SetEnabled(ctx, priya, false))
	require.NoError(t, client.SignIn().SetPassword(ctx, priya, step.NewSecret("x")))
	require.NoError(t, client.SignIn().RevokeSessions(ctx, priya))
	require.NoError(t, client.Groups().Join(ctx, sales, priya))
	require.NoError(t, client.Groups().Leave(ctx, sales, priya))
	require.NoError(t, client.Licences().Change(ctx, priya, []string{premium}, []string{visio}))
	return fake
}

// joins calls what only joiners need.
func joins(t *testing.T, fake *fake) {
	t.Helper()
	ctx, accounts := t.Context(), fake.client.Accounts()
	_, err := accounts.Create(ctx, ida())
	require.NoError(t, err)
	_, err = accounts.Taken(ctx, "ida@contoso.example")
	require.NoError(t, err)
	_, err = accounts.Tag(ctx, priya)
	require.NoError(t, err)
	require.NoError(t, accounts.SetManager(ctx, priya, arlene))
	require.NoError(t, accounts.SetManager(ctx, priya, ""))
	mail := step.Message{From: "it@contoso.example", To: "ida@home.example", Subject: "Hello", Body: step.NewSecret("x")}
	require.NoError(t, fake.client.Mail().Send(ctx, mail))
}
