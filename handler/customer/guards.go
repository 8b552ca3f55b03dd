package customer

import (
	"strconv"
	"strings"
	"time"

	"usher/steps/step"
)

// guards are what is never touched, or only with more care.
func guards(c *step.Customer) keys {
	g := &c.Guards
	return keys{
		{name: "protected_groups", says: "never left or joined by Usher, by name or id", form: texts(&c.Offboarding.ProtectedGroups)},
		{name: "break_glass", says: "accounts that Usher never changes, by any of their addresses; the plan says so, and an administrator does it", form: mails(&g.BreakGlass)},
		{name: "vips", says: "accounts that Usher never changes, by any of their addresses; a technician confirms with the customer and does it", form: mails(&g.VIPs)},
		{name: "requesters", says: "whose tickets and answers count; anybody else's wait for the word of one of them; everybody's where nobody is named", form: mails(&g.Requesters)},
		{name: "legal_hold", says: "put a leaver's mailbox on hold unless the ticket says otherwise", form: toggle(&g.LegalHold), preset: "off", kept: true},
	}
}

// destinations are where mail may go beyond one enabled member of the tenant.
func destinations(d *step.Destinations) keys {
	return keys{
		{name: "external_domains", says: "domains that mail may be forwarded to, keeping a copy; never to an address of the leaver", form: domains(&d.ExternalDomains)},
		{name: "external_days", says: "after how many days such a forward ends at the latest", form: whole(&d.ExternalDays, 1, 365), preset: "30"},
	}
}

// limits are above what a technician confirms.
func limits(l *step.Limits) keys {
	return keys{
		{name: "leavers_a_day", says: "above this number of leavers in a day", form: whole(&l.LeaversADay, 1, 1000), preset: "5"},
		{name: "leavers_share", says: "above this share of the tenant's people in a day", form: single{
			func(v value) { l.LeaversShare = v.share() }, "a share such as 2%", schema{"type": "string", "pattern": `^[0-9]{1,3}(\.[0-9]+)?%$`},
		}},
	}
}

// share reads a percentage above 0, as a fraction of 1.
func (v value) share() float64 {
	text := v.text()
	number, found := strings.CutSuffix(text, "%")
	percent, err := strconv.ParseFloat(number, 64)
	if !found || err != nil || !(percent > 0 && percent <= 100) {
		v.wrong("write it as 2%", "%q is no share", shown(text))
		return 0
	}
	return percent / 100
}

func retention(l *step.Limits) single {
	const most = 3650
	return single{
		func(v value) { l.RetentionDays = v.days(most) },
		"days such as 90d, or keep",
		anyOf(schema{"const": "keep"}, schema{"type": "string", "pattern": `^[1-9][0-9]{0,3}d?$`}, schema{"type": "integer", "minimum": 1, "maximum": most}),
	}
}

// days reads a number of days; keep is 0.
func (v value) days(most int) int {
	text := v.text()
	if text == "keep" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || n < 1 || n > most {
		v.wrong(meant(text, []string{"keep", "90d"}), "must be keep or 1d to %dd, not %q", most, shown(text))
		return 0
	}
	return n
}

const (
	shortest = 10 * time.Minute
	longest  = 30 * 24 * time.Hour
)
