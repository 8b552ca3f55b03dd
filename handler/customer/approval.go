package customer

import (
	"strconv"
	"strings"

	"usher/steps/step"
)

// approval is who decides, and how.
func approval(c *step.Customer) keys {
	a := &c.Approval
	return keys{
		{name: "required", says: "off: plans run without anybody's decision", form: toggle(&a.Required), preset: "on"},
		{name: "need", says: "how many of the approvers must approve", form: approvals(&a.Need), preset: "any"},
		{name: "expires", says: "how long a question stays open", form: length(&a.Expires, shortest, longest), preset: "72h"},
		{name: "identity", says: "sign-in proves who decided; link lets the link alone decide, and the decision says so", form: single{
			func(v value) { a.ByLink = v.oneOf("sign-in", "link") == "link" }, "sign-in or link", schema{"enum": []string{"sign-in", "link"}},
		}, preset: "sign-in"},
		{name: "second_for_irreversible", says: "ask again just before what can't be undone", form: toggle(&a.SecondForIrreversible), preset: "off"},
		{name: "reminders", says: "how long after the first card it is sent again", form: lengths(&a.Reminders, shortest, longest), kept: true},
		{name: "escalate_after", says: "how long after the first card the fallback is asked", form: length(&a.EscalateAfter, shortest, longest), kept: true},
		{name: "urgent_cut", says: "requester: an urgent ticket of a named requester cuts access without an approval", form: single{
			func(v value) { a.UrgentCut = v.oneOf("approver", "requester") == "requester" }, "approver or requester", schema{"enum": []string{"approver", "requester"}},
		}, preset: "approver", kept: true},
		{name: "approvers", says: "the people who may decide; never who asks or whom it is about", form: approvers(c, &a.Approvers)},
		{name: "stages", says: "instead of approvers: several approvals in a row, such as HR before IT; until stages are told apart, everybody must approve", form: listOf(
			&a.Stages, func(st *step.Stage) keys { return stage(c, st) }, nil), kept: true},
		{name: "fallback", says: "who is asked where nobody has decided in time", form: fallback(c), kept: true},
	}
}

func stage(c *step.Customer, st *step.Stage) keys {
	return keys{
		{name: "name", says: "such as HR", form: text(&st.Name), need: "a word such as HR"},
		{name: "need", says: "how many of its approvers must approve", form: approvals(&st.Need), preset: "any"},
		{name: "approvers", says: "as above", form: approvers(c, &st.Approvers), need: "at least one person who decides"},
	}
}

// approvers is a list of people.
func approvers(c *step.Customer, into *[]step.Approver) many {
	return listOf(into, func(a *step.Approver) keys { return approver(c, a) }, nil)
}

// approver is one person. The channel is this person's own: a link that is
// posted there decides in this person's name.
func approver(c *step.Customer, a *step.Approver) keys {
	a.TenantID = c.TenantID
	return keys{
		{name: "name", says: "the approver's name", form: text(&a.Name), need: "the approver's name"},
		{name: "email", says: "for display; the id says who it is", form: mail(&a.Email), need: "the address that people see"},
		{name: "tenant", says: "where the approver signs in, if it isn't the customer's own tenant", form: guid(&a.TenantID)},
		{name: "id", says: "object id in Entra", form: guid(&a.ObjectID), need: "the approver's object id in Entra"},
		{name: "teams", says: "the channel or chat that only this person reads", form: group{keys: keys{
			{name: "secret", says: "holds the channel's address", form: secret(&a.Teams), need: "the name of the secret that holds the channel's address"},
		}}, need: "secret: below it, the channel or chat that only this person reads"},
	}
}

func fallback(c *step.Customer) single {
	return single{
		func(v value) {
			one := &step.Approver{}
			approver(c, one).read(v.section())
			c.Approval.Fallback = one
		}, "an approver", approver(c, &step.Approver{}).schema(),
	}
}

// approvals is how many must approve: any is 1, all is 0.
func approvals(into *int) single {
	return single{
		func(v value) { *into = v.approvals() }, "any, all or a number",
		anyOf(schema{"enum": []string{"any", "all"}}, schema{"type": "integer", "minimum": 1}),
	}
}

func (v value) approvals() int {
	text := strings.ToLower(v.text())
	switch text {
	case "any":
		return 1
	case "all":
		return 0
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		v.wrong(meant(text, []string{"any", "all", "a number"}), "can't be %q", shown(text))
	case n < 1:
		v.wrong("write any, all or a number of approvers", "can't be %d", n)
	}
	return max(n, 1)
}
