package sim

func mailboxRoutes() []route {
	return []route{
		{"GET", "users/*/mailboxSettings", "mailbox.read", getMailboxSettings},
		{"PATCH", "users/*/mailboxSettings", "mailbox.write", patchMailboxSettings},
	}
}

var mailboxSettingsSchema = schema{
	"automaticRepliesSetting": {is: isOne, byDefault: true},
	"timeZone":                {is: isText, byDefault: true},
	"userPurpose":             {is: isText, byDefault: true},
}

func noMailbox() answer {
	return graphError(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.")
}

func getMailboxSettings(c *call, names []string) answer {
	o, wrong := c.options(mailboxSettingsSchema, "$select")
	if wrong != nil {
		return *wrong
	}
	u := c.besideUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	box := c.get(mailboxKind, text(u, "id"))
	if box == nil || flag(box, "destroyed") {
		return noMailbox()
	}
	body := mailboxSettingsSchema.project(mailboxSettings(box), o.shown)
	body["@odata.context"] = odata(c, "users('"+text(u, "id")+"')/mailboxSettings")
	return okay(body)
}

// mailboxSettings shows a mailbox in Graph's words.
func mailboxSettings(box object) object {
	reply := autoReply(box)
	moment := object{"dateTime": "2024-02-01T09:00:00.0000000", "timeZone": "UTC"}
	return object{
		"automaticRepliesSetting": object{
			"status":               map[string]string{"Disabled": "disabled", "Enabled": "alwaysEnabled", "Scheduled": "scheduled"}[text(reply, "state")],
			"externalAudience":     map[string]string{"None": "none", "Known": "contactsOnly", "All": "all"}[text(reply, "audience")],
			"internalReplyMessage": text(reply, "internal"), "externalReplyMessage": text(reply, "external"),
			"scheduledStartDateTime": moment, "scheduledEndDateTime": moment,
		},
		"timeZone": "UTC", "userPurpose": text(box, "type"),
	}
}

func patchMailboxSettings(c *call, names []string) answer {
	u, _ := c.writtenUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	k := key{c.tenant, mailboxKind, text(u, "id")}
	box := c.world.store.get(k)
	if box == nil || flag(box, "destroyed") {
		return noMailbox()
	}
	asked := c.json()
	setting := inner(asked, "automaticRepliesSetting")
	if setting == nil || len(asked) != 1 {
		return badRequest("This mailbox takes automaticRepliesSetting and nothing else.")
	}
	reply := autoReply(box)
	for name, value := range setting {
		if wrong := setReply(reply, name, value); wrong != nil {
			return *wrong
		}
	}
	c.draft.set(k, object{"autoReply": storedReply(reply)})
	return okay(mailboxSettings(c.world.store.get(k)))
}

// setReply takes one property of Graph's automaticRepliesSetting over into a
// reply in Exchange's words.
func setReply(reply object, name string, value any) *answer {
	said, isText := value.(string)
	words := map[string]string{}
	switch name {
	case "status":
		words, name = map[string]string{"disabled": "Disabled", "alwaysEnabled": "Enabled", "scheduled": "Scheduled"}, "state"
	case "externalAudience":
		words, name = map[string]string{"none": "None", "contactsOnly": "Known", "all": "All"}, "audience"
	case "internalReplyMessage":
		words[said], name = said, "internal"
	case "externalReplyMessage":
		words[said], name = said, "external"
	case "scheduledStartDateTime", "scheduledEndDateTime", "@odata.type":
		return nil // this mailbox keeps no schedule
	default:
		a := badRequest("Invalid property '" + name + "'.")
		return &a
	}
	word, known := words[said]
	if !known || !isText {
		a := badRequest("Invalid value specified for property '" + name + "'.")
		return &a
	}
	reply[name] = word
	return nil
}

// autoReply is a mailbox's automatic reply, off where none was ever set.
func autoReply(box object) object {
	reply := object{"state": "Disabled", "internal": "", "external": "", "audience": "All"}
	for name, value := range inner(box, "autoReply") {
		reply[name] = value
	}
	return reply
}

// storedReply is nil where nothing is left of a reply.
func storedReply(reply object) any {
	if text(reply, "state") == "Disabled" && text(reply, "internal") == "" && text(reply, "external") == "" {
		return nil
	}
	return reply
}
