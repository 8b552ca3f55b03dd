package sim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
)

func mailRoutes() []route {
	return []route{{"POST", "users/*/sendMail", "mail.send", sendMail}}
}

// sendMail takes a mail and delivers it at once. Its text is kept in memory
// only: it may hold a password.
// Source: learn.microsoft.com/graph/api/user-sendmail
func sendMail(c *call, names []string) answer {
	var message object
	for name, value := range c.json() { // parameters of an action are found whatever their case
		switch {
		case same(name, "message"):
			message, _ = value.(object)
		case !same(name, "saveToSentItems"):
			return badRequest("The parameter '" + name + "' isn't known.")
		}
	}
	u, _ := c.writtenUser(names[0])
	if u == nil {
		return graphError(http.StatusNotFound, "ErrorInvalidUser", "The requested user '"+names[0]+"' is invalid.")
	}
	if box := c.get(mailboxKind, text(u, "id")); box == nil || flag(box, "destroyed") {
		return noMailbox()
	}
	body := inner(message, "body")
	to := addressees(message)
	switch {
	case message == nil:
		return badRequest("The parameter 'message' is required.")
	case len(to) == 0:
		return graphError(http.StatusBadRequest, "ErrorInvalidRecipients", "At least one recipient is not valid.")
	case !slices.Contains([]string{"text", "html"}, strings.ToLower(text(body, "contentType"))):
		return badRequest("Invalid value specified for property 'contentType' of resource 'ItemBody'.")
	}
	id := uuid.NewString()
	c.draft.put(key{c.tenant, mailKind, id}, object{
		"id": id, "from": text(u, "userPrincipalName"), "to": list(to), "subject": text(message, "subject"),
		"at": exact(c.world.clock()),
	})
	c.world.letters[id] = text(body, "content")
	return answer{status: http.StatusAccepted}
}

// addressees lists whom a mail is to; nil where one of them isn't an address.
func addressees(message object) []string {
	var to []string
	for _, recipient := range objects(message, "toRecipients") {
		address := text(inner(recipient, "emailAddress"), "address")
		if !strings.Contains(address, "@") {
			return nil
		}
		to = append(to, address)
	}
	return to
}

// mailState lists the mails that were sent, with their texts where this
// process still has them.
func (w *World) mailState() []any {
	all := []any{}
	for _, one := range w.everywhere(mailKind) {
		mail, _ := one.(object)
		shown := clone(mail)
		shown["body"] = w.letters[text(mail, "id")]
		delete(shown, "id")
		all = append(all, shown)
	}
	return all
}
