package graph_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/graph"
	"usher/steps/step"
)

func TestAUserIsReadInFull(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"GET /users/" + priya: "200 " + priyaJSON})
	user, err := fake.client.Users().Get(t.Context(), priya)
	require.NoError(t, err)
	require.Equal(t, step.User{
		ID: priya, UPN: "priya.nair@contoso.example", Mail: "priya.nair@contoso.example", Name: "Priya Nair",
		GivenName: "Priya", Surname: "Nair", Department: "Sales", JobTitle: "Account Manager", Enabled: true,
		PasswordChanged:   time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC),
		SessionsValidFrom: time.Date(2026, 10, 2, 8, 0, 0, 500_000_000, time.UTC),
	}, user)
	require.Contains(t, fake.calls[0].Query.Get("$select"), "accountEnabled")
}

func TestAMissingAccountEnabledIsNoBlock(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"GET /users/" + priya: `200 {"id":"` + priya + `","userPrincipalName":"priya.nair@contoso.example"}`,
	})
	_, err := fake.client.Users().Get(t.Context(), priya)
	require.ErrorContains(t, err, "accountEnabled")
}

func TestGuestsAndSyncedUsersAreMarked(t *testing.T) {
	t.Parallel()
	listing := `200 {"value":[
		{"id":"1","userPrincipalName":"a@contoso.example","accountEnabled":false,"userType":"Guest"},
		{"id":"2","userPrincipalName":"b_x.example#EXT#@contoso.example","accountEnabled":true},
		{"id":"3","userPrincipalName":"c@contoso.example","accountEnabled":true,"onPremisesSyncEnabled":true}]}`
	fake := newFake(t, map[string]string{"GET /users": listing})
	found, err := fake.client.Users().Find(t.Context(), "Somebody")
	require.NoError(t, err)
	require.Len(t, found, 3, "nobody is dropped")
	require.Equal(t, []bool{true, true, false}, []bool{found[0].Guest, found[1].Guest, found[2].Guest})
	require.True(t, found[2].Synced)
	require.False(t, found[0].Enabled)
}

func TestFindAsksForAddressesAndNames(t *testing.T) {
	t.Parallel()
	for words, filter := range map[string]string{
		"o'brien@contoso.example": "userPrincipalName eq 'o''brien@contoso.example' or mail eq 'o''brien@contoso.example'" +
			" or proxyAddresses/any(p:p eq 'smtp:o''brien@contoso.example') or proxyAddresses/any(p:p eq 'SMTP:o''brien@contoso.example')",
		"  Priya   Nair ": "displayName eq 'Priya Nair' or (givenName eq 'Priya' and surname eq 'Nair') or (givenName eq 'Nair' and surname eq 'Priya')",
		"Nair, Priya":     "displayName eq 'Nair, Priya' or displayName eq 'Priya Nair' or (givenName eq 'Priya' and surname eq 'Nair')",
		"Priya":           "displayName eq 'Priya' or givenName eq 'Priya' or surname eq 'Priya' or mailNickname eq 'Priya' or employeeId eq 'Priya'",
		"P. Nair":         "displayName eq 'P. Nair' or (givenName eq 'P.' and surname eq 'Nair') or (givenName eq 'Nair' and surname eq 'P.') or (startsWith(givenName,'P') and surname eq 'Nair')",
		"Jo van Dam": "displayName eq 'Jo van Dam' or (givenName eq 'Jo' and surname eq 'van Dam') or (givenName eq 'van Dam' and surname eq 'Jo')" +
			" or (givenName eq 'Jo van' and surname eq 'Dam') or (givenName eq 'Dam' and surname eq 'Jo van')",
	} {
		fake := newFake(t, map[string]string{"GET /users": `200 {"value":[]}`})
		found, err := fake.client.Users().Find(t.Context(), words)
		require.NoError(t, err)
		require.Empty(t, found)
		require.Equal(t, filter, fake.calls[0].Query.Get("$filter"))
	}
	fake := newFake(t, nil)
	found, err := fake.client.Users().Find(t.Context(), "  ")
	require.NoError(t, err)
	require.Empty(t, found)
	require.Empty(t, fake.calls, "no words match nobody, not everybody")
}

func TestEveryPageIsRead(t *testing.T) {
	t.Parallel()
	one := `{"id":"%s","userPrincipalName":"p@contoso.example","accountEnabled":true}`
	fake := newFake(t, map[string]string{
		"GET /users":   fmt.Sprintf(`200 {"@odata.nextLink":"BASE/users?$skiptoken=2","value":[`+one+`]}`, "1"),
		"GET /users?2": fmt.Sprintf(`200 {"@odata.nextLink":"BASE/users?$skiptoken=3","value":[`+one+`]}`, "2"),
		"GET /users?3": fmt.Sprintf(`200 {"value":[`+one+`]}`, "3"),
	})
	found, err := fake.client.Users().Find(t.Context(), "P Q")
	require.NoError(t, err)
	require.Len(t, found, 3)
	require.Len(t, fake.calls, 3)
}

func TestTheManager(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"GET /users/" + arlene + "/manager": "200 " + priyaJSON})
	manager, err := fake.client.Users().Manager(t.Context(), arlene)
	require.NoError(t, err)
	require.Equal(t, priya, manager.ID)
	_, err = fake.client.Users().Manager(t.Context(), priya)
	require.ErrorIs(t, err, step.ErrNotFound)

	fake = newFake(t, map[string]string{
		"GET /users/" + arlene + "/manager": `200 {"id":"` + priya + `"}`,
		"GET /users/" + priya:               "200 " + priyaJSON,
	})
	manager, err = fake.client.Users().Manager(t.Context(), arlene)
	require.NoError(t, err, "a manager that comes without its properties is looked up")
	require.Equal(t, "Priya Nair", manager.Name)
}

func TestRefusalsAreToldApartByTypeAndCode(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"GET /users/forbidden": "403 " + refusal("Authorization_RequestDenied", "Insufficient privileges to complete the operation.", ""),
		"GET /users/expired":   "401 " + refusal("InvalidAuthenticationToken", "expired", ""),
		"GET /users/odd":       "400 " + refusal("Request_BadRequest", "odd", "ObjectConflict"),
		"GET /users/html":      "404 <html>proxy</html>",
	})
	for _, id := range []string{"forbidden", "expired"} {
		_, err := fake.client.Users().Get(t.Context(), id)
		var denied *step.Denied
		require.ErrorAs(t, err, &denied)
		require.Equal(t, step.Graph, denied.Resource)
		require.ErrorContains(t, err, "request-id r-1")
	}
	_, err := fake.client.Users().Get(t.Context(), "odd")
	require.ErrorContains(t, err, "ObjectConflict")
	for _, id := range []string{"html", "nobody"} {
		_, err = fake.client.Users().Get(t.Context(), id)
		require.ErrorIs(t, err, step.ErrNotFound)
	}
}

func TestAnOddIDIsNeverSent(t *testing.T) {
	t.Parallel()
	fake := newFake(t, nil)
	for _, id := range []string{"", ".", "..", "a/b", "a?b", "priya@contoso.example", "a$b", "a%2e"} {
		_, err := fake.client.Users().Get(t.Context(), id)
		require.Error(t, err)
		require.Error(t, fake.client.SignIn().SetEnabled(t.Context(), id, false))
		require.Error(t, fake.client.Groups().Leave(t.Context(), sales, id))
		require.Error(t, fake.client.Groups().Leave(t.Context(), id, priya))
		require.Error(t, fake.client.Groups().Join(t.Context(), id, priya))
		require.Error(t, fake.client.Licences().Change(t.Context(), id, nil, []string{visio}))
	}
	require.Empty(t, fake.calls)
}

// waiting fails each call the way a wire.Client does.
type waiting struct{ err error }

func (w waiting) RoundTrip(*http.Request) (*http.Response, error) { return nil, w.err }

func TestWhatTheWireSaysComesThrough(t *testing.T) {
	t.Parallel()
	slow := &step.Wait{For: time.Minute, Why: "Microsoft Graph throttles this tenant"}
	client, err := graph.New("https://graph.example/v1.0", waiting{slow})
	require.NoError(t, err)
	_, err = client.Users().Find(t.Context(), "priya.nair@contoso.example")
	var wait *step.Wait
	require.ErrorAs(t, err, &wait)
	require.Equal(t, slow, wait)
	require.NotContains(t, err.Error(), "priya", "the address of the call stays out of the error")

	client, err = graph.New("https://graph.example/v1.0", waiting{&step.Unknown{Err: http.ErrServerClosed}})
	require.NoError(t, err)
	var unknown *step.Unknown
	require.ErrorAs(t, client.SignIn().RevokeSessions(t.Context(), priya), &unknown)
	require.ErrorAs(t, client.Groups().Leave(t.Context(), sales, priya), &unknown)
	require.ErrorAs(t, client.Groups().Join(t.Context(), sales, priya), &unknown)
	require.ErrorAs(t, client.Licences().Change(t.Context(), priya, nil, []string{visio}), &unknown)
}
