package read

import (
	"slices"
	"strings"
	"unicode/utf8"

	"usher/steps/step"
)

// person is everybody whom a ticket names, over all mentions.
type person struct {
	name    []string
	address string
	at      int // the first mention
	score   map[step.Action]int
	because map[step.Action]string // the sentence that says most
	weight  map[step.Action]int
	other   int  // how often somebody's manager, or only to be asked
	heir    int  // how often somebody who gets a leaver's mail or files
	model   int  // how often somebody whose access is to be copied
	intro   bool // the ticket says "her name is"
	self    bool // asks for his or her own leaving or coming
	apart   bool // the ticket says to leave this person alone
	signer  bool // wrote one of the mails
}

// note adds what one sentence says of the person.
func (p *person) note(action step.Action, weight int, because string) {
	if p.score == nil {
		p.score, p.because, p.weight = map[step.Action]int{}, map[step.Action]string{}, map[step.Action]int{}
	}
	p.score[action] += weight
	if weight > p.weight[action] {
		p.weight[action], p.because[action] = weight, because
	}
}

// best returns the action that is said most of the person.
func (p *person) best() (step.Action, int) {
	best, most := step.Unclear, 0
	for _, action := range []step.Action{step.Offboard, step.Onboard, step.Transfer} {
		if p.score[action] > most {
			best, most = action, p.score[action]
		}
	}
	return best, most
}

// chosen tells whether the text says enough of the person to be asked for.
func (p *person) chosen() bool {
	action, score := p.best()
	against := p.other
	if action != step.Onboard {
		against += p.heir
	}
	if action == step.Onboard {
		against += p.model
	}
	return !p.apart && score-3*against-3*p.other >= 3 && (!p.signer || score >= 6)
}

// full tells whether first and last name are known.
func (p *person) full() bool { return len(p.name) > 1 }

// people joins the mentions of a ticket into persons.
type people struct {
	list   []*person
	of     []*person // by mention; nil for me and her manager
	behind []*person // by address; nil for one without a domain
}

// by returns the person for whom a letter of tagged text stands, or nil.
func (p people) by(letter rune) *person {
	at := int(letter-personTag) % tagRange
	switch {
	case letter >= personTag && letter < momentTag && at < len(p.of):
		return p.of[at]
	case letter >= addressTag && letter < spanTag && at < len(p.behind):
		return p.behind[at]
	}
	return nil
}

// gather finds out which mentions mean the same person. Full names come
// first, so that "Petra" finds "Petra Lindqvist" wherever it stands.
func gather(mentions []mention, addresses []string) people {
	p := people{of: make([]*person, len(mentions)), behind: make([]*person, len(addresses))}
	for least := 4; least >= 1; least-- {
		for i, m := range mentions {
			if m.role == named && p.of[i] == nil && (len(m.name) >= least) {
				p.of[i] = p.person(i, m)
			}
		}
	}
	for i, address := range addresses {
		if !strings.HasSuffix(address, "@") {
			p.behind[i] = p.owner(address, len(mentions)+i)
		}
	}
	slices.SortStableFunc(p.list, func(a, b *person) int { return a.at - b.at })
	return p
}

func (p *people) person(i int, m mention) *person {
	var same []*person
	for _, known := range p.list {
		if sameName(known.name, m.name) {
			same = append(same, known)
		}
	}
	if len(same) == 1 && (m.address == "" || same[0].address == "" || m.address == same[0].address) {
		same[0].at = min(same[0].at, i)
		if len(same[0].name) == 1 || len(m.name) > 1 && len(m.name) < len(same[0].name) && hasSuffix(same[0].name) {
			same[0].name = m.name
		}
		if same[0].address == "" {
			same[0].address = m.address
		}
		return same[0]
	}
	fresh := &person{name: m.name, address: m.address, at: i}
	p.list = append(p.list, fresh)
	return fresh
}

// extend takes in mentions that were tagged after the others were gathered.
func (p *people) extend(mentions []mention, addresses []string) {
	for i := len(p.of); i < len(mentions); i++ {
		p.of = append(p.of, nil)
		if mentions[i].role == named {
			p.of[i] = p.person(i, mentions[i])
		}
	}
	for i := len(p.behind); i < len(addresses); i++ {
		p.behind = append(p.behind, nil)
		if !strings.HasSuffix(addresses[i], "@") {
			p.behind[i] = p.owner(addresses[i], len(mentions)+i)
		}
	}
}

// owner returns the person with an address, who may be known by it alone.
func (p *people) owner(address string, at int) *person {
	for _, known := range p.list {
		if strings.EqualFold(known.address, address) {
			return known
		}
	}
	fresh := &person{address: address, at: at}
	p.list = append(p.list, fresh)
	return fresh
}

// sameName tells whether a mention can mean a person: the same words, one of
// them, or an initial instead of the surname.
func sameName(full, name []string) bool {
	if len(full) == 0 || len(name) == 0 {
		return false
	}
	if len(name) == 1 {
		return strings.EqualFold(full[0], name[0]) || len(full) > 1 && strings.EqualFold(full[len(full)-1], name[0])
	}
	if len(full) == 1 {
		return strings.EqualFold(full[0], name[0])
	}
	if !strings.EqualFold(full[0], name[0]) {
		return false
	}
	full, name = withoutSuffix(full), withoutSuffix(name)
	a, b := full[len(full)-1], name[len(name)-1]
	return strings.EqualFold(a, b) || startsWith(a, b) || startsWith(b, a)
}

func hasSuffix(name []string) bool {
	return len(name) > 2 && suffixes[strings.ToLower(strings.Trim(name[len(name)-1], "."))]
}

// withoutSuffix drops Jr, III and the like.
func withoutSuffix(name []string) []string {
	if hasSuffix(name) {
		return name[:len(name)-1]
	}
	return name
}

// startsWith tells whether initial is the first letter of name.
func startsWith(name, initial string) bool {
	initial = strings.TrimSuffix(initial, ".")
	return utf8.RuneCountInString(initial) == 1 && len(name) >= len(initial) && strings.EqualFold(name[:len(initial)], initial)
}

// find returns the person that a text names, nil if it names nobody who is
// known.
func (p people) find(name []string) *person {
	for _, known := range p.list {
		if len(name) > 0 && sameName(known.name, name) {
			return known
		}
	}
	return nil
}
