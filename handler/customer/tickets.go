package customer

import "usher/steps/step"

// tickets says which tickets concern Usher. What doesn't match is neither
// read nor stored; there is no "all".
func tickets(t *step.TicketFilter) keys {
	return keys{
		{name: "boards", says: "names of the desk's boards or queues", form: texts(&t.Boards)},
		{name: "types", says: "ticket types", form: texts(&t.Types)},
		{name: "subtypes", says: "ticket subtypes", form: texts(&t.Subtypes)},
		{name: "statuses", says: "ticket statuses", form: texts(&t.Statuses)},
		{name: "tags", says: "tags", form: texts(&t.Tags), kept: true},
		{name: "process", says: "what a ticket type means; a reading that disagrees is asked", form: single{
			func(v value) { t.Process = v.processes() },
			"by type: onboard, offboard or transfer",
			schema{"type": "object", "additionalProperties": schema{"enum": processes()}},
		}, kept: true},
	}
}

func processes() []string {
	return []string{string(step.Onboard), string(step.Offboard), string(step.Transfer)}
}

func (v value) processes() map[string]step.Action {
	by := map[string]step.Action{}
	s := v.section()
	for _, kind := range s.order {
		if pinned, there := s.get(kind); there {
			by[kind] = step.Action(pinned.oneOf(processes()...))
		}
	}
	return by
}

// empty tells whether the filter names nothing.
func empty(t step.TicketFilter) bool {
	return len(t.Boards)+len(t.Types)+len(t.Subtypes)+len(t.Statuses)+len(t.Tags) == 0
}
