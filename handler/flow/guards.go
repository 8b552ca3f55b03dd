package flow

import (
	"context"
	"fmt"
	"slices"

	"usher/steps/step"
)

// mayNotRequest asks where the document names who may request, and who wrote
// the ticket isn't among them. Nothing is planned before one of them asks for
// it, too, or says yes. What has been approved is settled.
func (r *resolver) mayNotRequest() bool {
	who := r.ticket.Requester
	if r.fixed != nil || mayRequest(r.customer, who.Email) {
		return false
	}
	about := orElse(who.Email, orUnknown(who.Name))
	if answer, _ := r.answer("approval", about); answer == yes {
		return false
	}
	r.ask(question{name: "approval.requester", about: about, kind: YesNoAnswer, holds: HoldsRun})
	return true
}

// mayRequest tells whether somebody's word on a ticket counts: everybody's
// where the document names nobody.
func mayRequest(c step.Customer, address string) bool {
	may := c.Guards.Requesters
	return len(may) == 0 || slices.ContainsFunc(may, func(one string) bool { return sameAddress(folded(one), folded(address)) })
}

// guard leaves what the document guards to people: every line about a
// break-glass or VIP account is by hand, and the plan says why.
func (f *Flow) guard(ctx context.Context, c step.Customer, w *step.World, request step.Request, p *draftPlan) error {
	for _, g := range []struct {
		addresses []string
		is, who   string
	}{
		{c.Guards.BreakGlass, "a break-glass account", "An administrator has to do this, if it is meant"},
		{c.Guards.VIPs, "a VIP", "A technician has to confirm it with the customer and do it"},
	} {
		among, err := isAmong(ctx, w, request.Person, g.addresses)
		if err != nil {
			return err
		}
		if !among {
			continue
		}
		p.warnings = append(p.warnings, Remark{Key: "guard", Says: fmt.Sprintf("%s is %s, which Usher never changes: the customer's document guards it. %s.",
			orElse(request.Person.Name, request.Person.UPN), g.is, g.who)})
		p.leave(g.is + ", which Usher never changes")
		return nil
	}
	return nil
}

// leave leaves every line to people but the closing one.
func (p *draftPlan) leave(why string) {
	for i := range p.lines {
		if l := &p.lines[i]; !l.Last && l.State == Waiting {
			l.State, l.Reason = ByHand, why
		}
	}
}

// isAmong tells whether one of these addresses is somebody's, any of theirs.
func isAmong(ctx context.Context, w *step.World, person step.Person, addresses []string) (bool, error) {
	for _, address := range addresses {
		if sameAddress(address, person.UPN) {
			return true, nil
		}
		if person.ID == "" {
			continue // nobody has this account yet
		}
		found, err := w.Users.Find(ctx, address)
		if err != nil {
			return false, fmt.Errorf("find the guarded account %s: %w", address, err)
		}
		if slices.ContainsFunc(found, func(u step.User) bool { return u.ID == person.ID }) {
			return true, nil
		}
	}
	return false, nil
}
