package read

import (
	"slices"
	"strings"

	"usher/steps/step"
)

// verdict is what a ticket asks for as a whole.
type verdict struct {
	action   step.Action
	because  string      // the sentence or line that says most for it
	lean     step.Action // what most speaks for, also where that isn't enough
	score    map[step.Action]int
	attached bool // details are in an attachment
	doubtful bool // what is asked for isn't decided yet
	mixed    bool // several people, of whom different things are asked for
}

// enough is the weight from which an action is believed; below it a person
// has to look.
const enough = 4

// decisive is the weight of a sign that no action outweighs.
const decisive = 9

// judge weighs all signs and decides on the action.
func (d *document) judge() verdict {
	v := verdict{score: map[step.Action]int{}}
	top, reasons := map[step.Action]int{}, map[step.Action]string{}
	say := func(action step.Action, weight int, because string) {
		v.score[action] += weight
		if weight > top[action] {
			top[action], reasons[action] = weight, because
		}
	}
	sentences := d.asking()
	d.weighPeople(sentences, say)
	d.markOthers()
	v.mixed = d.areMixed()
	d.weighSigns(ticketSigns, sentences, say)
	d.weighSigns(foreignSigns, sentences, say)
	d.weighForms(say)
	d.weighSigns(noneSigns, sentences, say)
	for _, s := range sentences {
		v.doubtful = v.doubtful || doubtSigns.match(s) || d.isWithdrawn(s)
		v.attached = v.attached || attached.match(s)
	}
	v.attached = v.attached || strings.Contains(strings.ToLower(d.ticket.Body), "[attachment")
	v.lean = v.most()
	v.action = v.decide(top)
	v.because = reasons[v.action]
	return v
}

// most returns the action that most speaks for, None if nothing does.
func (v verdict) most() step.Action {
	action, most := step.None, 0
	for _, a := range []step.Action{step.Offboard, step.Onboard, step.Transfer} {
		if v.score[a] > most {
			action, most = a, v.score[a]
		}
	}
	return action
}

// decide picks the action from the weights.
func (v verdict) decide(top map[step.Action]int) step.Action {
	action := v.lean
	most, second := 0, 0
	for _, a := range []step.Action{step.Offboard, step.Onboard, step.Transfer} {
		if a == action {
			most = v.score[a]
		} else {
			second = max(second, v.score[a])
		}
	}
	none := v.score[step.None]
	switch {
	case top[step.None] >= decisive || none >= most && none > 0:
		return step.None
	case most < 2:
		return step.None
	case v.doubtful, most < enough, second >= enough && second >= most-1 && !v.mixed:
		return step.Unclear
	case none > 0 && none >= most-1:
		return step.Unclear
	}
	return action
}

// asking returns the sentences that say what is asked for. The subject of an
// answer is that of an older mail: it counts only where the mail itself
// doesn't say who does what.
func (d *document) asking() []sentence {
	if !d.reply || len(d.sentences) == 0 {
		return d.sentences
	}
	rest := slices.DeleteFunc(slices.Clone(d.sentences), func(s sentence) bool { return s.subject })
	for _, s := range rest {
		for _, sign := range personSigns {
			if sign.in(s) != nil {
				return rest
			}
		}
	}
	return d.sentences
}

// weighPeople notes what the sentences say of each person.
func (d *document) weighPeople(sentences []sentence, say func(step.Action, int, string)) {
	for _, sign := range personSigns {
		counted := map[*person]bool{}
		for _, s := range sentences {
			for _, m := range sign.all(s) {
				for _, p := range d.personsIn(m[1]) {
					if counted[p] {
						continue
					}
					if len(counted) == 0 {
						say(sign.action, sign.weight, s.plain)
					}
					counted[p] = true
					p.note(sign.action, sign.weight, s.plain)
				}
			}
		}
	}
}

// areMixed tells whether one person leaves where another one comes or moves.
func (d *document) areMixed() bool {
	found := map[step.Action]bool{}
	for _, p := range d.people.list {
		if action, _ := p.best(); p.chosen() && p.weight[action] >= enough {
			found[action] = true
		}
	}
	return len(found) > 1
}

// isWithdrawn tells whether a sentence takes a request back. Where it says so
// of one of several people, only that one is left alone.
func (d *document) isWithdrawn(s sentence) bool {
	m := withdrawn.in(s)
	if m == nil {
		return false
	}
	persons := d.personsIn(m[1])
	for _, p := range persons {
		p.apart = true
	}
	others := slices.ContainsFunc(d.people.list, func(p *person) bool { return p.chosen() })
	return len(persons) == 0 || !others && len(d.tables) == 0
}

// weighSigns counts each sign once.
func (d *document) weighSigns(signs []sign, sentences []sentence, say func(step.Action, int, string)) {
	for _, sign := range signs {
		for _, s := range sentences {
			m := sign.in(s)
			if m == nil {
				continue
			}
			because := s.plain
			say(sign.action, sign.weight, because)
			for _, group := range m[1:] {
				for _, p := range d.personsIn(group) {
					p.note(sign.action, sign.weight, because)
				}
			}
			break
		}
	}
}

// personsIn returns the persons among tagged words.
func (d *document) personsIn(tagged string) []*person {
	var list []*person
	for _, r := range tagged {
		if p := d.people.by(r); p != nil {
			list = append(list, p)
		}
	}
	return list
}

// formWeights say what a form's questions are about.
var formWeights = map[key]struct {
	action step.Action
	weight int
}{
	lastDate: {step.Offboard, 4}, wipe: {step.Offboard, 1}, delegate: {step.Offboard, 1}, forward: {step.Offboard, 1},
	autoReply: {step.Offboard, 1}, convert: {step.Offboard, 1},
	startDate: {step.Onboard, 4}, privateMail: {step.Onboard, 2}, mirror: {step.Onboard, 1},
	newTitle: {step.Transfer, 4}, groupsAway: {step.Transfer, 2},
}

// weighForms notes what the labels of a form say. What a kind of request is
// called is read like a sentence.
func (d *document) weighForms(say func(step.Action, int, string)) {
	records := []record{d.fields}
	for _, table := range d.tables {
		records = append(records, table[0])
	}
	for _, r := range records {
		counted := map[key]bool{}
		for _, f := range r {
			w, ok := formWeights[f.key]
			if ok && !counted[f.key] {
				counted[f.key] = true
				say(w.action, w.weight, f.line)
			}
			if f.key == kindOfRequest {
				s := sentence{tagged: f.value, lower: strings.ToLower(f.value)}
				d.weighSigns(ticketSigns, []sentence{s}, say)
			}
		}
	}
}
