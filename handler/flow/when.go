package flow

import (
	"slices"

	"usher/steps/step"
)

// when settles the time of a leaver or mover. A date alone is never midnight:
// it is the document's time of day, in the customer's zone. What is past is
// now.
func (r *resolver) when() {
	if r.subject.Urgent {
		return
	}
	code := "last_day"
	if r.out.request.Action == step.Transfer {
		code = "start_date"
	}
	says, ok := r.day(code)
	if !ok {
		return
	}
	due, alone, err := readMoment(says, r.customer)
	if err != nil {
		r.unreadableDate()
		return
	}
	if alone {
		due = at(due, r.customer.Offboarding.Hour, r.customer.Offboarding.Minute, r.customer)
	}
	if due.After(r.now) {
		r.out.request.Due = due
	}
}

// day is the ticket's date, or the one that was answered. Without one it is
// asked for.
func (r *resolver) day(code string) (string, bool) {
	for _, key := range []string{"date_format", code} {
		if answer, _ := r.answer(key, ""); answer != "" {
			return answer, true
		}
	}
	switch {
	case r.subject.StartOrLastDate != "":
		return r.subject.StartOrLastDate, true
	case slices.Contains(r.missing, "date_format"):
		r.unreadableDate()
	default:
		r.ask(question{name: code, kind: DateAnswer, holds: HoldsNothing})
	}
	return "", false
}

// unreadableDate asks for a date that can be read in more than one way. It is
// never taken for now.
func (r *resolver) unreadableDate() {
	r.ask(question{name: "date_format", kind: DateAnswer, holds: HoldsRun})
}

// firstDay settles when the account is made and when the password is shared.
func (r *resolver) firstDay(j *step.Joiner) {
	says, ok := r.day("start_date")
	if !ok {
		return
	}
	day, alone, err := readMoment(says, r.customer)
	if err != nil {
		r.unreadableDate()
		return
	}
	j.FirstDay = day
	if alone {
		j.FirstDay = at(day, r.customer.Onboarding.Hour, r.customer.Onboarding.Minute, r.customer)
	}
	lead, password := r.customer.Onboarding, r.customer.Password
	if due := at(workingDaysBefore(day, lead.LeadDays), lead.Hour, lead.Minute, r.customer); due.After(r.now) && !r.subject.Urgent {
		r.out.request.Due = due
	}
	j.PasswordWhen = at(workingDaysBefore(day, password.DaysAhead), password.Hour, password.Minute, r.customer)
}
