package sim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const priyaUPN, arleneUPN = "priya.nair@contoso.example", "arlene.cho@contoso.example"

// exception insists on an error of Exchange and returns its text.
func exception(t *testing.T, got reply, status int, class string) string {
	t.Helper()
	require.Equal(t, status, got.status, got.raw)
	parts := strings.Split(fmt.Sprint(at(t, got.body, "error", "details", 0, "message")), "|")
	require.Len(t, parts, 3, got.raw)
	require.Contains(t, parts[1], class)
	require.Contains(t, parts[1], got.header.Get("X-ExceptionType"))
	return parts[2]
}

// quiet insists on success without output and says whether it changed anything.
func (r *rig) quiet(cmdlet string, parameters object) (changed bool) {
	r.t.Helper()
	got := r.exchange(cmdlet, parameters)
	require.Equal(r.t, 200, got.status, got.raw)
	entry := r.lastEntry()
	require.True(r.t, entry.Applied)
	require.Equal(r.t, cmdlet, entry.Cmdlet)
	if entry.Changed {
		require.Empty(r.t, got.raw, "an empty body is success")
		return true
	}
	require.NotEmpty(r.t, got.body["@adminapi.warnings"])
	return false
}

func TestAMailboxIsFound(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for _, name := range []string{priyaUPN, strings.ToUpper(priyaUPN), priya, "priya.nair"} {
		row := at(t, r.exchange("Get-Mailbox", object{"Identity": name}).body, "value", 0).(object)
		require.Equal(t, priyaUPN, row["UserPrincipalName"], name)
		require.Equal(t, "UserMailbox", row["RecipientTypeDetails"])
		require.Equal(t, priya, row["ExternalDirectoryObjectId"])
	}
	says := exception(t, r.exchange("Get-Mailbox", object{"Identity": "Priya Nair"}), 404, "ManagementObjectNotFoundException")
	require.Contains(t, says, "couldn't be found on")
	stats := r.exchange("Get-MailboxStatistics", object{"Identity": priyaUPN})
	require.Equal(t, "4.1 GB (4,402,341,478 bytes)", at(t, stats.body, "value", 0, "TotalItemSize"))
	one := r.exchangeAt("/exchange/adminapi/beta/"+contosoID+"/InvokeCommand?$select=Alias,Nonsense", "Get-Mailbox", object{"Identity": priyaUPN}, nil)
	require.Equal(t, []any{object{"Alias": "priya.nair"}}, one.body["value"])
}

func TestAMailboxIsSet(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	hashed := func(side, who string) object { return object{"@odata.type": "#Exchange.GenericHashTable", side: who} }
	for _, parameters := range []object{
		{"Type": "Shared"}, {"HiddenFromAddressListsEnabled": true},
		{"ForwardingAddress": arleneUPN, "ForwardingSmtpAddress": nil, "DeliverToMailboxAndForward": true},
		{"GrantSendOnBehalfTo": hashed("add", arleneUPN)},
	} {
		parameters["Identity"] = priyaUPN
		require.True(t, r.quiet("Set-Mailbox", parameters))
		require.False(t, r.quiet("Set-Mailbox", parameters), "nothing was modified")
	}
	box := r.thing("mailboxes", "upn", priyaUPN)
	require.Equal(t, []any{"shared", arleneUPN, true, []any{arleneUPN}}, []any{box["type"], box["forwardTo"], box["hidden"], box["sendOnBehalf"]})
	row := at(t, r.exchange("Get-Mailbox", object{"Identity": priyaUPN}).body, "value", 0).(object)
	require.Equal(t, []any{"SharedMailbox", arleneUPN, nil, true}, []any{
		row["RecipientTypeDetails"], row["ForwardingAddress"], row["ForwardingSmtpAddress"], row["HiddenFromAddressListsEnabled"]})

	require.True(t, r.quiet("Set-Mailbox", object{"Identity": priyaUPN, "ForwardingAddress": nil, "ForwardingSmtpAddress": "smtp:p@home.example"}))
	require.Equal(t, "p@home.example", r.thing("mailboxes", "upn", priyaUPN)["forwardTo"])
	exception(t, r.exchange("Set-Mailbox", object{"Identity": priyaUPN, "ForwardingAddress": "p@home.example"}), 404, "ManagementObjectNotFoundException")
	exception(t, r.exchange("Set-Mailbox", object{"Identity": priyaUPN, "Type": "Communal"}), 400, "ParameterBindingException")
	exception(t, r.exchange("Set-Mailbox", object{"Identity": "oskar.holt@contoso.example", "HiddenFromAddressListsEnabled": true}), 400, "TaskInvalidOperationException")
	exception(t, r.exchange("Set-Mailbox", object{"Identity": priyaUPN, "GrantSendOnBehalfTo": object{"add": arleneUPN}}), 400, "ParameterBindingException")
}

func TestAutomaticReplies(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Nil(t, r.thing("mailboxes", "upn", priyaUPN)["autoReply"])
	set := object{"Identity": priyaUPN, "AutoReplyState": "Enabled", "InternalMessage": "I have left.", "ExternalMessage": "I have left.", "ExternalAudience": "All"}
	require.True(t, r.quiet("Set-MailboxAutoReplyConfiguration", set))
	require.False(t, r.quiet("Set-MailboxAutoReplyConfiguration", set))
	row := at(t, r.exchange("Get-MailboxAutoReplyConfiguration", object{"Identity": priyaUPN}).body, "value", 0).(object)
	require.Equal(t, "Enabled", row["AutoReplyState"])
	require.Contains(t, row["InternalMessage"], "<body>\nI have left.\n</body>", "Exchange gives a page back")
	require.Equal(t, "alwaysEnabled", at(t, r.graph("GET", "users/"+priya+"/mailboxSettings", nil).body, "automaticRepliesSetting", "status"))

	off := object{"automaticRepliesSetting": object{"status": "disabled", "internalReplyMessage": "", "externalReplyMessage": ""}}
	require.Equal(t, 200, r.graph("PATCH", "users/"+priya+"/mailboxSettings", off).status)
	require.Nil(t, r.thing("mailboxes", "upn", priyaUPN)["autoReply"])
	exception(t, r.exchange("Set-MailboxAutoReplyConfiguration", object{"Identity": priyaUPN, "AutoReplyState": "On"}), 400, "ParameterBindingException")
}

func TestPermissionsOnAMailbox(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	full := object{"Identity": priyaUPN, "User": arleneUPN, "AccessRights": []any{"FullAccess"}, "AutoMapping": true, "InheritanceType": "All", "Confirm": false}
	require.Equal(t, arleneUPN, at(t, r.exchange("Add-MailboxPermission", full).body, "value", 0, "User"))
	require.True(t, r.lastEntry().Changed)
	require.Contains(t, at(t, r.exchange("Add-MailboxPermission", full).body, "@adminapi.warnings", 0), "already present")
	require.False(t, r.lastEntry().Changed)
	require.Equal(t, []any{`NT AUTHORITY\SELF`, arleneUPN}, values(t, r.exchange("Get-MailboxPermission", object{"Identity": priyaUPN}), "User"))
	require.Equal(t, []any{arleneUPN}, r.thing("mailboxes", "upn", priyaUPN)["fullAccess"])
	delete(full, "AutoMapping")
	require.True(t, r.quiet("Remove-MailboxPermission", full))
	require.False(t, r.quiet("Remove-MailboxPermission", full), "because the ACE doesn't exist")
	full["User"] = "nobody@contoso.example"
	exception(t, r.exchange("Remove-MailboxPermission", full), 404, "ManagementObjectNotFoundException")

	as := object{"Identity": "sales@contoso.example", "Trustee": priyaUPN, "AccessRights": "SendAs", "Confirm": false}
	require.Equal(t, []any{priyaUPN}, values(t, r.exchange("Get-RecipientPermission", object{"Identity": "sales@contoso.example", "Trustee": priyaUPN}), "Trustee"))
	require.True(t, r.quiet("Remove-RecipientPermission", as))
	require.Equal(t, 200, r.exchange("Add-RecipientPermission", as).status)
	require.Equal(t, []any{priyaUPN}, r.thing("mailboxes", "upn", "sales@contoso.example")["sendAs"])
}

func TestListsAreChangedByExchange(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	change := object{"Identity": dealDesk, "Member": priyaUPN, "BypassSecurityGroupManagerCheck": true, "Confirm": false}
	require.Contains(t, values(t, r.exchange("Get-DistributionGroupMember", object{"Identity": dealDesk}), "PrimarySmtpAddress"), priyaUPN)
	require.True(t, r.quiet("Remove-DistributionGroupMember", change))
	require.NotContains(t, values(t, r.graph("GET", "users/"+priya+"/memberOf", nil), "displayName"), "Deal Desk", "Graph shows it")
	exception(t, r.exchange("Remove-DistributionGroupMember", change), 400, "MemberNotFoundException")
	require.True(t, r.lastEntry().Applied)
	change["Identity"] = "dealdesk@contoso.example"
	require.True(t, r.quiet("Add-DistributionGroupMember", change))
	exception(t, r.exchange("Add-DistributionGroupMember", change), 400, "MemberAlreadyExistsException")

	for name, one := range map[string]struct {
		parameters object
		status     int
		class      string
	}{
		"manager check":    {object{"Identity": dealDesk, "Member": priyaUPN}, 400, "OperationRequiresGroupManager"},
		"no list":          {object{"Identity": salesUK, "Member": priyaUPN, "BypassSecurityGroupManagerCheck": true}, 404, "ManagementObjectNotFound"},
		"Microsoft 365":    {object{"Identity": launch, "Member": priyaUPN, "BypassSecurityGroupManagerCheck": true}, 404, "ManagementObjectNotFound"},
		"nobody":           {object{"Identity": dealDesk, "Member": "nobody@contoso.example", "BypassSecurityGroupManagerCheck": true}, 404, "ManagementObjectNotFound"},
		"unknown argument": {object{"Identity": dealDesk, "Member": priyaUPN, "Force": true}, 403, "ParameterAccessDenied"},
	} {
		exception(t, r.exchange("Remove-DistributionGroupMember", one.parameters), one.status, one.class)
		require.False(t, r.lastEntry().Applied, name)
	}
}

func TestRecipientsComeInPages(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	var all []any
	path := "/exchange/adminapi/beta/" + contosoID + "/InvokeCommand?%24select=PrimarySmtpAddress"
	for path != "" {
		got := r.exchangeAt(path, "Get-Recipient", object{}, map[string]string{"Prefer": "odata.maxpagesize=1000"})
		all = append(all, values(t, got, "PrimarySmtpAddress")...)
		next, _ := got.body["@odata.nextLink"].(string)
		path = strings.TrimPrefix(next, r.url)
	}
	require.Greater(t, len(all), 15)
	require.Contains(t, all, "everyone-london@contoso.example")
	require.NotContains(t, all[1:], all[0])
}

func TestWhoExchangeLetsIn(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	look := object{"Identity": priyaUPN}
	exception(t, r.exchange("Get-Nothing", look), 403, "CmdletAccessDenied")
	require.Contains(t, exception(t, r.exchange("Set-Mailbox", object{"Identity": priyaUPN, "Office": "x"}), 403, "ParameterAccessDenied"), "is not present in the role definition")
	path := "/exchange/adminapi/beta/" + contosoID + "/InvokeCommand"
	for anchor, status := range map[string]int{
		"UPN:" + priyaUPN: 200, priyaUPN: 200, "UPN:x@fabrikam.example": 400, "nonsense": 400,
		"APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@" + contosoID:  200,
		"APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@" + fabrikamID: 400,
	} {
		got := r.exchangeAt(path, "Get-Mailbox", look, map[string]string{"X-AnchorMailbox": anchor})
		require.Equal(t, status, got.status, anchor)
	}
	r.grant([]string{"Exchange.ManageAsApp"})
	require.Contains(t, exception(t, r.exchange("Get-Mailbox", look), 403, "UnauthorizedAccess"), "isn't supported in this scenario")
	r.grant([]string{}, "Exchange Administrator")
	require.Equal(t, 403, r.exchange("Get-Mailbox", look).status)
	r.grant([]string{"Exchange.ManageAsApp"}, "Global Reader")
	require.Equal(t, 200, r.exchange("Get-Mailbox", look).status)
	exception(t, r.exchange("Set-Mailbox", object{"Identity": priyaUPN, "Type": "Shared"}), 403, "CmdletAccessDenied")
}

func TestWipingAPhone(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	rows := r.exchange("Get-MobileDevice", object{"Mailbox": priyaUPN})
	require.Equal(t, []any{"Galaxy S23"}, values(t, rows, "FriendlyName"), "the laptop is none")
	id := at(t, rows.body, "value", 0, "Identity").(string)
	require.True(t, r.quiet("Clear-MobileDevice", object{"Identity": id, "AccountOnly": true, "Confirm": false}))
	require.Equal(t, "account", r.thing("devices", "id", id)["wipe"])
	require.True(t, r.quiet("Clear-MobileDevice", object{"Identity": id, "Confirm": false}))
	require.Equal(t, "factory", r.thing("devices", "id", id)["wipe"], "without AccountOnly it is the whole phone")
}
