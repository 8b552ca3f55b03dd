package read

import (
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// subjects finds whom the ticket is about. It may correct the verdict: to
// unclear, where several people could be meant.
func (d *document) subjects(v *verdict) []*draft {
	if v.action == step.None {
		return nil
	}
	drafts := d.fromTables()
	d.settle(v, drafts)
	if drafts == nil {
		if drafts = d.fromForms(); len(drafts) > 1 {
			d.settle(v, drafts)
		} else if drafts != nil {
			drafts[0].Action = ""
		}
	}
	if drafts == nil && v.action != step.Unclear {
		drafts = d.fromLists()
	}
	if drafts == nil {
		drafts = d.fromText(v)
	}
	if drafts == nil && v.action == step.Offboard {
		drafts = d.fromLogin()
	}
	for _, draft := range drafts {
		draft.sentences = d.about(draft, drafts)
		if draft.record == nil {
			draft.record = d.fields
		}
		draft.sentences = append(draft.sentences, d.noteSentences(draft.record)...)
		if draft.person != nil {
			draft.identify()
		}
	}
	return drafts
}

// fromTables makes a draft of each row that names somebody.
func (d *document) fromTables() []*draft {
	var drafts []*draft
	for _, table := range d.tables {
		for _, row := range table {
			action, wanted := rowAction(row)
			draft := d.fromRecord(row)
			if draft == nil || !wanted || draft.person != nil && draft.person.apart || slices.ContainsFunc(drafts, draft.isSame) {
				continue
			}
			draft.Action = action
			drafts = append(drafts, draft)
		}
	}
	return drafts
}

// fromForms makes a draft of a form, or of each block of one, where a name
// asked for again begins the next block.
func (d *document) fromForms() []*draft {
	var drafts []*draft
	for _, block := range blocks(d.fields) {
		if draft := d.fromRecord(block); draft != nil {
			draft.Action, _ = rowAction(block)
			drafts = append(drafts, draft)
		}
	}
	return drafts
}

// isSame tells whether two drafts are one row twice.
func (d *draft) isSame(other *draft) bool {
	return d.FirstName == other.FirstName && d.LastName == other.LastName && d.LastName != ""
}

func blocks(fields []field) []record {
	var list []record
	var block record
	for _, f := range fields {
		again := f.key == fullName && block.has(fullName) || f.key == givenName && block.has(givenName)
		if again && !isEmptyValue(f.value) || f.title && block.has(fullName, givenName, legalName) {
			list = append(list, block)
			block = nil
		}
		block = append(block, f)
	}
	return append(list, block)
}

// fromRecord makes a draft of a record, nil if it names nobody.
func (d *document) fromRecord(r record) *draft {
	draft := &draft{record: r, evidence: map[string]string{}}
	draft.nameFromRecord()
	if draft.FirstName == "" && draft.LastName == "" {
		if f, ok := r.get(login); !ok || !strings.Contains(f.value, "@") {
			return nil
		}
	}
	draft.person = d.people.find(strings.Fields(draft.FirstName + " " + draft.LastName))
	return draft
}

// fromLists makes a draft of each name of a list, where at least two items
// begin with a full name and the text speaks of nobody else.
func (d *document) fromLists() []*draft {
	var drafts []*draft
	for _, s := range d.sentences {
		p := d.listed(s)
		if p == nil || p.apart || slices.ContainsFunc(drafts, func(known *draft) bool { return known.person == p }) {
			continue
		}
		drafts = append(drafts, &draft{person: p, evidence: map[string]string{}})
	}
	unlisted := func(p *person) bool {
		return p.full() && p.chosen() && !slices.ContainsFunc(drafts, func(known *draft) bool { return known.person == p })
	}
	if len(drafts) < 2 || slices.ContainsFunc(d.people.list, unlisted) {
		return nil
	}
	return drafts
}

// listed returns the person with whose name an item of a list begins, or who
// is all that a line names.
func (d *document) listed(s sentence) *person {
	var first *person
	rest := strings.Map(func(r rune) rune {
		if p := d.people.by(r); p != nil && r < momentTag {
			if first == nil && len(d.tags.people[r-personTag].name) > 1 {
				first = p
			}
			return -1
		}
		return r
	}, s.tagged)
	if first == nil || first.signer || s.subject {
		return nil
	}
	begins := []rune(s.tagged)[0]
	if s.item && d.people.by(begins) == first || strings.Trim(nickname.ReplaceAllString(rest, ""), ` "'(),.`) == "" {
		return first
	}
	return nil
}

// apartSigns say whom to leave alone.
var apartSigns = anyOf{
	when("include|touch|confuse|exclud|except|ignore", `(?:do not|don't|not to|not) (?:include|touch|disable|change|remove|confuse)[^.]{0,40}?{people}`),
	when("exclud|except|ignore|leave", `(?:excluding|exclude|except(?: for)?|ignore|leave out) {people}`),
	when("stay|remain", `{people} (?:is|are|will be|will)? ?(?:staying|stays|remaining|remains|not leaving|remain|stay)\b`),
}

// introSigns introduce the person whom the ticket is about.
var introSigns = anyOf{
	when("name", `\b(?:(?:his|her|their|the|employee's) )?(?:full )?name(?:'s| is| will be|:) {people}`),
	when("called|named", `\b(?:is|person|hire|starter|guy|girl|man|woman|who is) (?:called|named) {people}`),
}

// markOthers notes who stands in a ticket as somebody's manager, heir, model
// and so on, and who is to be left alone.
func (d *document) markOthers() {
	roles := []struct {
		patterns anyOf
		mark     func(*person)
	}{
		{bossPatterns, func(p *person) { p.other++ }},
		{contactPatterns, func(p *person) { p.other++ }},
		{forwardPatterns, func(p *person) { p.heir++ }},
		{delegatePatterns, func(p *person) { p.heir++ }},
		{filesPatterns, func(p *person) { p.heir++ }},
		{mirrorPatterns, func(p *person) { p.model++ }},
		{apartSigns, func(p *person) { p.apart = true }},
		{introSigns, func(p *person) { p.intro = true }},
	}
	for _, s := range d.sentences {
		for _, role := range roles {
			for _, pattern := range role.patterns {
				for _, m := range pattern.all(s) {
					for _, p := range d.personsIn(m[1]) {
						role.mark(p)
					}
				}
			}
		}
	}
}

// isNamelessForm tells whether a ticket is a form that names nobody: whoever
// stands beside it isn't meant.
func (d *document) isNamelessForm() bool {
	known := 0
	for _, f := range d.fields {
		if f.key != unknown && f.key != ignored && f.key != aboutRequester && !isEmptyValue(f.value) {
			known++
		}
	}
	return known >= 3 && !record(d.fields).has(fullName, givenName, legalName, surname)
}

// fromText finds the people of whom the text says what is asked for.
func (d *document) fromText(v *verdict) []*draft {
	chosen, mixed := d.chosen(v.action)
	if len(chosen) > 1 && !mixed {
		chosen = strongest(chosen, v.action)
	}
	if len(chosen) == 0 {
		chosen = d.onlyOne(v.action)
		if d.isNamelessForm() {
			chosen = slices.DeleteFunc(slices.Clone(chosen), func(p *person) bool { return !d.mentionedIn(p, d.sentences[:min(1, len(d.sentences))]) })
		}
	}
	if v.action == step.Unclear && len(chosen) > 1 {
		return nil
	}
	var drafts []*draft
	for _, p := range chosen {
		one := &draft{person: p, evidence: map[string]string{}}
		if mixed {
			one.Action, _ = p.best()
		}
		drafts = append(drafts, one)
	}
	if mixed {
		v.action = drafts[0].Action
	}
	return drafts
}

// chosen returns those of whom enough is said, and whether different things
// are asked for them. Beside full names a lone word is none.
func (d *document) chosen(action step.Action) (chosen []*person, mixed bool) {
	for _, p := range d.people.list {
		own, _ := p.best()
		if !p.chosen() {
			continue
		}
		if own != action && action != step.Unclear {
			if p.weight[own] < enough || !p.full() {
				continue
			}
			mixed = true
		}
		chosen = append(chosen, p)
	}
	if slices.ContainsFunc(chosen, (*person).full) {
		chosen = slices.DeleteFunc(chosen, func(p *person) bool { return len(p.name) == 1 && p.address == "" })
	}
	return chosen, mixed
}

// loginOf names an account that is to be closed by its login alone.
var loginOf = regexp.MustCompile(`(?i)\b(?:terminate|disable|deactivate|off-?board|block|suspend|lock|close)\b(?: the)?(?: ad| windows| network)? (?:user(?: ?name| ?id| account)?|account|login)(?: for| of|:)? ((?-i:[a-z][a-z0-9]*[._-]?[a-z0-9]*[a-z0-9]{2}))\b`)

// fromLogin makes a draft of an account that is only named by its login.
func (d *document) fromLogin() []*draft {
	for _, s := range d.sentences {
		m := loginOf.FindStringSubmatch(s.plain)
		if m == nil || stopWords[m[1]] {
			continue
		}
		one := &draft{evidence: map[string]string{}}
		one.set("upn_or_email", &one.UPNOrEmail, m[1], s.plain)
		return []*draft{one}
	}
	return nil
}

// strongest keeps those of whom the action is said outright; where that is
// nobody, those of whom most is said.
func strongest(chosen []*person, action step.Action) []*person {
	outright := slices.DeleteFunc(slices.Clone(chosen), func(p *person) bool { return p.weight[action] < 4 })
	if len(outright) > 0 {
		return outright
	}
	most := slices.MaxFunc(chosen, func(a, b *person) int { return a.score[action] - b.score[action] }).score[action]
	return slices.DeleteFunc(chosen, func(p *person) bool { return p.score[action] < most })
}

// onlyOne returns the person of a ticket that names just one, apart from
// those who stand in it as something else.
func (d *document) onlyOne(action step.Action) []*person {
	var full, half []*person
	if i := slices.IndexFunc(d.people.list, func(p *person) bool { return p.intro && p.full() }); i >= 0 {
		return d.people.list[i : i+1]
	}
	for _, p := range d.people.list {
		switch {
		case p.apart || p.signer || p.isCompany() || p.other+p.heir+p.model > 0 || !d.mentionedIn(p, d.asking()):
		case p.full():
			full = append(full, p)
		case len(p.name) == 1:
			half = append(half, p)
		}
	}
	if len(full) > 1 {
		full = slices.DeleteFunc(full, func(p *person) bool { return !d.mentionedIn(p, d.sentences[:min(1, len(d.sentences))]) })
	}
	if len(full) == 1 {
		return full
	}
	if len(full) == 0 && len(half) == 1 && action == step.Offboard {
		return half
	}
	return nil
}

// companyWords end the names of companies and places.
var companyWords = setOf("supply supplies dental marine bank foods labs laboratories works motors roofing trust council college hospital parish church logistics freight castings optical fixtures mutual group holdings industries solutions systems partners partnership associates consulting services insurance law clinic medical energy construction engineering housing university academy institute foundation society association club hotel hotels farm farms seeds pumps joinery haulage depot warehouse street avenue house office team department")

// isCompany tells whether what looks like a person's name is a company's.
func (p *person) isCompany() bool {
	return p.full() && companyWords[strings.ToLower(p.name[len(p.name)-1])]
}

func (d *document) mentionedIn(p *person, sentences []sentence) bool {
	return slices.ContainsFunc(sentences, func(s sentence) bool { return slices.Contains(d.personsIn(s.tagged), p) })
}

// about returns the sentences that may speak of one draft's person: all of
// them, unless others are asked for too; then those that name this person,
// and those that name none of them.
func (d *document) about(one *draft, all []*draft) []sentence {
	if len(all) < 2 {
		return d.sentences
	}
	mixed := one.Action != ""
	var list []sentence
	lastNamed := false
	for _, s := range d.sentences {
		mine, others := false, false
		for _, p := range d.personsIn(s.tagged) {
			mine = mine || p == one.person
			others = others || p != one.person && slices.ContainsFunc(all, func(o *draft) bool { return o.person == p })
		}
		if mine || (!others || goesOn.MatchString(s.plain)) && !s.subject && (!mixed || lastNamed) {
			list = append(list, d.clause(s, one, all))
		}
		if mine || others {
			lastNamed = mine && !others
		}
	}
	return list
}
