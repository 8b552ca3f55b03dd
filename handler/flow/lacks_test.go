package flow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// lacking is a ticket that lacks something, and a document that may settle it.
type lacking struct {
	code     string
	when     string
	action   step.Action
	subject  step.Subject
	document func(*step.Customer)
	asked    bool
	holds    bool // the whole run
}

func nameless(first, last string) step.Subject {
	return step.Subject{FirstName: first, LastName: last, Urgent: true}
}

// lackings goes through the codes one by one: who settles each, and where it is
// asked because nobody does.
func lackings() []lacking {
	on, off, move := step.Onboard, step.Offboard, step.Transfer
	priya := leaver("Priya", "Nair")
	return []lacking{
		{code: "action", when: "nobody knows", action: step.Unclear, asked: true, holds: true},
		{code: "which_user", when: "the ticket names nobody", action: off, asked: true, holds: true},
		{code: "which_user", when: "the tenant has one of that name", action: off, subject: priya},
		{code: "first_name", when: "the tenant has one of that address", action: off, subject: step.Subject{UPNOrEmail: "priya@contoso.example", Urgent: true}},
		{code: "first_name", when: "a joiner has none", action: on, subject: nameless("", "Okoro"), asked: true, holds: true},
		{code: "last_name", when: "the tenant has one of that address", action: off, subject: step.Subject{UPNOrEmail: "priya@contoso.example", Urgent: true}},
		{code: "last_name", when: "a joiner has none", action: on, subject: nameless("Sam", ""), asked: true, holds: true},
		{code: "start_date", when: "nothing names one", action: on, subject: step.Subject{FirstName: "Sam", LastName: "Okoro", Manager: "Dana Reyes"}, asked: true},
		{code: "last_day", when: "the ticket says at once", action: off, subject: priya},
		{code: "last_day", when: "nothing names one", action: off, subject: step.Subject{FirstName: "Priya", LastName: "Nair"}, asked: true},
		{code: "date_format", when: "the date can't be read", action: off, subject: step.Subject{FirstName: "Priya", LastName: "Nair"}, asked: true, holds: true},
		{code: "effective_time", when: "the document has a time of day", action: off, subject: priya},
		{code: "end_date", when: "nothing says until when", action: on, subject: sam(), asked: true},
		{code: "end_date", when: "the profile says for how long", action: on, subject: sam(), document: func(c *step.Customer) {
			c.Profiles = []step.Profile{{Name: "contractor", When: map[string][]string{"employee_type": {"contractor"}}, ExpiresDays: 90}}
		}},
		{code: "end_date", when: "somebody leaves", action: off, subject: priya},
		{code: "name_spelling", when: "the tenant knows", action: off, subject: priya},
		{code: "name_spelling", when: "nobody knows", action: on, subject: sam(), asked: true, holds: true},
		{code: "license", when: "the document has default licences", action: on, subject: sam(), document: func(c *step.Customer) { c.Licences.Default = []string{"Business Premium"} }},
		{code: "license", when: "licences are off", action: on, subject: sam(), document: func(c *step.Customer) { c.Onboarding.Licences = false }},
		{code: "license", when: "nothing names one", action: on, subject: sam(), asked: true},
		{code: "license", when: "somebody leaves", action: off, subject: priya},
		{code: "groups", when: "somebody joins", action: on, subject: sam()},
		{code: "groups", when: "groups are off", action: move, subject: priya},
		{code: "groups", when: "somebody moves", action: move, subject: priya, document: func(c *step.Customer) { c.Transfer.Groups = true }, asked: true},
		{code: "department", when: "the directory's stays", action: move, subject: priya},
		{code: "department", when: "somebody moves", action: move, subject: priya, document: func(c *step.Customer) { c.Transfer.Profile = true }, asked: true},
		{code: "job_title", when: "somebody joins", action: on, subject: sam()},
		{code: "job_title", when: "somebody moves", action: move, subject: priya, document: func(c *step.Customer) { c.Transfer.Profile = true }, asked: true},
		{code: "mirror_user_full_name", when: "nobody is mirrored", action: on, subject: sam()},
		{code: "mirror_user_full_name", when: "the tenant has nobody of that name", action: on, subject: step.Subject{
			FirstName: "Sam", LastName: "Okoro", Manager: "Dana Reyes", StartOrLastDate: "2026-12-01", MirrorUser: "Nobody Known"}, asked: true},
		{code: "mailbox_disposition", when: "mailboxes are off", action: off, subject: priya},
		{code: "mailbox_disposition", when: "the document converts", action: off, subject: priya, document: mailboxes(step.MailboxSettings{On: true, Convert: true})},
		{code: "mailbox_disposition", when: "the document names who gets it", action: off, subject: priya, document: mailboxes(step.MailboxSettings{On: true, Delegate: "arlene@contoso.example"})},
		{code: "mailbox_disposition", when: "nothing says", action: off, subject: priya, document: mailboxes(step.MailboxSettings{On: true}), asked: true},
		{code: "onedrive_owner", when: "the document says who", action: off, subject: priya, document: func(c *step.Customer) { c.Offboarding.OneDriveTo = "arlene@contoso.example" }},
		{code: "onedrive_owner", when: "nothing says who", action: off, subject: priya, asked: true},
		{code: "manager", when: "somebody leaves: the directory has it", action: off, subject: priya},
		{code: "manager", when: "the ticket names the manager", action: on, subject: sam()},
		{code: "manager", when: "nobody names one", action: on, subject: step.Subject{FirstName: "Sam", LastName: "Okoro", StartOrLastDate: "2026-12-01"}, asked: true},
		{code: "personal_email", when: "the document says who gets the password", action: on, subject: sam()},
		{code: "keep_or_reuse_account", when: "somebody of that name is there", action: on, subject: sam(), asked: true, holds: true},
		{code: "keep_or_reuse_account", when: "nobody of that name is there", action: on, subject: step.Subject{
			FirstName: "Nobody", LastName: "Known", Manager: "Dana Reyes", StartOrLastDate: "2026-12-01"}},
		{code: "approval", when: "the document has approvers", action: off, subject: priya},
		{code: "approval", when: "nobody approves", action: off, subject: priya, document: func(c *step.Customer) { c.Approval.Required = false }, asked: true, holds: true},
		{code: "details_in_attachment", when: "somebody joins", action: on, subject: sam(), asked: true, holds: true},
		{code: "details_in_attachment", when: "nobody knows what it is", action: step.Unclear, asked: true, holds: true},
		{code: "details_in_attachment", when: "a leaver is named: the cut doesn't wait", action: off, subject: priya},
	}
}

func mailboxes(m step.MailboxSettings) func(*step.Customer) {
	return func(c *step.Customer) { c.Offboarding.Mailbox = m }
}

// TestOnlyWhatNobodySettlesIsAsked holds every code to the table above.
func TestOnlyWhatNobodySettlesIsAsked(t *testing.T) {
	t.Parallel()
	covered := []string{}
	for _, c := range lackings() {
		covered = append(covered, c.code)
		t.Run(c.code+"/"+c.when, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(r *rig) { r.steps = slices.Concat(catalogue()[:1], joinerSteps()) })
			r.joins("")
			r.doc.Licences.Default = nil
			if c.document != nil {
				c.document(&r.doc)
			}
			r.says(step.Reading{Action: c.action, Users: []step.Subject{c.subject}, Missing: []string{c.code}})
			r.send("e1")
			r.pump(time.Minute)
			v := r.run()
			i := slices.IndexFunc(v.Plan.Questions, func(q flow.Remark) bool { return q.Key == c.code })
			require.Equal(t, c.asked, i >= 0, "%v", v.Plan.Questions)
			if c.asked {
				require.NotEmpty(t, v.Plan.Questions[i].Default)
			}
			require.Equal(t, c.holds, v.State == flow.Asking, "the run is %s: %v", v.State, v.Plan.Questions)
		})
	}
	for _, code := range codes() {
		require.Contains(t, covered, code)
	}
}
