package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"usher/handler/customer"
	"usher/steps"
	"usher/steps/step"
)

func stepsCommand() command {
	return command{
		name:    "steps",
		usage:   "steps [--json]",
		says:    "Lists every step that Usher knows, in order.",
		example: "handler steps",
		run:     runSteps,
	}
}

// stepView is a step in the catalogue's JSON form.
type stepView struct {
	Name         string      `json:"name"`
	Title        string      `json:"title"`
	Part         step.Part   `json:"part"`
	Needs        []step.Fact `json:"needs"`
	Gives        []step.Fact `json:"gives"`
	After        []string    `json:"after"`
	Scopes       []string    `json:"scopes"`
	Undo         string      `json:"undo"` // "yes", or why not
	Irreversible string      `json:"irreversible"`
	Blind        string      `json:"blind"`
}

func viewOf(s step.Step) stepView {
	v := stepView{
		Name: s.Name, Title: s.Title, Part: s.Part, Needs: list(s.Needs), Gives: list(s.Gives), After: list(s.After),
		Scopes: []string{}, Undo: "yes", Irreversible: s.Irreversible, Blind: s.Blind,
	}
	if s.Undo == nil {
		v.Undo = s.Never
	}
	for _, scope := range s.Scopes {
		v.Scopes = append(v.Scopes, fmt.Sprintf("%s: %s", scope.Resource, scope.Permission))
	}
	return v
}

// list is never null in JSON.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

func runSteps(_ context.Context, c console, args []string) error {
	flags := flagSet("steps")
	asJSON := flags.Bool("json", false, "as JSON")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	views := []stepView{}
	for _, s := range steps.Catalogue() {
		views = append(views, viewOf(s))
	}
	if *asJSON {
		return writeJSON(c.out, views)
	}
	part := step.Part("")
	for _, v := range views {
		if v.Part != part {
			part = v.Part
			fmt.Fprintf(c.out, "\n%s\n", part)
		}
		undo := "can be undone"
		if v.Undo != "yes" {
			undo = "no undo: " + v.Undo
		}
		fmt.Fprintf(c.out, "  %-24s %-34s %s\n", v.Name, v.Title, undo)
		if len(v.Scopes) > 0 {
			fmt.Fprintf(c.out, "  %-24s %s\n", "", strings.Join(v.Scopes, ", "))
		}
	}
	return nil
}

func scopesCommand() command {
	return command{
		name:    "scopes",
		usage:   "scopes [--customer FILE]",
		says:    "Lists the exact permissions that a customer's document needs, and how to grant them.",
		example: "handler scopes --customer contoso.yaml",
		run:     runScopes,
	}
}

func runScopes(_ context.Context, c console, args []string) error {
	flags := flagSet("scopes")
	file := flags.String("customer", "", "the customer's document; without it: the simulated Contoso's")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	doc, err := document(*file)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Application permissions for %s\n", doc.Name)
	needed := steps.Scopes(doc)
	resource := step.Resource("")
	for _, p := range needed {
		if p.Resource != resource {
			resource = p.Resource
			fmt.Fprintf(c.out, "\n%s\n", resource)
		}
		fmt.Fprintf(c.out, "  %-40s %s\n", p.Permission, strings.Join(p.For, ", "))
	}
	showRoles(c.out, needed)
	showCommands(c.out, doc, needed)
	return nil
}

func showRoles(w io.Writer, needed []steps.Permission) {
	var roles []string
	for _, p := range needed {
		if p.Role != "" && !slices.Contains(roles, p.Role) {
			roles = append(roles, p.Role)
			fmt.Fprintf(w, "\nEntra role: %s\n  because %s is of no use without it, for %s\n", p.Role, p.Permission, strings.Join(p.For, ", "))
		}
	}
}

// The ids of the resources' own service principals, the same in every tenant.
// Source: learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
func resourceID(r step.Resource) string {
	return map[step.Resource]string{
		step.Graph:    "00000003-0000-0000-c000-000000000000",
		step.Exchange: "00000002-0000-0ff1-ce00-000000000000",
	}[r]
}

// showCommands prints what an administrator of the tenant runs in Microsoft
// Graph PowerShell; $app is Usher's service principal there.
func showCommands(w io.Writer, doc step.Customer, needed []steps.Permission) {
	fmt.Fprintf(w, "\nTo grant them, as an administrator of %s (Microsoft Graph PowerShell; APP-ID is Usher's app):\n\n", doc.TenantID)
	fmt.Fprintf(w, "  Connect-MgGraph -TenantId %s -Scopes AppRoleAssignment.ReadWrite.All,Application.Read.All,RoleManagement.ReadWrite.Directory\n", doc.TenantID)
	fmt.Fprintln(w, `  $app = Get-MgServicePrincipal -Filter "appId eq 'APP-ID'"`)
	for _, resource := range []step.Resource{step.Graph, step.Exchange} {
		var names []string
		for _, p := range needed {
			if p.Resource == resource {
				names = append(names, "'"+p.Permission+"'")
			}
		}
		if len(names) == 0 {
			continue
		}
		fmt.Fprintf(w, "  $api = Get-MgServicePrincipal -Filter \"appId eq '%s'\"\n", resourceID(resource))
		fmt.Fprintf(w, "  foreach ($name in %s) {\n", strings.Join(names, ", "))
		fmt.Fprintln(w, `    $role = $api.AppRoles | Where-Object Value -eq $name
    New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $app.Id -PrincipalId $app.Id -ResourceId $api.Id -AppRoleId $role.Id
  }`)
	}
	for _, role := range rolesOf(needed) {
		fmt.Fprintf(w, "  $role = Get-MgRoleManagementDirectoryRoleDefinition -Filter \"displayName eq '%s'\"\n", role)
		fmt.Fprintln(w, `  New-MgRoleManagementDirectoryRoleAssignment -PrincipalId $app.Id -RoleDefinitionId $role.Id -DirectoryScopeId /`)
	}
}

func rolesOf(needed []steps.Permission) []string {
	var roles []string
	for _, p := range needed {
		if p.Role != "" && !slices.Contains(roles, p.Role) {
			roles = append(roles, p.Role)
		}
	}
	return roles
}

// document reads a customer's document, or the simulated Contoso's.
func document(file string) (step.Customer, error) {
	if file == "" {
		all, err := samples()
		return all["contoso"], err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return step.Customer{}, fmt.Errorf("read document: %w", err)
	}
	c, err := customer.Parse(file, data)
	c.Key, c.Version = strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), 1
	return c, err
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
