package read

import (
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// mirrorPatterns name the colleague whose access is to be copied.
var mirrorPatterns = anyOf{
	when("same", `\bsame (?:(?:access|permissions?|rights|groups?|setup|set-up|profile|licen[sc]es?|security|folders?|shared|drives?|software|programs?|apps?|everything|email|e-mail|memberships?|mailboxes|stuff|things|and|,|&|/) ?)*(?:as|like|that) (?:what )?{person}`),
	when("copy|mirror|clon|replicat|duplicat|match|model", `\b(?:copy|mirror|clone|replicate|duplicate|match|model)(?:ing|ed)?(?: {their}| all| his| her)*(?: (?:access|permissions?|rights|account|profile|setup|groups?|user))*(?: (?:of|from|on|to|after|off))* {person}`),
	when("has|had", `\b(?:what|everything|whatever|all the access|all) {person} (?:has|had)\b`),
	when("like", `^(?:folders|teams|groups|permissions|access|drives|software|everything)\b[^.;:]{0,30} like {person}`),
	when("like", `\b(?:set|make|fix) (?:him|her|them) up (?:just |exactly )?(?:like|as|same as) {person}`),
	when("correspond|match|equal", `\b(?:access|rights|permissions)\b[^.;]{0,40}\b(?:correspond|match|be equal|be identical)\w* (?:to |with )?(?:that|those) of {person}`),
	when("like|similar|identical", `\b(?:set up|setup|access|permissions|rights|just|account|everything)(?: \w+){0,2} (?:like|similar to|identical to) {person}`),
}.and(germanMirror, frenchMirror, spanishMirror, dutchMirror)

var (
	// products are licences as people write them.
	products = regexp.MustCompile(`(?i:(?:(?:microsoft|ms|office) ?(?:365|o365)? |(?:m365|o365) )?(?:apps for )?business (?:basic|standard|premium|essentials)` +
		`|(?:(?:microsoft|office|ms) ?365|m365|o365|office) (?:enterprise )?(?:e[1-5]|f[1-3]|g[1-5]|a[1-5]|bp|bs|bb)\b` +
		`|exchange(?: online)? ?\(?(?:plan [12]|p[12]|kiosk)\)?|power bi (?:pro|premium)|visio plan [12]|project plan [1-5]|teams phone(?: standard)?` +
		`|entra id p[12]|copilot for (?:microsoft|m) ?365|microsoft 365 copilot|(?:visio|project)(?: \w+)? licen[sc]e|(?:basic|standard|premium|kiosk) licen[sc]e)` +
		`|\b(?:E[1-5]|F[1-3]|G[1-5]|A[135]|BP)\b`)
	// notWanted before a product says that it is an old one, or none.
	notWanted = regexp.MustCompile(`(?i)(?:\bfrom|\bpaying for|\bremove|\bno|\bnot|\binstead of|\bold|\bwithout|\bcurrent(?:ly)?|\bhas|\bdrop|\breplac\w+) (?:\w+ )?\(?$`)
	unchanged = regexp.MustCompile(`(?i)\b(?:stays?|remains?|unchanged|no change|keeps? (?:his|her|the|their)? ?licen|blijven|blijft|bleibt|bleiben|reste)\b`)
)

// fillAccess reads the model colleague, licences, groups, shared mailboxes,
// addresses and phone.
func (d *document) fillAccess(draft *draft, action step.Action) {
	if action == step.Offboard {
		return
	}
	d.fillMirror(draft)
	d.fillLicences(draft)
	d.fillGroups(draft, action)
	d.fillAddresses(draft)
}

func (d *document) fillMirror(draft *draft) {
	if f, ok := draft.record.get(mirror); ok {
		name := inBracketsWide.ReplaceAllString(f.value, "")
		if names := d.inValue(f, draft); len(names) > 0 {
			name = names[0]
		}
		draft.set("mirror_user", &draft.MirrorUser, name, f.line)
	}
	if names, s := d.first(mirrorPatterns, draft); len(names) > 0 {
		draft.set("mirror_user", &draft.MirrorUser, names[0], s.plain)
	}
	if draft.MirrorUser != "" && !strings.ContainsAny(courtesy.ReplaceAllString(draft.MirrorUser, ""), " @") {
		draft.asks.add("mirror_user_full_name")
	}
}

func (d *document) fillLicences(draft *draft) {
	if f, ok := draft.record.get(licence); ok {
		found := productsIn(f.value)
		if len(found) == 0 && !strings.Contains(strings.ToLower(f.line), "software") {
			found = splitList(inBracketsWide.ReplaceAllString(f.value, ""))
		}
		draft.add("licenses", &draft.Licenses, f.line, found...)
		if strings.HasSuffix(f.value, "?") {
			draft.asks.add("license")
		}
	}
	for _, s := range draft.sentences {
		if unchanged.MatchString(s.plain) {
			continue
		}
		for _, at := range products.FindAllStringIndex(s.plain, 8) {
			if notWanted.MatchString(s.plain[:at[0]]) || isSwapped(s.plain[:at[0]], s.plain[at[1]:]) {
				continue
			}
			draft.add("licenses", &draft.Licenses, s.plain, s.plain[at[0]:at[1]])
			if strings.HasPrefix(s.plain[at[1]:], "?") {
				draft.asks.add("license")
			}
		}
	}
}

var (
	addTo       = regexp.MustCompile(`(?i)\b(?:add(?:ed)?(?: (?:him|her|them|this user|\p{Lu}\p{L}+(?: \p{Lu}[\p{L}'-]+)?))?|put (?:him|her|them)|toevoegen|hinzufügen|ajouter|agregar)(?: to| into| in| aan| zu| à| a)+ (?:the |de |der |los )?(?:groups?:? |groep |gruppe |group |following groups?:? )?(.{2,200}?)(?:\bgroups?\b|, (?:model|give|please|and (?:give|remove|set|make|forward)|report|also|with)|\. |[.;]$|$| en verwijderen| and (?:remove|take|give|set|make|forward|report|needs|has|will)|, (?:remove|take|drop|not)\b| so | then )`)
	leave       = regexp.MustCompile(`(?i)\b(?:remove|take|verwijderen|entfernen|retirer|quitar)(?: (?:him|her|them|\p{Lu}\p{L}+(?: \p{Lu}[\p{L}'-]+)?))?(?: from| out of| off| uit| aus| de)+ (?:the |de |der )?(?:groups?:? |groep )?(.{2,120}?)(?:\bgroups?\b|, (?:and|then|please|add)| and (?:add|give|put|then|set|convert|move)\b|\. |[.;]$|$)`)
	onLists     = regexp.MustCompile(`(?i)\b(?:be|put (?:him|her|them)|goes?|included?) (?:on|in) (?:the )?(.{2,80}?) (?:lists?|dls?|groups|distribution lists?)\b`)
	quotedOff   = regexp.MustCompile(`(?i)"([^"\n]{2,60})" (?:entfernen|verwijderen|supprimer|retirer|quitar)`)
	outInto     = regexp.MustCompile(`(?i)^\W*(?:take (?:him|her|them) )?out of (.{2,100}?),? (?:and )?into (.{2,100})$`)
	putOn       = regexp.MustCompile(`(?i)\b(?:put|chuck|stick|pop|get|place) (?:him|her|them) (?:on|onto|in|into) (.{2,100}?)(?:[.;]|$| and (?:give|remove|take|make|leave|set))`)
	drops       = regexp.MustCompile(`(?i)\bthen remove ((?:(?-i:[A-Z])[\w-]*|\w+@)(?: [A-Z][\w-]*)*)`)
	namedGroups = regexp.MustCompile(`(?i)(?:\b(?:teams? channels?|channels?|groups?|dls?|distribution lists?|mailing lists?|groep|gruppe)(?: called| named|:)? "([^"\n]{2,60})"|\b(?:groups?|lists?|distribution):? ((?-i:[A-Z][\w-]+)(?:(?: (?:and |& )?|, )(?-i:[A-Z][\w-]+))*)|\bgroups?: ?([^;.\n]{2,120})|(?-i:\b([A-Z][\w-]+)) groups?\b|"([^"\n]{2,60})" (?:groups?|channels?|teams?|distribution lists?))`)
	noneGroup   = regexp.MustCompile(`(?i)\b(?:no|not|don't|do not|except|without)\b`)
	adminGroup  = regexp.MustCompile(`(?i)\b(?:global|domain|enterprise|company|privileged|exchange|user|security|tenant|intune|sharepoint) admin|administrators?\b`)
	groupNoise  = regexp.MustCompile(`(?i)^(?:the |both |all |our |and )+|\s+(?:security |distribution |email |teams? )?(?:groups?|lists?|dls?|channels?|team)$`)
	noGroup     = regexp.MustCompile(`(?i)\b(?:mailbox|inbox|sharepoint|onedrive|account|calendar|payroll|roster|system|same|licen[sc]e|all groups|everything|old|any|appropriate|relevant|usual|schedule)\b`)
)

// longestGroup is how many words a group's name has at most.
const longestGroup = 5

func (d *document) fillGroups(draft *draft, action step.Action) {
	for _, f := range draft.record {
		if isEmptyValue(f.value) {
			continue
		}
		switch f.key {
		case groupList:
			join, leave := joinAndLeave(inBracketsWide.ReplaceAllString(f.value, ""))
			d.addGroups(draft, splitList(join), f.line)
			draft.add("groups_remove", &draft.GroupsRemove, f.line, splitList(leave)...)
		case groupsAway:
			draft.add("groups_remove", &draft.GroupsRemove, f.line, splitList(f.value)...)
		}
	}
	for _, s := range draft.sentences {
		if s.subject {
			continue
		}
		d.fillForeignGroups(draft, s, action)
		for _, m := range leave.FindAllStringSubmatch(s.plain, 4) {
			draft.add("groups_remove", &draft.GroupsRemove, s.plain, groupNames(m[1])...)
		}
		if m := outInto.FindStringSubmatch(s.plain); m != nil {
			draft.add("groups_remove", &draft.GroupsRemove, s.plain, groupNames(m[1])...)
			d.addGroups(draft, groupNames(m[2]), s.plain)
		}
		if m := putOn.FindStringSubmatch(s.plain); m != nil && !noneGroup.MatchString(m[0]) {
			d.addGroups(draft, groupNames(m[1]), s.plain)
		}
		if m := drops.FindStringSubmatch(s.plain); m != nil && action == step.Transfer {
			draft.add("groups_remove", &draft.GroupsRemove, s.plain, groupNames(m[1])...)
		}
		d.fillGroupsAway(draft, s, action)
		for _, m := range quotedOff.FindAllStringSubmatch(s.plain, 4) {
			draft.add("groups_remove", &draft.GroupsRemove, s.plain, m[1])
		}
		if m := onLists.FindStringSubmatch(s.plain); m != nil && !noneGroup.MatchString(s.plain) {
			d.addGroups(draft, groupNames(m[1]), s.plain)
		}
		for _, m := range addTo.FindAllStringSubmatchIndex(s.plain, 4) {
			if !noneGroup.MatchString(s.plain[:m[0]]) {
				d.addGroups(draft, groupNames(s.plain[m[2]:m[3]]), s.plain)
			}
		}
		d.fillNamedGroups(draft, s)
	}
}

var addWord, removeWord = regexp.MustCompile(`(?i)^\W*(?:add|join)(?: to)?:? `), regexp.MustCompile(`(?i)(?:^|[,;/]| and)\s*(?:remove|leave|take off|minus|drop)(?: from)?:? `)

// joinAndLeave takes "add A, remove B" apart.
func joinAndLeave(value string) (join, leave string) {
	join, leave = value, ""
	if at := removeWord.FindStringIndex(value); at != nil {
		join, leave = value[:at[0]], value[at[1]:]
	}
	return addWord.ReplaceAllString(join, ""), leave
}

// addGroups adds groups to join. A ticket can't hand out administration: such
// a wish is a question of its own.
func (d *document) addGroups(draft *draft, names []string, because string) {
	for _, name := range names {
		if adminGroup.MatchString(name) {
			draft.asks.add("approval")
			continue
		}
		if !slices.ContainsFunc(draft.GroupsRemove, func(g string) bool { return strings.EqualFold(g, name) }) {
			draft.add("groups", &draft.Groups, because, name)
		}
	}
}

// groupNames takes a list of groups apart, and drops what can't be one.
func groupNames(text string) []string {
	var names []string
	for _, name := range splitList(text) {
		name = strings.TrimSpace(groupNoise.ReplaceAllString(strings.Trim(name, ` "'.`), ""))
		if name == "" || len(strings.Fields(name)) > longestGroup || noGroup.MatchString(name) {
			continue
		}
		names = append(names, name)
	}
	return names
}

var (
	listMarks      = regexp.MustCompile(`\s*(?:[,;+]|\band\b|&| en | und | et | y )\s*`)
	inBracketsWide = regexp.MustCompile(`\s*\([^)]*\)`)
)

// splitList takes "A, B and C" apart.
func splitList(text string) []string {
	var list []string
	for _, part := range listMarks.Split(text, 20) {
		if part = strings.Trim(strings.TrimSpace(part), `"'.`); part != "" && !isEmptyValue(part) {
			list = append(list, part)
		}
	}
	return list
}
