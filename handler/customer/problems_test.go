package customer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
)

// TestOneProblem breaks one thing of a sample and reads what is said of it.
func TestOneProblem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, want string }{
		{"name: Contoso", "nam: Contoso", `:6: nam: is no key of this document; did you mean name?`},
		{"name: Contoso", "name:", `:6: name: is missing; add name: with the customer's name`},
		{"name: Contoso", "name: Contoso\nname: Other", `:7: name: is there twice, first on line 6; keep one of the two`},
		{"name: Contoso", "name: [Contoso]", `:6: name: is a list where one value is needed; write one value`},
		{"name: Contoso", "name: Contoso\ncolour: red", `:7: colour: is no key of this document; possible are name, `},
		{"Europe/London", "Europe/Lodnon", `:10: timezone: "Europe/Lodnon" is no time zone; did you mean Europe/London?`},
		{"Europe/London", "Londn", `did you mean Europe/London?`},
		{"Europe/London", "Local", `"Local" is no time zone`},
		{"Europe/London", "../../etc/passwd", `is no time zone`},
		{"language: en", "language: english-please", `language: "english-please" is no language`},
		{"usage_location: GB", "usage_location: gb", `usage_location: "gb" is no country code; did you mean GB?`},
		{"usage_location: GB", "usage_location: UK", `did you mean GB?`},
		{"usage_location: GB", "usage_location: England", `"England" is no country`},
		{"simulated: true", "simulated: treu", `:13: simulated: can't be "treu"; `},
		{"c0470000-0000-4000-8000-000000000001", "contoso", `tenant.id: "contoso" is no id`},
		{"[contoso.example]", "[https://contoso.example]", `tenant.domains[0]: "https://contoso.example" is no domain`},
		{"[contoso.example]", "[]", `tenant.domains: has no domain`},
		{"kind: webhook", "kind: webhok", `desk.kind: can't be "webhok"; did you mean webhook?`},
		{"sim:/desk/contoso", "https://desk.example", `desk.url: of a simulated customer must be in the simulated world`},
		{"simulated: true", "simulated: false", `desk.url: is in the simulated world, and only a simulated customer may be there`},
		{"    success:", "    sucess:", `:21: desk.status.sucess: is no key of this document; did you mean success?`},
		{"mode: live", "mode: life", `:26: mode: can't be "life"; did you mean live?`},
		{"need: any", "need: al", `approval.need: can't be "al"; did you mean all?`},
		{"need: any", "need: 3", `approval.need: can't be 3 with 2 approvers`},
		{"need: any", "need: 0", `approval.need: can't be 0; write any, all or a number`},
		{"expires: 72h", "expires: 3 days", `approval.expires: "3 days" is no length of time; write it as 90m, 72h or 3d`},
		{"expires: 72h", "expires: 1m", `must be from 10m to 720h, not 1m; did you mean 10m?`},
		{"expires: 72h", "expirse: 72h", `approval.expirse: is no key of this document; did you mean expires?`},
		{"expires: 72h", "block_access: on", `approval.block_access: is no key of this document; it belongs under offboarding`},
		{"identity: link", "identity: links", `approval.identity: can't be "links"; did you mean link?`},
		{"name: Arlene Cho", "nmae: Arlene Cho", `approval.approvers[0].nmae: is no key of this document; did you mean name?`},
		{"arlene.cho@contoso.example", "arlene.cho", `approval.approvers[0].email: "arlene.cho" is no e-mail address`},
		{"8000-0000000000b1", "8000-0000000000ac", `approval.approvers[1]: has the same id as Arlene Cho`},
		{"teams-contoso-bo }", "teams-contoso-arlene }\n  reminders: 1x", `approval.reminders: "1x" is no length of time`},
		{`time: "18:00"`, `time: 6pm`, `offboarding.time: "6pm" is no time of day; did you mean "18:00"?`},
		{"block_access: on", "block_access: onn", `offboarding.block_access: can't be "onn"; did you mean on?`},
		{"block_access: on", "block_access: {on: yes}", `offboarding.block_access: is a section where a switch is needed`},
		{"delegate: manager", "delegate: manger", `offboarding.mailbox.delegate: can't be "manger"; did you mean manager?`},
		{"delegate: manager", "delegate: jo@elsewhere.example", `isn't in one of the tenant's domains`},
		{"{manager} instead", "{manger} instead", `offboarding.mailbox.auto_reply: {manger} stands for nothing; did you mean manager?`},
		{"shared_limit_gb: 50", "shared_limit_gb: 50 GB", `must be a whole number from 1 to 100, not "50 GB"`},
		{"[Break Glass]", "{Break Glass: on}", `guards.protected_groups: is a section where a list is needed`},
		{"\noffboarding:", "\noffboading:", `offboading: is no key of this document; did you mean offboarding?`},
	} {
		document := string(customer.Samples()[0].YAML)
		require.Contains(t, document, c.old)
		_, err := customer.Parse("contoso.yaml", []byte(strings.Replace(document, c.old, c.new, 1)))
		require.ErrorContains(t, err, c.want, "%s → %s", c.old, c.new)
		require.Contains(t, err.Error(), "contoso.yaml:")
	}
}

func TestAllProblemsInLineOrder(t *testing.T) {
	t.Parallel()
	_, err := customer.Parse("bad.yaml", []byte("nme: X\nmode: life\ntenant: {id: 7}\ndesk:\n  knd: webhook\n"))
	var problems customer.Problems
	require.ErrorAs(t, err, &problems)
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = fmt.Sprintf("%d %s", p.Line, p.Key)
	}
	require.Equal(t, []string{
		"1 name", "1 timezone", "1 usage_location", "1 approval", "1 nme", "2 mode",
		"3 tenant.id", "3 tenant.domains", "4 desk.kind", "4 desk.url", "4 desk.secret", "5 desk.knd",
	}, lines)
}

func TestSecretsAreNotRepeated(t *testing.T) {
	t.Parallel()
	const canary = "https://prod-7.example/workflows/Zq81canary"
	for _, name := range []string{"desk-contoso", "teams-contoso-bo"} {
		document := strings.Replace(string(customer.Samples()[0].YAML), name, canary, 1)
		document = strings.Replace(document, "sim:/desk/"+strings.TrimPrefix(canary, "desk-"), "sim:/desk/contoso", 1)
		_, err := customer.Parse("contoso.yaml", []byte(document))
		require.Error(t, err)
		require.NotContains(t, err.Error(), "canary", name)
	}
}

func TestWholeDocument(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]string{
		"":                              "contoso.yaml:1: holds no customer",
		"# only a comment\n":            "holds no customer",
		"- a\n- b\n":                    "holds no customer",
		"name: [a\nmode: live\n":        "isn't YAML",
		base + "---\nname: second\n":    "holds more than one document",
		strings.Repeat("#", 1<<20+1):    "is larger than 1 MiB",
		"name: &a [*a]\ntimezone: *a\n": "name: is a list where one value is needed",
		"guards: {vips: [" + strings.Repeat("a@b.example,", 501) + "]}": "guards.vips: has 501 items, and 500 are the most",
	} {
		_, err := customer.Parse("contoso.yaml", []byte(document))
		require.ErrorContains(t, err, want)
	}
	_, err := customer.Parse("My Customer.yaml", []byte(base))
	require.ErrorContains(t, err, `the file's name is the customer's key, and "My Customer" can't be one`)
}

// FuzzParse finds no document that panics or hangs, and none that is taken
// without being complete.
func FuzzParse(f *testing.F) {
	for _, sample := range customer.Samples() {
		f.Add(sample.YAML)
	}
	f.Add([]byte(base))
	f.Fuzz(func(t *testing.T, document []byte) {
		c, err := customer.Parse("any.yaml", document)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NotNil(t, c.TimeZone)
		require.NotEmpty(t, c.TenantID)
		require.NotEmpty(t, c.Domains)
		require.NotEmpty(t, c.Desk.Kind)
		require.NotEmpty(t, c.Mode)
		require.True(t, !c.Approval.Required || len(c.Approval.Approvers) > 0)
	})
}
