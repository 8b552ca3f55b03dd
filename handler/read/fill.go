package read

import (
	"strings"

	"usher/steps/step"
)

// fill reads everything that the ticket says of one person: first what a
// form states, then what the sentences say.
func (d *document) fill(draft *draft, v verdict, drafts int) {
	action := draft.wants(v)
	d.fillLogin(draft)
	if action == step.Offboard {
		d.fillForeignLogin(draft)
	}
	d.fillWork(draft, action)
	d.fillTitles(draft, action)
	d.fillAccess(draft, action)
	if action == step.Offboard || action == step.Onboard {
		d.fillMailbox(draft, action)
	}
	if action == step.Offboard {
		d.fillLeaver(draft)
	}
	d.fillDates(draft, action, drafts)
	d.fillUrgency(draft, action)
}

// whom writes a letter of tagged text as a person is named in a reading: by
// full name as far as the ticket gives one, by address, or by the ticket's
// own words such as "her manager".
func (d *document) whom(letter rune, s sentence) string {
	if p := d.people.by(letter); p != nil {
		if len(p.name) == 0 {
			return p.address
		}
		if len(p.name) == 1 && letter < momentTag {
			return d.tags.people[letter-personTag].text // with Dr., Mr. and the like
		}
		return strings.Join(p.name, " ")
	}
	if letter >= personTag && letter < momentTag {
		m := d.tags.people[letter-personTag]
		if m.role == theWriter {
			return d.writer(s, m.text)
		}
		return m.text
	}
	return d.tags.words(letter)
}

// writer names whoever says "me".
func (d *document) writer(s sentence, otherwise string) string {
	name := s.by
	if name == "" {
		name = d.requester
	}
	if p := d.people.find(strings.Fields(name)); p != nil && p.full() {
		return strings.Join(p.name, " ")
	}
	if name == "" {
		return otherwise
	}
	return name
}

// whoms writes each person among tagged words, except the draft's own.
func (d *document) whoms(tagged string, s sentence, draft *draft) []string {
	var list []string
	for _, r := range tagged {
		if !isTag(r) || r >= momentTag && (r < addressTag || r >= spanTag) {
			continue
		}
		if p := d.people.by(r); p != nil && p == draft.person {
			continue
		}
		list = append(list, d.whom(r, s))
	}
	return list
}

// first returns the people whom the first fitting pattern captures, and the
// sentence.
func (d *document) first(list anyOf, draft *draft) ([]string, sentence) {
	for _, s := range draft.sentences {
		for _, p := range list {
			m := p.in(s)
			if m == nil {
				continue
			}
			if found := d.whoms(m[1], s, draft); len(found) > 0 {
				return found, s
			}
		}
	}
	return nil, sentence{}
}

// inValue returns the people whom a form's value names. What stands in
// brackets only counts where nobody stands outside.
func (d *document) inValue(f field, draft *draft) []string {
	for _, value := range []string{inBracketsWide.ReplaceAllString(f.value, ""), f.value} {
		tagged := d.tags.tag(value)
		d.people.extend(d.tags.people, d.tags.addresses)
		if names := d.whoms(tagged, sentence{}, draft); len(names) > 0 {
			return names
		}
	}
	return nil
}
