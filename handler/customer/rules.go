package customer

import (
	"slices"
	"strings"

	"usher/steps/step"
)

// rules are conditions and what follows from them.
func rules(c *step.Customer) many {
	seen := map[string]bool{}
	return listOf(&c.Rules, func(r *step.Rule) keys { return rule(c, r) }, func(item value, r step.Rule) {
		if seen[r.Name] && r.Name != "" {
			item.wrong("give each rule a name of its own", "has the same name as another rule, %q", shown(r.Name))
		}
		seen[r.Name] = true
	})
}

func rule(c *step.Customer, r *step.Rule) keys {
	then := keys{
		{name: "add_group", says: "groups to join besides", form: texts(&r.Groups)},
		{name: "set", says: "options of this document, by the path of their key", form: single{
			func(v value) { r.Set = v.options(c) }, "values, by path such as offboarding.mailbox.delegate", schema{"type": "object"},
		}},
		{name: "ask", says: "questions for the approver", form: texts(&r.Ask)},
		{name: "require_approver", says: "approvers who must be among those who approve, by name", form: listed(
			func(v value) { r.Approvers = v.approvers(c) }, "names of approvers", schema{"type": "string"})},
	}
	return keys{
		{name: "name", says: "by which an instruction refers to it", form: text(&r.Name), need: "a few words"},
		{name: "when", says: "each fact that is named must have one of its values", form: group{keys: facts(&r.When), check: func(s *section) {
			if len(s.order) == 0 {
				s.doc.wrong(s.line, s.path, "name at least one fact, such as department", "fits every ticket")
			}
		}}, need: "the facts that it asks for"},
		{name: "then", says: "what follows", form: group{keys: then, check: func(s *section) {
			if len(s.order) == 0 {
				s.doc.wrong(s.line, s.path, "possible are add_group, set, ask, require_approver", "has no consequence")
			}
		}}, need: "what follows"},
	}
}

// options reads options of the document by their path. Their values are held
// to the same table as the document itself.
func (v value) options(c *step.Customer) map[string]string {
	set := map[string]string{}
	s := v.section()
	trial := step.Customer{TenantID: c.TenantID, Domains: c.Domains, Simulated: c.Simulated}
	for _, path := range s.order {
		option, there := s.get(path)
		if !there {
			continue
		}
		found := settable(&trial, path)
		if found == nil {
			option.wrong(meantOption(path), "is no option that a rule can set")
			continue
		}
		found.read(option)
		set[path] = option.text()
	}
	return set
}

// settable returns the form of an option that rules may set.
func settable(c *step.Customer, path string) form {
	parts := strings.Split(path, ".")
	if !slices.Contains(settableSections(), parts[0]) || len(parts) < 2 {
		return nil
	}
	within := table(c)
	for i, part := range parts {
		n := slices.IndexFunc(within, func(k key) bool { return k.name == part })
		if n < 0 {
			return nil
		}
		if i == len(parts)-1 {
			return onlySingle(within[n].form)
		}
		within = within[n].form.below()
	}
	return nil
}

// onlySingle returns what of a form is one value; nil if it has no such part.
func onlySingle(f form) form {
	switch f := f.(type) {
	case single:
		return f
	case choice:
		return f.short
	}
	return nil
}

func settableSections() []string { return []string{"onboarding", "offboarding", "transfer", "names"} }

func meantOption(path string) string {
	var all []string
	for _, k := range table(&step.Customer{}) {
		if slices.Contains(settableSections(), k.name) {
			all = append(all, paths(k.name, k.form.below())...)
		}
	}
	if near := nearest(path, all); near != "" {
		return "did you mean " + near + "?"
	}
	return "write it as offboarding.mailbox.delegate"
}

// paths lists the keys of a table by their paths.
func paths(above string, ks keys) []string {
	var all []string
	for _, k := range ks {
		path := above + "." + k.name
		if onlySingle(k.form) != nil {
			all = append(all, path)
		}
		if _, list := k.form.(many); !list {
			all = append(all, paths(path, k.form.below())...)
		}
	}
	return all
}

// approvers reads names of people whom the section approval names.
func (v value) approvers(c *step.Customer) []string {
	var known, names []string
	for _, a := range c.Approval.Approvers {
		known = append(known, a.Name)
	}
	for _, item := range v.list() {
		name := item.text()
		names = append(names, name)
		if name != "" && !slices.Contains(known, name) {
			item.wrong(meant(name, known), "%q is no approver of this document", shown(name))
		}
	}
	return names
}
