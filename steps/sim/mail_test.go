package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func mail(to any) object {
	return object{"message": object{
		"subject": "Hello", "body": object{"contentType": "Text", "content": "canary-text"},
		"toRecipients": []any{object{"emailAddress": object{"address": to}}},
	}, "saveToSentItems": false}
}

func TestMailIsDeliveredAndItsTextIsKeptInMemoryOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, dir)
	require.Equal(t, 202, r.graph("POST", "users/"+arlene+"/sendMail", mail("ida@home.example")).status)
	require.True(t, r.lastEntry().Changed)
	require.NotContains(t, r.door("GET", "/_sim/ledger", nil).raw, "canary-text")
	sent := at(t, r.door("GET", "/_sim/state", nil).body, "mails", 0).(object)
	require.Equal(t, object{
		"from": "arlene.cho@contoso.example", "to": []any{"ida@home.example"}, "subject": "Hello", "body": "canary-text", "at": sent["at"],
	}, sent)
	require.NoError(t, r.world.Close())
	again := newRig(t, dir)
	require.Empty(t, at(t, again.door("GET", "/_sim/state", nil).body, "mails", 0, "body"))
}

func TestMailThatIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	refusal(t, r.graph("POST", "users/nobody@contoso.example/sendMail", mail("a@b.example")), 404, "ErrorInvalidUser")
	refusal(t, r.graph("POST", "users/"+arlene+"/sendMail", mail("nobody")), 400, "ErrorInvalidRecipients")
	refusal(t, r.graph("POST", "users/"+arlene+"/sendMail", object{"saveToSentItems": true}), 400, "Request_BadRequest")
	refusal(t, r.graph("POST", "users/"+arlene+"/sendMail", object{"mail": object{}}), 400, "Request_BadRequest")
	made := r.graph("POST", "users", object{
		"accountEnabled": true, "displayName": "I", "mailNickname": "i", "userPrincipalName": "i@contoso.example",
		"passwordProfile": object{"password": "canary-Pa55word!"}, "onPremisesExtensionAttributes": object{"extensionAttribute15": "tag"},
	})
	require.Equal(t, 201, made.status, made.raw)
	refusal(t, r.graph("POST", "users/i@contoso.example/sendMail", mail("a@b.example")), 404, "MailboxNotEnabledForRESTAPI")
	read := r.graph("GET", "users/i@contoso.example?$select=onPremisesExtensionAttributes", nil)
	require.Equal(t, "tag", at(t, read.body, "onPremisesExtensionAttributes", "extensionAttribute15"))
	odd := r.graph("PATCH", "users/i@contoso.example", object{"onPremisesExtensionAttributes": object{"extensionAttribute16": "x"}})
	refusal(t, odd, 400, "Request_BadRequest")
	r.grant([]string{"User.ReadWrite.All"})
	refusal(t, r.graph("POST", "users/"+arlene+"/sendMail", mail("a@b.example")), 403, "Authorization_RequestDenied")
	require.Empty(t, r.door("GET", "/_sim/state", nil).body["mails"])
}
