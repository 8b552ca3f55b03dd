package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

func ida() step.NewAccount {
	return step.NewAccount{Enabled: true, Password: step.NewSecret("Canary-1!x"), Joiner: step.Joiner{
		GivenName: "Ida", Surname: "O'Berg", DisplayName: "Ida O'Berg", UPN: "ida.o'berg@contoso.example", MailNickname: "ida.oberg",
		UsageLocation: "GB", Department: "Sales", JobTitle: "Clerk", Company: "Contoso", Office: "Leeds",
		MobilePhone: "+44 1632 960001", EmployeeType: "Employee", Tag: "usher-1",
	}}
}

func TestAnAccountIsCreatedInOneCall(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"POST /users": `201 {"id":"` + priya + `"}`})
	id, err := fake.client.Accounts().Create(t.Context(), ida())
	require.NoError(t, err)
	require.Equal(t, priya, id)
	require.Equal(t, map[string]any{
		"accountEnabled": true, "userPrincipalName": "ida.o'berg@contoso.example", "mailNickname": "ida.oberg",
		"displayName": "Ida O'Berg", "givenName": "Ida", "surname": "O'Berg", "usageLocation": "GB", "department": "Sales",
		"jobTitle": "Clerk", "companyName": "Contoso", "officeLocation": "Leeds", "mobilePhone": "+44 1632 960001",
		"employeeType":                  "Employee",
		"passwordProfile":               map[string]any{"password": "Canary-1!x", "forceChangePasswordNextSignIn": true},
		"onPremisesExtensionAttributes": map[string]any{"extensionAttribute15": "usher-1"},
	}, fake.calls[0].Body)

	fake = newFake(t, map[string]string{"POST /users": `201 {"id":"` + priya + `"}`})
	_, err = fake.client.Accounts().Create(t.Context(), step.NewAccount{Joiner: step.Joiner{UPN: "a@b.example"}, Password: step.NewSecret("x")})
	require.NoError(t, err)
	require.Equal(t, map[string]any{
		"accountEnabled": false, "userPrincipalName": "a@b.example",
		"passwordProfile": map[string]any{"password": "x", "forceChangePasswordNextSignIn": true},
	}, fake.calls[0].Body, "what isn't known is left out")
}

func TestANameThatIsTaken(t *testing.T) {
	t.Parallel()
	conflict := "400 " + refusal("Request_BadRequest", "Another object with the same value for property userPrincipalName already exists.", "ObjectConflict")
	for holders, says := range map[string]string{
		`[{"id":"` + priya + `","onPremisesExtensionAttributes":{"extensionAttribute15":"usher-1"}}]`:                       "",
		`[{"id":"` + priya + `","displayName":"Ida B","onPremisesExtensionAttributes":{"extensionAttribute15":"usher-2"}}]`: "it belongs to Ida B",
		`[{"id":"` + priya + `","displayName":"Ida C"}]`:                                                                    "it belongs to Ida C",
		`[]`: "has this name or address already",
	} {
		fake := newFake(t, map[string]string{"POST /users": conflict, "GET /users": `200 {"value":` + holders + `}`})
		id, err := fake.client.Accounts().Create(t.Context(), ida())
		require.Equal(t, "userPrincipalName eq 'ida.o''berg@contoso.example'", fake.calls[1].Query.Get("$filter"))
		if says == "" {
			require.NoError(t, err)
			require.Equal(t, priya, id, "it is ours: made by the call whose answer was lost")
			continue
		}
		var stop *step.Stop
		require.ErrorAs(t, err, &stop)
		require.Contains(t, stop.Says, says)
		require.NotContains(t, err.Error(), "Canary")
	}
	fake := newFake(t, map[string]string{"POST /users": "400 " + refusal("Request_BadRequest", "Something else.", "")})
	_, err := fake.client.Accounts().Create(t.Context(), ida())
	require.ErrorContains(t, err, "Something else")
	require.Len(t, fake.calls, 1)
}

func TestWhoeverHasAnAddress(t *testing.T) {
	t.Parallel()
	somebody := `200 {"value":[{"id":"1","displayName":"Ida","userPrincipalName":"ida@contoso.example"}]}`
	group := `200 {"value":[{"id":"2","displayName":"Ida's","mailEnabled":true,"securityEnabled":false,"groupTypes":[]}]}`
	const nobody = `200 {"value":[]}`
	for says, answers := range map[string][3]string{
		"":                                   {nobody, nobody, nobody},
		"the user Ida (ida@contoso.example)": {somebody, somebody, group},
		"the deleted user Ida (ida@contoso.example)": {nobody, somebody, group},
		"the group Ida's": {nobody, nobody, group},
	} {
		fake := newFake(t, map[string]string{
			"GET /users": answers[0], "GET /directory/deletedItems/graph.user": answers[1], "GET /groups": answers[2],
		})
		taken, err := fake.client.Accounts().Taken(t.Context(), "ida@contoso.example")
		require.NoError(t, err)
		require.Equal(t, says, taken)
		require.Len(t, fake.calls, 3)
		for _, call := range fake.calls {
			require.Contains(t, call.Query.Get("$filter"), "proxyAddresses/any(p:p eq 'smtp:ida@contoso.example')")
		}
	}
	fake := newFake(t, map[string]string{
		"GET /users": nobody, "GET /directory/deletedItems/graph.user": "403 " + refusal("Authorization_RequestDenied", "no", ""), "GET /groups": nobody,
	})
	_, err := fake.client.Accounts().Taken(t.Context(), "ida@contoso.example")
	var denied *step.Denied
	require.ErrorAs(t, err, &denied, "who can't look doesn't say free")
}

func TestTagAndManagerOfAnAccount(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"GET /users/" + priya:                       `200 {"id":"` + priya + `","onPremisesExtensionAttributes":{"extensionAttribute15":"usher-1"}}`,
		"GET /users/" + arlene:                      `200 {"id":"` + arlene + `"}`,
		"PUT /users/" + priya + "/manager/$ref":     "204 ",
		"DELETE /users/" + priya + "/manager/$ref":  "204 ",
		"DELETE /users/" + arlene + "/manager/$ref": "403 " + refusal("Authorization_RequestDenied", "no", ""),
	})
	accounts := fake.client.Accounts()
	for id, tag := range map[string]string{priya: "usher-1", arlene: ""} {
		got, err := accounts.Tag(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, tag, got)
	}
	fake.calls = nil
	require.NoError(t, accounts.SetManager(t.Context(), priya, arlene))
	require.Equal(t, map[string]any{"@odata.id": fake.base + "/users/" + arlene}, fake.calls[0].Body)
	require.NoError(t, accounts.SetManager(t.Context(), priya, ""))
	require.NoError(t, accounts.SetManager(t.Context(), sales, ""), "none to take away is no error")
	require.ErrorIs(t, accounts.SetManager(t.Context(), sales, arlene), step.ErrNotFound)
	var denied *step.Denied
	require.ErrorAs(t, accounts.SetManager(t.Context(), arlene, ""), &denied)
	require.Error(t, accounts.SetManager(t.Context(), priya, "../me"))
	require.Len(t, fake.calls, 5, "an odd id is never sent")
}

func TestGroupsAreLookedUp(t *testing.T) {
	t.Parallel()
	one := `{"id":"%","displayName":"Sales","mailEnabled":false,"securityEnabled":true,"groupTypes":[]}`
	for words, asked := range map[string]string{
		"Bo's  team": "displayName eq 'Bo''s team' or mailNickname eq 'Bo''s team'",
		"s@contoso.example": "mail eq 's@contoso.example' or proxyAddresses/any(p:p eq 'smtp:s@contoso.example')" +
			" or proxyAddresses/any(p:p eq 'SMTP:s@contoso.example')",
	} {
		fake := newFake(t, map[string]string{
			"GET /groups": `200 {"@odata.nextLink":"BASE/groups?$skiptoken=2","value":[` + one + `]}`, "GET /groups?2": `200 {"value":[` + one + `]}`,
		})
		found, err := fake.client.Directory().Groups(t.Context(), words)
		require.NoError(t, err)
		require.Len(t, found, 2)
		require.Equal(t, asked, fake.calls[0].Query.Get("$filter"))
	}
	fake := newFake(t, map[string]string{"GET /groups/" + sales: "200 " + one})
	found, err := fake.client.Directory().Groups(t.Context(), sales)
	require.NoError(t, err)
	require.Len(t, found, 1)
	for _, words := range []string{priya, " "} {
		found, err = fake.client.Directory().Groups(t.Context(), words)
		require.NoError(t, err)
		require.Empty(t, found)
	}
	require.Len(t, fake.calls, 2, "no words match nobody")
}

func TestAMailGoesOutOnceAndKeepsNoCopy(t *testing.T) {
	t.Parallel()
	path := "POST /users/it%40contoso.example/sendMail"
	fake := newFake(t, map[string]string{
		path: "202 ", "POST /users/no%40contoso.example/sendMail": "404 " + refusal("MailboxNotEnabledForRESTAPI", "no mailbox", ""),
	})
	mail := step.Message{From: "it@contoso.example", To: "ida@home.example", Subject: "Hello", Body: step.NewSecret("Canary <b>")}
	require.NoError(t, fake.client.Mail().Send(t.Context(), mail))
	body := fake.calls[0].Body
	require.Equal(t, map[string]any{
		"subject": "Hello", "body": map[string]any{"contentType": "text", "content": "Canary <b>"},
		"toRecipients": []any{map[string]any{"emailAddress": map[string]any{"address": "ida@home.example"}}},
	}, argument(body, "message"))
	require.Equal(t, false, argument(body, "saveToSentItems"))
	mail.From = "no@contoso.example"
	var stop *step.Stop
	require.ErrorAs(t, fake.client.Mail().Send(t.Context(), mail), &stop)
	for _, from := range []string{"", "it", "../it@contoso.example", "$it@contoso.example", "a/b@contoso.example"} {
		mail.From = from
		require.Error(t, fake.client.Mail().Send(t.Context(), mail))
	}
	require.Len(t, fake.calls, 2)
}

// argument finds a parameter of an action, whatever its case.
func argument(body map[string]any, name string) any {
	for given, value := range body {
		if len(given) == len(name) && given[1:] == name[1:] {
			return value
		}
	}
	return nil
}
