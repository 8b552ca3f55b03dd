package customer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"usher/steps/step"
)

// pain is a combination that is allowed and yet hurts.
type pain struct {
	hurts            bool
	path, says, hint string
}

// warn looks for combinations that are allowed and yet hurt, also where a rule
// makes them. Those of approvers are found where people are compared.
func warn(root *section, c *step.Customer) {
	known := pains(c)
	for _, one := range known {
		root.find(one.path).risky(one.hint, "%s", one.says)
	}
	for i, rule := range c.Rules {
		warnOfRule(root.find(fmt.Sprintf("rules[%d].then.set", i)), c, rule, known)
	}
	for _, p := range c.Profiles {
		if len(p.When) == 0 {
			root.find("profiles."+p.Name).risky("write when: with the facts of a ticket", "says of nobody that it is theirs, so that nobody gets it")
		}
	}
}

// warnOfRule tells what hurts where a rule fits and doesn't without it, and
// which of its options nothing acts on.
func warnOfRule(at value, c *step.Customer, rule step.Rule, known []pain) {
	ruled := *c
	for _, path := range slices.Sorted(maps.Keys(rule.Set)) {
		if Set(&ruled, path, rule.Set[path]) != nil {
			return // has been reported as a problem
		}
		if isKept(table(&step.Customer{}), strings.Split(path, ".")) {
			at.risky("see REFERENCE.md", "sets %s, which is only kept: nothing acts on it yet", path)
		}
	}
	for _, one := range pains(&ruled) {
		if !slices.Contains(known, one) {
			at.risky(one.hint, "%s", one.says)
		}
	}
}

// isKept tells whether a key, or a section that it is in, is only kept.
func isKept(within keys, path []string) bool {
	for _, k := range within {
		if len(path) > 0 && k.name == path[0] {
			return k.kept || isKept(k.form.below(), path[1:])
		}
	}
	return false
}

func pains(c *step.Customer) []pain {
	all := []pain{
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
	}
	return slices.DeleteFunc(all, func(p pain) bool { return !p.hurts })
}
