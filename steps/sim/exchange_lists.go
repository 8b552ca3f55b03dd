package sim

import (
	"fmt"
	"net/http"
)

// exchangeList finds the distribution list or mail-enabled security group
// that a command names. Microsoft 365 groups are no business of these cmdlets.
func (c *command) exchangeList() (object, *result) {
	name := text(c.given, "Identity")
	g := c.world.store.mailGroup(c.tenant, name)
	if g == nil || groupSort(g) == microsoft365Group {
		gone := missing(name)
		return nil, &gone
	}
	return g, nil
}

func getListMember(c *command) result {
	g, gone := c.exchangeList()
	if gone != nil {
		return *gone
	}
	var rows []object
	for _, id := range c.world.store.edges(c.tenant, memberKind, text(g, "id")) {
		switch box, nested, u := c.get(mailboxKind, id), c.get(groupKind, id), c.get(userKind, id); {
		case box != nil && !flag(box, "destroyed"):
			rows = append(rows, recipientRow(box))
		case nested != nil:
			rows = append(rows, recipientRow(nested))
		case u != nil:
			rows = append(rows, object{
				"Identity": u["displayName"], "Name": u["displayName"], "DisplayName": u["displayName"], "PrimarySmtpAddress": text(u, "mail"),
				"ExternalDirectoryObjectId": id, "Guid": id, "RecipientType": "User", "RecipientTypeDetails": "User",
			})
		}
	}
	return result{rows: rows}
}

// listChange reads the list and the member of a command that changes a list.
func (c *command) listChange() (g object, member string, k key, wrong *result) {
	g, wrong = c.exchangeList()
	if wrong != nil {
		return nil, "", k, wrong
	}
	refuse := func(exception, says string) (object, string, key, *result) {
		refused := fails(exception, "%s", says)
		return nil, "", k, &refused
	}
	if flag(g, "onPremisesSyncEnabled") {
		return refuse("Microsoft.Exchange.Configuration.Tasks.TaskInvalidOperationException",
			"The action can't be performed on the object '"+text(g, "displayName")+"' because the object is being synchronized from your on-premises organization.")
	}
	if !flag(c.given, "BypassSecurityGroupManagerCheck") {
		return refuse("Microsoft.Exchange.Management.Common.OperationRequiresGroupManagerException",
			"You don't have sufficient permissions. This operation can only be performed by a manager of the group.")
	}
	name := text(c.given, "Member")
	if found := c.world.store.recipient(c.tenant, name); found != nil {
		member = text(found, "id")
	} else if u := c.world.store.userByName(c.tenant, name); u != nil {
		member = text(u, "id")
	} else {
		gone := missing(name)
		return nil, "", k, &gone
	}
	return g, member, edge(c.tenant, memberKind, text(g, "id"), member), nil
}

func addListMember(c *command) result {
	g, member, k, wrong := c.listChange()
	if wrong != nil {
		return *wrong
	}
	if c.get(mailboxKind, member) == nil && c.get(groupKind, member) == nil {
		return missing(text(c.given, "Member"))
	}
	if c.world.store.get(k) != nil {
		return result{failed: &failure{status: http.StatusBadRequest, already: true,
			exception: "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
			says:      fmt.Sprintf("The recipient \"%s\" is already a member of the group \"%s\".", text(c.given, "Member"), text(g, "displayName"))}}
	}
	c.draft.put(k, object{"group": text(g, "id"), "member": member})
	if u := c.get(userKind, member); u != nil && len(objects(g, "assignedLicenses")) > 0 {
		c.inherit(g, u)
	}
	return result{silent: true}
}

func removeListMember(c *command) result {
	g, member, k, wrong := c.listChange()
	if wrong != nil {
		return *wrong
	}
	if c.world.store.get(k) == nil {
		return result{failed: &failure{status: http.StatusBadRequest, already: true,
			exception: "Microsoft.Exchange.Management.Tasks.MemberNotFoundException",
			says:      fmt.Sprintf("The recipient \"%s\" isn't a member of the group \"%s\".", text(c.given, "Member"), text(g, "displayName"))}}
	}
	c.leave(g, member, k)
	return result{silent: true}
}

func getMobileDevice(c *command) result {
	if c.has("Identity") == c.has("Mailbox") {
		return fails("System.Management.Automation.ParameterBindingException", "Parameter set cannot be resolved: give Identity or Mailbox.")
	}
	var owner object
	if c.has("Mailbox") {
		if owner = c.world.store.mailbox(c.tenant, text(c.given, "Mailbox")); owner == nil {
			return missing(text(c.given, "Mailbox"))
		}
	}
	var rows []object
	c.world.store.each(c.tenant, deviceKind, func(id string, d object) {
		if flag(d, "mobile") && (owner != nil && text(d, "userId") == text(owner, "id") || same(id, text(c.given, "Identity"))) {
			rows = append(rows, mobileRow(d))
		}
	})
	return result{rows: rows}
}

func mobileRow(d object) object {
	return object{
		"Identity": d["id"], "Guid": d["id"], "DeviceId": d["id"], "FriendlyName": d["deviceName"], "DeviceModel": d["model"],
		"DeviceOS": d["operatingSystem"], "ClientType": d["clientType"], "DeviceType": d["clientType"],
		"DeviceAccessState": "Allowed", "DeviceWipeSentTime": d["deviceWipeSentTime"], "DeviceWipeAckTime": d["deviceWipeAckTime"],
	}
}

// clearMobileDevice asks a phone to wipe itself. Without AccountOnly it is
// the whole phone: the state says which.
func clearMobileDevice(c *command) result {
	name := text(c.given, "Identity")
	k := key{c.tenant, deviceKind, name}
	d := c.world.store.get(k)
	if d == nil || !flag(d, "mobile") {
		return missing(name)
	}
	wipe := "factory"
	if flag(c.given, "AccountOnly") {
		wipe = "account"
	}
	if text(d, "wipe") == wipe {
		return c.settled(k, text(d, "deviceName"))
	}
	c.draft.set(k, object{"wipe": wipe, "deviceWipeSentTime": exact(c.world.clock())})
	return result{silent: true}
}
