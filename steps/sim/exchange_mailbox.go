package sim

import (
	"fmt"
	"strings"
)

// box finds the mailbox that a command names.
func (c *command) box() (object, key, *result) {
	name := text(c.given, "Identity")
	found := c.world.store.mailbox(c.tenant, name)
	if found == nil {
		gone := missing(name)
		return nil, key{}, &gone
	}
	return found, key{c.tenant, mailboxKind, text(found, "id")}, nil
}

// recipientType is a mailbox's type in Exchange's words.
func recipientType(box object) string {
	switch text(box, "type") {
	case "shared":
		return "SharedMailbox"
	case "room":
		return "RoomMailbox"
	case "equipment":
		return "EquipmentMailbox"
	}
	return "UserMailbox"
}

func getMailbox(c *command) result {
	if !c.has("Identity") {
		var rows []object
		kinds := c.list("RecipientTypeDetails")
		c.world.store.each(c.tenant, mailboxKind, func(_ string, box object) {
			if !flag(box, "destroyed") && (kinds == nil || has(kinds, recipientType(box))) {
				rows = append(rows, mailboxRow(box))
			}
		})
		return result{rows: rows}
	}
	box, _, gone := c.box()
	if gone != nil {
		return *gone
	}
	return result{rows: []object{mailboxRow(box)}}
}

func mailboxRow(box object) object {
	row := object{
		"Identity": box["displayName"], "Alias": box["alias"], "DisplayName": box["displayName"],
		"UserPrincipalName": box["upn"], "PrimarySmtpAddress": box["primarySmtpAddress"],
		"Guid": box["id"], "Guid@odata.type": "#Guid", "ExternalDirectoryObjectId": box["id"],
		"EmailAddresses": []any{"SMTP:" + text(box, "primarySmtpAddress")}, "EmailAddresses@odata.type": "#Collection(String)",
		"RecipientType": "UserMailbox", "RecipientTypeDetails": recipientType(box), "IsShared": text(box, "type") == "shared",
		"IsDirSynced": flag(box, "synced"), "HiddenFromAddressListsEnabled": flag(box, "hidden"),
		"ForwardingAddress": nil, "ForwardingSmtpAddress": nil, "DeliverToMailboxAndForward": flag(box, "deliverAndForward"),
		"GrantSendOnBehalfTo": list(texts(box, "sendOnBehalf")), "LitigationHoldEnabled": flag(box, "litigationHold"),
		"InPlaceHolds": list(texts(box, "inPlaceHolds")), "ArchiveStatus": "None",
		"ProhibitSendReceiveQuota": "50 GB (53,687,091,200 bytes)",
	}
	if to := text(box, "forwardTo"); to != "" {
		row["ForwardingAddress"] = to
	}
	if to := text(box, "forwardSmtp"); to != "" {
		row["ForwardingSmtpAddress"] = "smtp:" + to
	}
	if flag(box, "archive") {
		row["ArchiveStatus"] = "Active"
	}
	return row
}

// setMailbox changes a mailbox. A command that changes nothing succeeds with
// a warning.
func setMailbox(c *command) result {
	box, k, gone := c.box()
	if gone != nil {
		return *gone
	}
	changed := clone(box)
	for _, set := range []func(*command, object) *result{setType, setForwarding, setFlags, setOnBehalf} {
		if wrong := set(c, changed); wrong != nil {
			return *wrong
		}
	}
	c.draft.put(k, changed)
	return c.settled(k, text(box, "displayName"))
}

// settled puts out nothing, or the warning that nothing was modified.
func (c *command) settled(k key, name string) result {
	for _, one := range c.draft.changes() {
		if one.key == k {
			return result{silent: true}
		}
	}
	return result{silent: true, warnings: []string{
		fmt.Sprintf("The command completed successfully but no settings of '%s' have been modified.", name)}}
}

func setType(c *command, box object) *result {
	if !c.has("Type") {
		return nil
	}
	types := map[string]string{"regular": "user", "shared": "shared", "room": "room", "equipment": "equipment"}
	sort, known := types[strings.ToLower(text(c.given, "Type"))]
	if !known {
		wrong := fails("System.Management.Automation.ParameterBindingException", "Cannot convert value \"%s\" to type ConvertibleMailboxSubType.", text(c.given, "Type"))
		return &wrong
	}
	box["type"] = sort
	return nil
}

// setForwarding sets the two addresses apart. Where both are set, Exchange
// forwards to ForwardingAddress and ignores the other.
func setForwarding(c *command, box object) *result {
	if c.has("ForwardingAddress") {
		box["forwardTo"] = nil
		if to := text(c.given, "ForwardingAddress"); to != "" {
			found := c.world.store.recipient(c.tenant, to)
			if found == nil {
				gone := missing(to)
				return &gone
			}
			box["forwardTo"] = addressOf(found)
		}
	}
	if c.has("ForwardingSmtpAddress") {
		box["forwardSmtp"] = nil
		if to := strings.TrimPrefix(text(c.given, "ForwardingSmtpAddress"), "smtp:"); to != "" {
			if !strings.Contains(to, "@") {
				wrong := fails("Microsoft.Exchange.Data.DataValidationException", "The address '%s' is invalid.", to)
				return &wrong
			}
			box["forwardSmtp"] = to
		}
	}
	return nil
}

func addressOf(recipient object) string {
	if address := text(recipient, "primarySmtpAddress"); address != "" {
		return address
	}
	return text(recipient, "mail")
}

func setFlags(c *command, box object) *result {
	if c.has("HiddenFromAddressListsEnabled") && flag(box, "synced") {
		wrong := fails("Microsoft.Exchange.Configuration.Tasks.TaskInvalidOperationException",
			"The operation on mailbox \"%s\" failed because it's out of the current user's write scope. The action 'Set-Mailbox', 'HiddenFromAddressListsEnabled', can't be performed on the object because the object is being synchronized from your on-premises organization.",
			text(box, "displayName"))
		return &wrong
	}
	for name, at := range map[string]string{
		"HiddenFromAddressListsEnabled": "hidden", "DeliverToMailboxAndForward": "deliverAndForward", "LitigationHoldEnabled": "litigationHold",
	} {
		if c.has(name) {
			box[at] = flag(c.given, name)
		}
	}
	return nil
}

func setOnBehalf(c *command, box object) *result {
	change := inner(c.given, "GrantSendOnBehalfTo")
	held := texts(box, "sendOnBehalf")
	for _, who := range hashed(change, "add") {
		trustee := c.world.store.mailbox(c.tenant, who)
		if trustee == nil {
			gone := missing(who)
			return &gone
		}
		held = append(without(held, text(trustee, "upn")), text(trustee, "upn"))
	}
	for _, who := range hashed(change, "remove") {
		if trustee := c.world.store.mailbox(c.tenant, who); trustee != nil {
			who = text(trustee, "upn")
		}
		held = without(held, who)
	}
	box["sendOnBehalf"] = list(held)
	return nil
}

// hashed reads one side of a hashtable: a text or a list of them.
func hashed(change object, name string) []string {
	if one := text(change, name); one != "" {
		return []string{one}
	}
	return texts(change, name)
}

func getMailboxStatistics(c *command) result {
	box, _, gone := c.box()
	if gone != nil {
		return *gone
	}
	return result{rows: []object{{
		"Identity": box["id"], "DisplayName": box["displayName"], "MailboxGuid": box["id"],
		"ItemCount": number(box, "itemCount"), "TotalItemSize": sizeText(number(box, "sizeBytes")),
		"TotalDeletedItemSize": sizeText(0), "LastLogonTime": "2026-01-12T08:05:00Z",
	}}}
}

// sizeText is a size as Exchange writes it: "12.3 GB (13,207,024,435 bytes)".
func sizeText(bytes int64) string {
	units := []string{"B", "KB", "MB", "GB", "TB"}
	size, unit := float64(bytes), 0
	for size >= 1024 && unit < len(units)-1 {
		size, unit = size/1024, unit+1
	}
	digits := fmt.Sprint(bytes)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return fmt.Sprintf("%.4g %s (%s bytes)", size, units[unit], digits)
}

func getAutoReply(c *command) result {
	box, _, gone := c.box()
	if gone != nil {
		return *gone
	}
	reply := autoReply(box)
	return result{rows: []object{{
		"Identity": box["displayName"], "MailboxOwnerId": box["displayName"], "AutoReplyState": reply["state"],
		"InternalMessage": wrapped(text(reply, "internal")), "ExternalMessage": wrapped(text(reply, "external")),
		"ExternalAudience": reply["audience"], "StartTime": reply["start"], "EndTime": reply["end"],
	}}}
}

// wrapped is a message as Exchange gives it back: as an HTML page.
func wrapped(message string) string {
	if message == "" || strings.HasPrefix(message, "<html") {
		return message
	}
	return "<html>\n<body>\n" + message + "\n</body>\n</html>\n"
}

func setAutoReply(c *command) result {
	box, k, gone := c.box()
	if gone != nil {
		return *gone
	}
	reply := autoReply(box)
	words := map[string][]string{"AutoReplyState": {"Disabled", "Enabled", "Scheduled"}, "ExternalAudience": {"None", "Known", "All"}}
	for name, at := range map[string]string{
		"AutoReplyState": "state", "ExternalAudience": "audience", "InternalMessage": "internal", "ExternalMessage": "external",
		"StartTime": "start", "EndTime": "end",
	} {
		if !c.has(name) {
			continue
		}
		said := text(c.given, name)
		if allowed, limited := words[name]; limited {
			at := indexFold(allowed, said)
			if at < 0 {
				return fails("System.Management.Automation.ParameterBindingException", "Cannot convert value \"%s\" for parameter '%s'.", said, name)
			}
			said = allowed[at]
		}
		reply[at] = said
	}
	c.draft.set(k, object{"autoReply": storedReply(reply)})
	return c.settled(k, text(box, "displayName"))
}

func indexFold(list []string, item string) int {
	for i, other := range list {
		if same(other, item) {
			return i
		}
	}
	return -1
}

func getRecipient(c *command) result {
	if name := text(c.given, "Identity"); name != "" {
		found := c.world.store.recipient(c.tenant, name)
		if found == nil {
			return missing(name)
		}
		return result{rows: []object{recipientRow(found)}}
	}
	var rows []object
	c.world.store.each(c.tenant, mailboxKind, func(_ string, box object) {
		if !flag(box, "destroyed") {
			rows = append(rows, recipientRow(box))
		}
	})
	c.world.store.each(c.tenant, groupKind, func(_ string, g object) {
		if flag(g, "mailEnabled") {
			rows = append(rows, recipientRow(g))
		}
	})
	return result{rows: rows}
}

// recipientRow shows a mailbox or a group with mail.
func recipientRow(o object) object {
	row := object{
		"Identity": o["displayName"], "Name": o["displayName"], "DisplayName": o["displayName"],
		"PrimarySmtpAddress": addressOf(o), "ExternalDirectoryObjectId": o["id"], "Guid": o["id"],
	}
	if o["upn"] != nil {
		row["RecipientType"], row["RecipientTypeDetails"] = "UserMailbox", recipientType(o)
		row["WindowsLiveID"] = o["upn"]
		return row
	}
	switch groupSort(o) {
	case microsoft365Group:
		row["RecipientType"], row["RecipientTypeDetails"] = "MailUniversalDistributionGroup", "GroupMailbox"
	case mailEnabledGroup:
		row["RecipientType"], row["RecipientTypeDetails"] = "MailUniversalSecurityGroup", "MailUniversalSecurityGroup"
	default:
		row["RecipientType"], row["RecipientTypeDetails"] = "MailUniversalDistributionGroup", "MailUniversalDistributionGroup"
	}
	return row
}
