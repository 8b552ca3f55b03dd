package flow

import (
	"slices"
	"strings"

	"usher/steps/step"
)

// factsOf are the facts of a request that the conditions of a customer's
// document may name, each with its values as the ticket says them. A fact that
// the ticket doesn't state has none.
func factsOf(run Run) map[string][]string {
	s := run.Subject
	urgent := "no"
	if s.Urgent {
		urgent = "yes"
	}
	return map[string][]string{
		"action":        {string(run.Action)},
		"department":    {answered(run, "department", s.Department)},
		"job_title":     {answered(run, "job_title", s.JobTitle)},
		"employee_type": {s.EmployeeType},
		"company":       {s.Company},
		"location":      {s.Location},
		"manager":       {s.Manager},
		"licence":       s.Licenses,
		"group":         s.Groups,
		"requester":     run.Asked,
		"urgent":        {urgent},
	}
}

// answered is what was answered on the ticket to a question, or else what the
// ticket said from the start.
func answered(run Run, key, said string) string {
	for _, a := range slices.Backward(run.Answers) {
		if a.Key == key && a.Value != "" {
			return a.Value
		}
	}
	return said
}

// fits tells whether each fact that a condition names has one of the values
// that it gives, letter by letter but for case and spaces. A condition that
// names no fact fits nobody.
func fits(when, facts map[string][]string) bool {
	for fact, wanted := range when {
		if !slices.ContainsFunc(facts[fact], func(said string) bool { return oneOf(fact, said, wanted) }) {
			return false
		}
	}
	return len(when) > 0
}

func oneOf(fact, said string, wanted []string) bool {
	said = folded(said)
	return said != "" && slices.ContainsFunc(wanted, func(value string) bool {
		if value = folded(value); fact == "urgent" {
			value = yesOrNo(value)
		}
		return value == said
	})
}

// folded is text without what people don't mean by it: case and spaces.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// yesOrNo writes a switch as the facts do.
func yesOrNo(value string) string {
	switch value {
	case "on", "true":
		return "yes"
	case "off", "false":
		return "no"
	}
	return value
}

// firstFitting is the profile that a joiner gets, nil where none fits.
func firstFitting(profiles []step.Profile, facts map[string][]string) *step.Profile {
	i := slices.IndexFunc(profiles, func(p step.Profile) bool { return fits(p.When, facts) })
	if i < 0 {
		return nil
	}
	return &profiles[i]
}
