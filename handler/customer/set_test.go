package customer_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
	"usher/steps/step"
)

// TestSetReadsAsTheDocumentDoes sets options of all sections that rules may
// name, and compares with a document that says the same.
func TestSetReadsAsTheDocumentDoes(t *testing.T) {
	t.Parallel()
	for path, one := range map[string]struct{ value, written string }{
		"offboarding.mailbox":            {"off", "offboarding: {mailbox: off}"},
		"offboarding.mailbox.delegate":   {"manager", "offboarding: {mailbox: {delegate: manager}}"},
		"offboarding.mailbox.auto_reply": {"{name} left.", `offboarding: {mailbox: {auto_reply: "{name} left."}}`},
		"offboarding.time":               {"7:05", "offboarding: {time: 7:05}"},
		"onboarding.lead":                {"5 working days, 08:30", `onboarding: {lead: "5 working days, 08:30"}`},
		"onboarding.licences":            {"no", "onboarding: {licences: no}"},
		"onboarding.default_groups":      {"All Staff", "onboarding: {default_groups: All Staff}"},
		"names.collision":                {"ask", "names: {collision: ask}"},
		"transfer.groups":                {"off", "transfer: {groups: off}"},
	} {
		want, err := customer.Parse("real.yaml", []byte(base+one.written+"\n"))
		require.NoError(t, err, path)
		c, err := customer.Parse("real.yaml", []byte(base))
		require.NoError(t, err)
		before := c
		require.NoError(t, customer.Set(&c, path, one.value), path)
		require.Equal(t, want, c, path)
		require.NotEqual(t, before, c, path)
	}
}

func TestSetRefuses(t *testing.T) {
	t.Parallel()
	c, err := customer.Parse("real.yaml", []byte(base))
	require.NoError(t, err)
	before := c
	for _, one := range []struct{ path, value, says string }{
		{"offboarding.mailbox.delegate", "bo@elsewhere.example", "isn't in one of the tenant's domains"},
		{"offboarding.mailbox.delegat", "manager", "did you mean offboarding.mailbox.delegate?"},
		{"offboarding.time", "25:00", "is no time of day"},
		{"approval.required", "off", "is no option that a rule can set"},
		{"guards.break_glass", "", "is no option that a rule can set"},
		{"mode", "live", "is no option that a rule can set"},
		{"onboarding", "off", "is no option that a rule can set"},
	} {
		require.ErrorContains(t, customer.Set(&c, one.path, one.value), one.says, one.path)
		require.ErrorAs(t, customer.Set(&c, one.path, one.value), new(customer.Problems))
		require.Equal(t, before, c, "what is refused changes nothing")
	}
	require.Equal(t, step.Rehearsal, c.Mode)
}

// TestRulesOfADocumentCanBeSet has every option that a document's rules set
// taken by Set, too: what was applied must not be refused when a run needs it.
func TestRulesOfADocumentCanBeSet(t *testing.T) {
	t.Parallel()
	c := full(t)
	for _, rule := range c.Rules {
		for path, text := range rule.Set {
			require.NoError(t, customer.Set(&c, path, text), path)
		}
	}
	require.Empty(t, c.Offboarding.Mailbox.Delegate)
	require.Equal(t, "number", c.Names.Collision)
}

// TestRulesThatHurt are warned of on the rule's line, as the document's own
// options are.
func TestRulesThatHurt(t *testing.T) {
	t.Parallel()
	_, warnings, err := customer.Inspect("real.yaml", []byte(base+`rules:
  - name: fine
    when: {department: Sales}
    then: {set: {offboarding.contact: off}}
  - name: hurts
    when: {department: Sales}
    then:
      set: {offboarding.mailbox.convert: off}
  - name: vain
    when: {department: Sales}
    then: {set: {offboarding.onedrive: manager, transfer.groups: off}}
profiles:
  nobody: {groups_only: on}
`))
	require.NoError(t, err)
	require.Equal(t, strings.Join([]string{
		"real.yaml:14: rules[1].then.set: the licence goes and the mailbox isn't shared before: Exchange deletes it after 30 days; turn mailbox and convert on, or licences off",
		"real.yaml:17: rules[2].then.set: sets offboarding.onedrive, which is only kept: nothing acts on it yet; see REFERENCE.md",
		"real.yaml:17: rules[2].then.set: sets transfer.groups, which is only kept: nothing acts on it yet; see REFERENCE.md",
		"real.yaml:19: profiles.nobody: says of nobody that it is theirs, so that nobody gets it; write when: with the facts of a ticket",
	}, "\n"), warnings.Error())
}

func TestAProfilesPasswordNeedsWhatTheSectionSays(t *testing.T) {
	t.Parallel()
	for written, says := range map[string]string{
		"password: none\nprofiles: {one: {password: link}}\n": "real.yaml:8: profiles.one.password: needs more; write base: under password:, the base URL of Password Pusher",
		"profiles: {one: {password: message}}\n":              "real.yaml:7: profiles.one.password: needs more; write sender: under password:, the mailbox that the message comes from",
		"profiles: {one: {password: none}}\n":                 "",
	} {
		_, err := customer.Parse("real.yaml", []byte(base+written))
		if says == "" {
			require.NoError(t, err)
			continue
		}
		require.EqualError(t, err, says)
	}
}

// TestFreeTextIsTakenApart: each sentence that nobody has settled is named,
// with its line and what to do.
func TestFreeTextIsTakenApart(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		"instructions: Call Mr Kern first.  Sales get the CRM.\n",
		"instructions: [\"Call Mr Kern first.\", \"Sales get the CRM.\"]\n",
		"instructions: [Call Mr Kern first. Sales get the CRM., {says: Fine., advice: on}]\n",
	} {
		_, err := customer.Parse("real.yaml", []byte(base+written))
		require.Error(t, err, written)
		for _, sentence := range []string{"Call Mr Kern first.", "Sales get the CRM."} {
			require.Contains(t, err.Error(), "isn't settled: \""+sentence+"\"; write it as says:", written)
		}
		require.Equal(t, 2, strings.Count(err.Error(), "real.yaml:7: instructions"), err.Error())
	}
}
