package sim

import (
	"fmt"
	"slices"
)

// self is the row that every mailbox has about its owner.
const self = `NT AUTHORITY\SELF`

func getMailboxPermission(c *command) result {
	box, _, gone := c.box()
	if gone != nil {
		return *gone
	}
	rows := []object{permissionRow(box, self, "FullAccess", "ReadPermission")}
	for _, who := range texts(box, "fullAccess") {
		rows = append(rows, permissionRow(box, who, "FullAccess"))
	}
	if who := text(c.given, "User"); who != "" {
		rows = slices.DeleteFunc(rows, func(row object) bool { return !same(text(row, "User"), c.upn(who)) })
	}
	return result{rows: rows}
}

func permissionRow(box object, who string, rights ...string) object {
	return object{
		"Identity": box["displayName"], "User": who, "AccessRights": list(rights),
		"IsInherited": false, "Deny": false, "InheritanceType": "All",
	}
}

// upn is the UPN of whoever is named, or the name itself.
func (c *command) upn(name string) string {
	if found := c.world.store.mailbox(c.tenant, name); found != nil {
		return text(found, "upn")
	}
	return name
}

// trusted reads the mailbox and the person of a permission command, and
// judges the rights, of which this Exchange knows one for each command.
func (c *command) trusted(who, right string) (box object, k key, upn string, wrong *result) {
	box, k, wrong = c.box()
	if wrong != nil {
		return nil, k, "", wrong
	}
	rights := c.list("AccessRights")
	if len(rights) != 1 || !same(rights[0], right) {
		refused := fails("System.Management.Automation.ParameterBindingException", "Only the access right %s is supported here.", right)
		return nil, k, "", &refused
	}
	trustee := c.world.store.mailbox(c.tenant, text(c.given, who))
	if trustee == nil {
		gone := missing(text(c.given, who))
		return nil, k, "", &gone
	}
	return box, k, text(trustee, "upn"), nil
}

func addMailboxPermission(c *command) result {
	box, k, upn, wrong := c.trusted("User", "FullAccess")
	if wrong != nil {
		return *wrong
	}
	done := result{rows: []object{permissionRow(box, upn, "FullAccess")}}
	if has(texts(box, "fullAccess"), upn) {
		done.warnings = []string{fmt.Sprintf("The appropriate access control entry is already present on the object \"%s\" for account \"%s\".", text(box, "displayName"), upn)}
		return done
	}
	c.draft.set(k, object{"fullAccess": append(list(texts(box, "fullAccess")), upn)})
	return done
}

func removeMailboxPermission(c *command) result {
	return c.take("User", "FullAccess", "fullAccess")
}

// take ends a permission; one that isn't there is a warning.
func (c *command) take(who, right, at string) result {
	box, k, upn, wrong := c.trusted(who, right)
	if wrong != nil {
		return *wrong
	}
	if !has(texts(box, at), upn) {
		return result{silent: true, warnings: []string{fmt.Sprintf(
			"Can't remove the access control entry on the object \"%s\" for account \"%s\" because the ACE doesn't exist on the object.", text(box, "displayName"), upn)}}
	}
	c.draft.set(k, object{at: list(without(texts(box, at), upn))})
	return result{silent: true}
}

func getRecipientPermission(c *command) result {
	box, _, gone := c.box()
	if gone != nil {
		return *gone
	}
	rows := []object{trusteeRow(box, self)}
	for _, who := range texts(box, "sendAs") {
		rows = append(rows, trusteeRow(box, who))
	}
	if who := text(c.given, "Trustee"); who != "" {
		rows = slices.DeleteFunc(rows, func(row object) bool { return !same(text(row, "Trustee"), c.upn(who)) })
	}
	return result{rows: rows}
}

func trusteeRow(box object, who string) object {
	return object{
		"Identity": box["displayName"], "Trustee": who, "AccessControlType": "Allow",
		"AccessRights": []any{"SendAs"}, "IsInherited": false, "InheritanceType": "None",
	}
}

func addRecipientPermission(c *command) result {
	box, k, upn, wrong := c.trusted("Trustee", "SendAs")
	if wrong != nil {
		return *wrong
	}
	done := result{rows: []object{trusteeRow(box, upn)}}
	if has(texts(box, "sendAs"), upn) {
		done.warnings = []string{fmt.Sprintf("The appropriate access control entry is already present on the object \"%s\" for account \"%s\".", text(box, "displayName"), upn)}
		return done
	}
	c.draft.set(k, object{"sendAs": append(list(texts(box, "sendAs")), upn)})
	return done
}

func removeRecipientPermission(c *command) result {
	return c.take("Trustee", "SendAs", "sendAs")
}
