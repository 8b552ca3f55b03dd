package customer

import "usher/steps/step"

// warn looks for combinations that are allowed and yet hurt. Those of
// approvers are found where people are compared.
func warn(root *section, c *step.Customer) {
	for _, one := range []struct {
		hurts            bool
		path, says, hint string
	}{
		{
			c.Offboarding.Licences && !(c.Offboarding.Mailbox.On && c.Offboarding.Mailbox.Convert), "offboarding.mailbox",
			"the licence goes and the mailbox isn't shared before: Exchange deletes it after 30 days", "turn mailbox and convert on, or licences off",
		},
		{
			!c.Offboarding.BlockAccess && c.Offboarding.Licences, "offboarding.block_access",
			"licences go while the leaver can still sign in", "turn block_access on",
		},
		{
			!c.Approval.Required && c.Mode == step.Live, "approval.required",
			"plans run as soon as a ticket is read, and nobody has looked at them", "turn required on, or set mode: rehearsal",
		},
		{
			c.Approval.ByLink && !c.Simulated, "approval.identity",
			"whoever has the link can decide", "set identity: sign-in",
		},
		{
			c.Password.Share == "message", "password.share",
			"a password in a mail stays there", "share: link lets it be seen a few times only",
		},
		{
			c.Approval.UrgentCut && len(c.Guards.Requesters) == 0, "approval.urgent_cut",
			"no requester is named, so that no urgent ticket cuts access by itself", "name them under guards.requesters",
		},
		{
			c.Desk.Kind != "webhook" && c.Desk.Kind != "" && empty(c.Tickets), "tickets",
			"no ticket of this desk concerns Usher: there is no \"all\"", "name boards, types or statuses under tickets:",
		},
	} {
		if one.hurts {
			root.find(one.path).risky(one.hint, "%s", one.says)
		}
	}
}
