package customer

import (
	"strconv"
	"strings"
	"time"

	"usher/steps/step"
)

// readApproval reads the section approval: who decides, and how.
func readApproval(root *section, c *step.Customer) {
	c.Approval = step.Approval{Required: true, Need: 1, Expires: 72 * time.Hour}
	v, ok := root.need("approval", "approvers: below it, or required: off")
	if !ok {
		return
	}
	s, a := v.section(), &c.Approval
	if required, ok := s.get("required"); ok {
		a.Required = required.toggle()
	}
	if expires, ok := s.get("expires"); ok {
		a.Expires = expires.duration(10*time.Minute, 30*24*time.Hour)
	}
	if identity, ok := s.get("identity"); ok {
		a.ByLink = identity.oneOf("sign-in", "link") == "link"
	}
	if second, ok := s.get("second_for_irreversible"); ok {
		a.SecondForIrreversible = second.toggle()
	}
	need, asked := s.get("need")
	readApprovers(s, c)
	if asked {
		a.Need = need.approvals(len(a.Approvers))
	}
}

// readApprovers reads the list of people who may decide.
func readApprovers(s *section, c *step.Customer) {
	v, ok := s.get("approvers")
	if !ok {
		if c.Approval.Required {
			s.need("approvers", "at least one person who decides")
		}
		return
	}
	seen := approverSeen{id: map[string]string{}, teams: map[string]string{}}
	for _, item := range v.list() {
		approver := readApprover(item.section(), c)
		seen.check(item, approver)
		c.Approval.Approvers = append(c.Approval.Approvers, approver)
	}
	if c.Approval.Required && len(c.Approval.Approvers) == 0 {
		v.wrong("add at least one, or set required: off", "names nobody")
	}
}

func readApprover(s *section, c *step.Customer) step.Approver {
	approver := step.Approver{TenantID: c.TenantID}
	if name, ok := s.need("name", "the approver's name"); ok {
		approver.Name = name.text()
	}
	if email, ok := s.need("email", "the address that people see"); ok {
		approver.Email = email.mail()
	}
	if tenant, ok := s.get("tenant"); ok {
		approver.TenantID = tenant.id()
	}
	if id, ok := s.need("id", "the approver's object id in Entra"); ok {
		approver.ObjectID = id.id()
	}
	if teams, ok := s.need("teams", "secret: below it, the channel or chat that only this person reads"); ok {
		destination := teams.section()
		if secret, ok := destination.need("secret", "the name of the secret that holds the channel's address"); ok {
			approver.Teams = secret.secret()
		}
	}
	return approver
}

// approverSeen finds people who are there twice and channels that two share:
// one person must not count as two, and a link must reach one person only.
type approverSeen struct{ id, teams map[string]string }

func (seen approverSeen) check(item value, a step.Approver) {
	if other, twice := seen.id[a.ObjectID]; twice && a.ObjectID != "" {
		item.wrong("name each person once", "has the same id as %s", shown(other))
	}
	if other, twice := seen.teams[a.Teams]; twice && a.Teams != "" {
		item.wrong("give each approver a channel that only this person reads", "has the same Teams channel as %s", shown(other))
	}
	seen.id[a.ObjectID], seen.teams[a.Teams] = a.Name, a.Name
}

// approvals reads how many must approve: any is 1, all is 0.
func (v value) approvals(approvers int) int {
	text := strings.ToLower(v.text())
	switch text {
	case "any":
		return 1
	case "all":
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		v.wrong(meant(text, []string{"any", "all", "a number"}), "can't be %q", shown(text))
		return 1
	}
	if n < 1 || n > max(approvers, 1) {
		v.wrong("write any, all or a number up to that of the approvers", "can't be %d with %d approvers", n, approvers)
	}
	return n
}
