package flow

import (
	"context"
	"errors"
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
	why, err := guarded(ctx, c, w, request.Person)
	if err != nil || why == "" {
		return err
	}
	p.warnings = append(p.warnings, Remark{Key: "guard", Says: why})
	for i := range p.lines {
		if l := &p.lines[i]; !l.Last && l.State == Waiting {
			l.State, l.Reason = ByHand, why
		}
	}
	return nil
}

// guarded says why nobody but a person changes an account; empty where Usher
// may. The document names accounts by any of their addresses.
func guarded(ctx context.Context, c step.Customer, w *step.World, person step.Person) (string, error) {
	for _, kind := range []struct {
		addresses []string
		says      string
	}{
		{c.Guards.BreakGlass, "%s is a break-glass account (guards.break_glass): Usher never changes it. An administrator has to do this, if it is meant."},
		{c.Guards.VIPs, "%s is a VIP (guards.vips): Usher never changes the account. A technician has to confirm this with the customer and do it."},
	} {
		for _, address := range kind.addresses {
			same := sameAddress(address, person.UPN)
			if !same && person.ID != "" {
				found, err := w.Users.Find(ctx, address)
				if err != nil && !errors.Is(err, step.ErrNotFound) {
					return "", fmt.Errorf("find the guarded account %s: %w", address, err)
				}
				same = slices.ContainsFunc(found, func(u step.User) bool { return u.ID == person.ID })
			}
			if same {
				return fmt.Sprintf(kind.says, orElse(person.Name, person.UPN)), nil
			}
		}
	}
	return "", nil
}
