package customer

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"usher/steps/step"
)

// checkApproval looks at people and numbers together.
func checkApproval(c *step.Customer) func(*section) {
	return func(s *section) {
		a := &c.Approval
		checkStages(s, a)
		if a.Required && len(a.Approvers)+len(a.Stages) == 0 {
			if list, written := s.entries["approvers"]; written && !isEmpty(list.node) {
				list.wrong("add at least one, or set required: off", "names nobody")
			} else {
				s.missing("approvers", "at least one person who decides")
			}
		}
		checkNeed(s, a.Need, len(a.Approvers))
		checkPeople(s, a)
		if a.EscalateAfter > 0 && a.Fallback == nil {
			s.missing("fallback", "the person who is asked then")
		}
	}
}

// checkStages puts the approvers of all stages together, for whoever knows no
// stages.
func checkStages(s *section, a *step.Approval) {
	if len(a.Stages) == 0 {
		return
	}
	for _, other := range []string{"approvers", "need"} {
		if v, both := s.entries[other]; both {
			v.wrong("move it into a stage", "can't stand beside stages")
		}
	}
	a.Approvers, a.Need = nil, 0
	for i, st := range a.Stages {
		items := s.entries["stages"].items()
		if i < len(items) {
			items[i].checkStageNeed(st)
		}
		for _, one := range st.Approvers {
			if !slices.Contains(a.Approvers, one) {
				a.Approvers = append(a.Approvers, one)
			}
		}
	}
}

func (v value) checkStageNeed(st step.Stage) {
	if len(st.Approvers) == 0 {
		v.wrong("add at least one person who decides", "names nobody")
	} else if st.Need > len(st.Approvers) {
		v.wrong("write any, all or a number up to that of its approvers", "can't need %d of %d approvers", st.Need, len(st.Approvers))
	}
}

func checkNeed(s *section, need, people int) {
	if v, written := s.entries["need"]; written && need > max(people, 1) {
		v.wrong("write any, all or a number up to that of the approvers", "can't be %d with %d approvers", need, people)
	}
}

// checkPeople finds people who are there twice and channels that two share:
// one person must not count as two.
func checkPeople(s *section, a *step.Approval) {
	list := s.entries["approvers"].items()
	if len(list) != len(a.Approvers) {
		return // stages may name a person in each of them
	}
	ids, channels := map[string]string{}, map[string]string{}
	for i, one := range a.Approvers {
		if other, twice := ids[one.ObjectID]; twice && one.ObjectID != "" {
			list[i].wrong("name each person once", "has the same id as %s", shown(other))
		}
		if other, twice := channels[one.Teams]; twice && one.Teams != "" {
			shared(list[i], a, other)
		}
		ids[one.ObjectID], channels[one.Teams] = one.Name, one.Name
	}
}

// shared says what a channel of two people means: by link alone each of them
// can decide in the other's name, so that several approvals would be one.
func shared(item value, a *step.Approval, other string) {
	const hint = "give each approver a channel that only this person reads"
	switch {
	case a.ByLink && a.Need != 1:
		item.wrong(hint+", or set identity: sign-in", "has the same Teams channel as %s", shown(other))
	case a.ByLink:
		item.risky(hint+", or set identity: sign-in", "has the same Teams channel as %s, and a link alone decides", shown(other))
	}
}

// items are the items of a list that has been read; nil where there is none.
func (v value) items() []value {
	node := resolved(v.node)
	if node == nil || node.Kind != yaml.SequenceNode {
		return nil
	}
	items := make([]value, len(node.Content))
	for i, item := range node.Content {
		items[i] = value{doc: v.doc, path: v.path + "[" + strconv.Itoa(i) + "]", line: item.Line, node: item}
	}
	return items
}
