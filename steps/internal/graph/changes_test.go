package graph_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/graph"
	"usher/steps/internal/wire"
	"usher/steps/step"
)

func TestSignInIsChangedWithNothingElse(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"PATCH /users/" + priya:                           "204 ",
		"POST /users/" + priya + "/revokeSignInSessions":  `200 {"value":true}`,
		"POST /users/" + arlene + "/revokeSignInSessions": "204 ",
	})
	signIn := fake.client.SignIn()
	require.NoError(t, signIn.SetEnabled(t.Context(), priya, false))
	require.NoError(t, signIn.SetPassword(t.Context(), priya, step.NewSecret("n0t-told")))
	require.NoError(t, signIn.RevokeSessions(t.Context(), priya))
	require.NoError(t, signIn.RevokeSessions(t.Context(), arlene), "204 is fine as well")
	require.Equal(t, map[string]any{"accountEnabled": false}, fake.calls[0].Body)
	require.Equal(t, map[string]any{
		"passwordProfile": map[string]any{"password": "n0t-told", "forceChangePasswordNextSignIn": true},
	}, fake.calls[1].Body)
	require.Nil(t, fake.calls[2].Body)
	require.ErrorIs(t, signIn.SetEnabled(t.Context(), arlene, true), step.ErrNotFound)
}

func TestAnObjectOfActiveDirectoryStops(t *testing.T) {
	t.Parallel()
	answer := "400 " + refusal("Request_BadRequest", "Unable to update the specified properties for on-premises mastered Directory Sync objects.", "")
	fake := newFake(t, map[string]string{
		"PATCH /users/" + priya: answer, "DELETE /groups/" + sales + "/members/" + priya + "/$ref": answer,
	})
	var stop *step.Stop
	require.ErrorAs(t, fake.client.SignIn().SetPassword(t.Context(), priya, step.NewSecret("x")), &stop)
	require.ErrorAs(t, fake.client.Groups().Leave(t.Context(), sales, priya), &stop)
}

func TestAnAnswerThatRepeatsThePasswordIsMasked(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"error":{"code":"Request_BadRequest","message":%q}}`, "got "+string(body))
	}))
	t.Cleanup(server.Close)
	origin, err := url.Parse(server.URL)
	require.NoError(t, err)
	rules := wire.Rules{Only: origin}
	client, err := graph.New(server.URL, &wire.Client{
		Name: "Microsoft Graph", Origin: origin, Rules: rules, Base: rules.Transport(), Gate: wire.NewGate(1, 0, 0),
		Clock: wire.NewClock(time.Now), Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	err = client.SignIn().SetPassword(t.Context(), priya, step.NewSecret(`Ca"nary+&<7>`))
	require.ErrorContains(t, err, "[secret]")
	require.NotContains(t, err.Error(), "nary")
}

func TestGroupsKnowTheirKind(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"GET /users/" + priya + "/memberOf/graph.group": `200 {"value":[
			{"id":"1","displayName":"S","mailEnabled":false,"securityEnabled":true,"groupTypes":[],"assignedLicenses":[{"skuId":"` + premium + `"}],"isAssignableToRole":true},
			{"id":"2","displayName":"M","mailEnabled":true,"securityEnabled":false,"groupTypes":["Unified"],"mail":"m@contoso.example","isManagementRestricted":true},
			{"id":"3","displayName":"D","mailEnabled":true,"securityEnabled":false,"groupTypes":[]},
			{"id":"4","displayName":"E","mailEnabled":true,"securityEnabled":true,"groupTypes":[],"onPremisesSyncEnabled":true},
			{"id":"5","displayName":"R","mailEnabled":false,"securityEnabled":true,"groupTypes":["DynamicMembership"],"membershipRule":"user.department -eq \"Sales\""},
			{"id":"6","displayName":"UM","mailEnabled":true,"securityEnabled":true,"groupTypes":["Unified","DynamicMembership"]}]}`,
	})
	groups, err := fake.client.Groups().Of(t.Context(), priya)
	require.NoError(t, err)
	require.Equal(t, []step.Group{
		{ID: "1", Name: "S", Kind: step.Security, Role: true, Licences: []string{premium}},
		{ID: "2", Name: "M", Mail: "m@contoso.example", Kind: step.Microsoft365, Restricted: true},
		{ID: "3", Name: "D", Kind: step.Distribution},
		{ID: "4", Name: "E", Kind: step.MailEnabled, Synced: true},
		{ID: "5", Name: "R", Kind: step.Security, Dynamic: true},
		{ID: "6", Name: "UM", Kind: step.Microsoft365, Dynamic: true},
	}, groups)
}

func TestAGroupWithoutItsFlagsIsAnError(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"GET /users/" + priya + "/memberOf/graph.group": `200 {"value":[{"id":"1","groupTypes":[]}]}`})
	_, err := fake.client.Groups().Of(t.Context(), priya)
	require.ErrorContains(t, err, "securityEnabled")
}

func TestLeavingAGroupAlwaysEndsInRef(t *testing.T) {
	t.Parallel()
	path := "DELETE /groups/" + sales + "/members/" + priya + "/$ref"
	fake := newFake(t, map[string]string{path: "204 "})
	require.NoError(t, fake.client.Groups().Leave(t.Context(), sales, priya))
	require.Equal(t, []string{path}, fake.lines(), "without /$ref this would delete the user")
	require.NoError(t, fake.client.Groups().Leave(t.Context(), sales, arlene), "no member, no error")
}

func TestJoiningTwiceIsNoError(t *testing.T) {
	t.Parallel()
	path := "POST /groups/" + sales + "/members/$ref"
	already := "400 " + refusal("Request_BadRequest", "One or more added object references already exist for the following modified properties: 'members'.", "")
	for answer, fine := range map[string]bool{
		"204": true, already: true,
		"400 " + refusal("Request_BadRequest", "something else", ""): false,
	} {
		fake := newFake(t, map[string]string{path: answer})
		err := fake.client.Groups().Join(t.Context(), sales, priya)
		require.Equal(t, fine, err == nil, answer)
		require.Equal(t, map[string]any{"@odata.id": fake.base + "/directoryObjects/" + priya}, fake.calls[0].Body)
	}
	require.ErrorIs(t, newFake(t, nil).client.Groups().Join(t.Context(), sales, priya), step.ErrNotFound)
	fake := newFake(t, map[string]string{
		path: "400 " + refusal("Request_BadRequest", "Cannot Update a mail-enabled security groups and or distribution list.", ""),
	})
	var stop *step.Stop
	require.ErrorAs(t, fake.client.Groups().Join(t.Context(), sales, priya), &stop)
}

const skus = `200 {"value":[
	{"skuId":"` + premium + `","skuPartNumber":"SPB","consumedUnits":24,"prepaidUnits":{"enabled":25,"warning":2,"suspended":9},
	 "servicePlans":[{"servicePlanName":"EXCHANGE_S_FOUNDATION"},{"servicePlanName":"EXCHANGE_S_STANDARD"}]},
	{"skuId":"` + visio + `","skuPartNumber":"VISIOCLIENT","consumedUnits":1,"prepaidUnits":{"enabled":2},
	 "servicePlans":[{"servicePlanName":"EXCHANGE_S_FOUNDATION"},{"servicePlanName":"VISIO_CLIENT_SUBSCRIPTION"}]}]}`

func TestLicencesTellDirectFromInherited(t *testing.T) {
	t.Parallel()
	gone := "00000000-0000-4000-8000-00000000dead"
	fake := newFake(t, map[string]string{
		"GET /subscribedSkus": skus,
		"GET /users/" + priya: `200 {"id":"` + priya + `","licenseAssignmentStates":[
			{"skuId":"` + premium + `","assignedByGroup":null,"state":"Active"},
			{"skuId":"` + premium + `","assignedByGroup":"` + sales + `","state":"Error"},
			{"skuId":"` + visio + `","state":"Active"},{"skuId":"` + gone + `","state":"Active"}]}`,
		"GET /users/" + arlene: `200 {"id":"` + arlene + `","licenseAssignmentStates":[]}`,
		"GET /users/nothing":   `200 {"id":"nothing"}`,
	})
	held, err := fake.client.Licences().Of(t.Context(), priya)
	require.NoError(t, err)
	require.Equal(t, []step.Licence{
		{SKU: premium, Name: "SPB", State: "Active", Mail: true},
		{SKU: premium, Name: "SPB", State: "Error", Group: sales, Mail: true},
		{SKU: visio, Name: "VISIOCLIENT", State: "Active"},
		{SKU: gone, Name: gone, State: "Active", Mail: true},
	}, held)
	held, err = fake.client.Licences().Of(t.Context(), arlene)
	require.NoError(t, err)
	require.Empty(t, held)
	_, err = fake.client.Licences().Of(t.Context(), "nothing")
	require.ErrorContains(t, err, "licenseAssignmentStates", "missing isn't none")

	seats, err := fake.client.Licences().Seats(t.Context())
	require.NoError(t, err)
	require.Equal(t, []step.Seat{{SKU: premium, Name: "SPB", All: 27, Used: 24, Mail: true}, {SKU: visio, Name: "VISIOCLIENT", All: 2, Used: 1}}, seats)
}

func TestBothListsOfAnAssignmentGoAlong(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"POST /users/" + priya + "/assignLicense": "200 " + priyaJSON})
	require.NoError(t, fake.client.Licences().Change(t.Context(), priya, nil, []string{visio}))
	require.NoError(t, fake.client.Licences().Change(t.Context(), priya, []string{premium}, nil))
	require.Equal(t, map[string]any{"addLicenses": []any{}, "removeLicenses": []any{visio}}, fake.calls[0].Body)
	require.Equal(t, map[string]any{"addLicenses": []any{map[string]any{"skuId": premium}}, "removeLicenses": []any{}}, fake.calls[1].Body)
}

func TestALicenceThatIsGoneAlready(t *testing.T) {
	t.Parallel()
	path := "POST /users/" + priya + "/assignLicense"
	fake := newFake(t, map[string]string{path: "400 " + refusal("Request_BadRequest", "User does not have a corresponding license.", "")})
	require.NoError(t, fake.client.Licences().Change(t.Context(), priya, nil, []string{visio}))
	require.Len(t, fake.calls, 1)
	require.NoError(t, fake.client.Licences().Change(t.Context(), priya, nil, []string{visio, premium}))
	require.Len(t, fake.calls, 4, "the others are removed one by one")
	require.Error(t, fake.client.Licences().Change(t.Context(), priya, []string{premium}, []string{visio}), "a swap is all or nothing")
	require.Len(t, fake.calls, 5)
}

func TestLicenceRefusalsStop(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"User license is inherited from a group membership and it cannot be removed directly from the user.": "inherited",
		"License assignment cannot be done for user with invalid usage location.":                            "usage location",
		"Subscription with SKU x does not have any available licenses.":                                      "No seat",
	} {
		fake := newFake(t, map[string]string{"POST /users/" + priya + "/assignLicense": "400 " + refusal("Request_BadRequest", text, "")})
		err := fake.client.Licences().Change(t.Context(), priya, []string{premium}, []string{visio})
		var stop *step.Stop
		require.ErrorAs(t, err, &stop)
		require.Contains(t, stop.Says, says)
	}
}
