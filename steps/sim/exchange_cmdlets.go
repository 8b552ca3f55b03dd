package sim

import "slices"

// exchangeCmdlets are all cmdlets that this Exchange's roles hold.
// Source: learn.microsoft.com/powershell/module/exchange
func exchangeCmdlets() []cmdlet {
	return slices.Concat(mailboxCmdlets(), permissionCmdlets(), listCmdlets(), mobileCmdlets())
}

func mailboxCmdlets() []cmdlet {
	look := map[string]parameter{"Identity": aText, "ResultSize": aNumber}
	return []cmdlet{
		{"Get-Mailbox", map[string]parameter{
			"Identity": aText, "ResultSize": aNumber, "RecipientTypeDetails": aList, "IncludeInactiveMailbox": aFlag}, getMailbox},
		{"Set-Mailbox", map[string]parameter{
			"Identity": aText, "Type": aText, "ForwardingAddress": aText, "ForwardingSmtpAddress": aText,
			"DeliverToMailboxAndForward": aFlag, "HiddenFromAddressListsEnabled": aFlag, "GrantSendOnBehalfTo": aChange,
			"LitigationHoldEnabled": aFlag, "Confirm": aFlag, "Force": aFlag}, setMailbox},
		{"Get-MailboxStatistics", look, getMailboxStatistics},
		{"Get-MailboxAutoReplyConfiguration", look, getAutoReply},
		{"Set-MailboxAutoReplyConfiguration", map[string]parameter{
			"Identity": aText, "AutoReplyState": aText, "InternalMessage": aText, "ExternalMessage": aText,
			"ExternalAudience": aText, "StartTime": aText, "EndTime": aText, "Confirm": aFlag}, setAutoReply},
		{"Get-Recipient", look, getRecipient},
	}
}

func permissionCmdlets() []cmdlet {
	return []cmdlet{
		{"Get-MailboxPermission", map[string]parameter{"Identity": aText, "User": aText, "ResultSize": aNumber}, getMailboxPermission},
		{"Add-MailboxPermission", map[string]parameter{
			"Identity": aText, "User": aText, "AccessRights": aList, "AutoMapping": aFlag, "InheritanceType": aText, "Confirm": aFlag}, addMailboxPermission},
		{"Remove-MailboxPermission", map[string]parameter{
			"Identity": aText, "User": aText, "AccessRights": aList, "InheritanceType": aText, "Confirm": aFlag}, removeMailboxPermission},
		{"Get-RecipientPermission", map[string]parameter{"Identity": aText, "Trustee": aText, "ResultSize": aNumber}, getRecipientPermission},
		{"Add-RecipientPermission", map[string]parameter{
			"Identity": aText, "Trustee": aText, "AccessRights": aList, "Confirm": aFlag}, addRecipientPermission},
		{"Remove-RecipientPermission", map[string]parameter{
			"Identity": aText, "Trustee": aText, "AccessRights": aList, "Confirm": aFlag}, removeRecipientPermission},
	}
}

func listCmdlets() []cmdlet {
	change := map[string]parameter{"Identity": aText, "Member": aText, "BypassSecurityGroupManagerCheck": aFlag, "Confirm": aFlag}
	return []cmdlet{
		{"Get-DistributionGroupMember", map[string]parameter{"Identity": aText, "ResultSize": aNumber}, getListMember},
		{"Add-DistributionGroupMember", change, addListMember},
		{"Remove-DistributionGroupMember", change, removeListMember},
	}
}

func mobileCmdlets() []cmdlet {
	return []cmdlet{
		{"Get-MobileDevice", map[string]parameter{"Identity": aText, "Mailbox": aText, "ResultSize": aNumber}, getMobileDevice},
		{"Clear-MobileDevice", map[string]parameter{
			"Identity": aText, "AccountOnly": aFlag, "NotificationEmailAddresses": aList, "Confirm": aFlag}, clearMobileDevice},
	}
}
