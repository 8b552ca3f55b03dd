package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// tenantWarnings are what approvers must know that hangs on no single line:
// permissions that the tenant hasn't granted, and groups that follow a rule.
func (f *Flow) tenantWarnings(ctx context.Context, c step.Customer, w *step.World, request step.Request, lines []Line) ([]Remark, error) {
	var warnings []Remark
	granted := map[step.Resource][]string{}
	for _, l := range lines {
		if l.State != Waiting {
			continue
		}
		missing, err := f.missing(ctx, w, f.steps[l.Step], granted)
		if err != nil {
			return nil, err
		}
		says := fmt.Sprintf("%s will stop: %s hasn't granted %s to Usher.", l.Title, c.Name, strings.Join(missing, " and "))
		if len(missing) > 0 && !slices.ContainsFunc(warnings, func(r Remark) bool { return r.Says == says }) {
			warnings = append(warnings, Remark{Key: "permission", Says: says})
		}
	}
	if request.Person.ID == "" {
		return warnings, nil
	}
	groups, err := w.Groups.Of(ctx, request.Person.ID)
	if err != nil {
		return nil, fmt.Errorf("groups of %s: %w", request.Person.UPN, err)
	}
	for _, g := range groups {
		if g.Role {
			warnings = append(warnings, Remark{Key: "privileged", Says: fmt.Sprintf("%s holds an administrator's role through %s. Blocking and resetting such an account takes the Entra role Privileged Authentication Administrator; without it the cut stops, and a person has to make it.", request.Person.Name, g.Name)})
		}
		if g.Dynamic {
			warnings = append(warnings, Remark{Key: "dynamic-group", Says: fmt.Sprintf("%s follows its rule: %s leaves it when the rule says so, not by this plan.", g.Name, request.Person.Name)})
		}
	}
	return warnings, nil
}

// missing lists the scopes of a step that the tenant hasn't granted.
func (f *Flow) missing(ctx context.Context, w *step.World, s step.Step, granted map[step.Resource][]string) ([]string, error) {
	var missing []string
	for _, scope := range s.Scopes {
		if _, known := granted[scope.Resource]; !known {
			list, err := w.Access.Granted(ctx, scope.Resource)
			var denied *step.Denied
			if err != nil && !errors.As(err, &denied) {
				return nil, fmt.Errorf("permissions on %s: %w", scope.Resource, err)
			}
			granted[scope.Resource] = list
		}
		if !holds(granted[scope.Resource], scope.Permission) {
			missing = append(missing, fmt.Sprintf("the permission %s (%s)", scope.Permission, scope.Resource))
		}
	}
	return missing, nil
}

// holds tells whether a permission is granted, itself or by the one that
// includes it: what may write may read.
func holds(granted []string, permission string) bool {
	wider := strings.Replace(permission, ".Read.", ".ReadWrite.", 1)
	return slices.Contains(granted, permission) || slices.Contains(granted, wider)
}

// refused explains a refusal to people: which permission is missing, or, if
// all are there, which role may be.
func (f *Flow) refused(ctx context.Context, w *step.World, c step.Customer, s step.Step, denied *step.Denied) string {
	missing, err := f.missing(ctx, w, s, map[step.Resource][]string{})
	if err != nil {
		f.Log.WarnContext(ctx, "permissions can't be listed", "customer", c.Key, "error", err)
	}
	if len(missing) > 0 {
		return fmt.Sprintf("%s was refused, and nothing was changed: %s hasn't granted Usher %s. To go on: grant it with admin consent in the Entra admin center, then retry this line.",
			s.Title, c.Name, strings.Join(missing, " and "))
	}
	role := denied.Role
	for _, scope := range s.Scopes {
		if role == "" && scope.Resource == denied.Resource {
			role = scope.Role
		}
	}
	if role == "" {
		role = "Privileged Authentication Administrator"
	}
	return fmt.Sprintf("%s was refused, and nothing was changed, although %s has granted the permissions: the account or group is protected, and changing it takes the Entra role %s. To go on: do it by hand as an administrator with that role, then retry this line.",
		s.Title, c.Name, role)
}
