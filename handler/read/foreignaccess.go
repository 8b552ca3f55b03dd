package read

import (
	"regexp"
	"strings"

	"usher/steps/step"
)

var (
	// swapped is the licence that goes in "von F3 auf E3".
	swappedFrom = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:von|van|de|du|statt|anstatt|anstelle(?: von| der)?|au lieu (?:de|d'une?|du)|en (?:lugar|vez) de|in plaats van|bisher|actuellement|ohne|keine|kein|sans|sin|geen|pas de|zonder|nicht|vom|desde|d'une?)(?: der| die| une?| una| la| el| le| een| de)?(?: licen\p{L}+| lizenz)? ?"?$`)
	swappedTo   = regexp.MustCompile(`(?i)^"?(?:[ -]?licen\p{L}+|[ -]?lizenz)? (?:auf|zu|zur|nach|naar|à|vers|a|por|in) `)
	plainFrom   = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:de|du|d'une?|vom|von|van|desde)(?: la| une| el)? ?"?$`)
)

// isSwapped tells whether a product between two pieces of text is one that
// is given up, or not wanted.
func isSwapped(before, after string) bool {
	if plainFrom.MatchString(before) {
		return swappedTo.MatchString(after)
	}
	return swappedFrom.MatchString(before)
}

// productsIn returns the licences that a text asks for.
func productsIn(text string) []string {
	var list []string
	for _, at := range products.FindAllStringIndex(text, 8) {
		if !isSwapped(text[:at[0]], text[at[1]:]) {
			list = append(list, text[at[0]:at[1]])
		}
	}
	return list
}

// groupNoun names a group; its name follows, mostly quoted.
const groupNoun = `(?:(?:sicherheits|verteiler|mail)?gruppen?|verteilern?|verteilerlisten?|teams?|kanal|kanäle|teams-kanal|mailverteilern?|listes? de (?:diffusion|distribution)|groupes?(?: de sécurité| teams)?|équipes?(?: teams)?|canal(?: teams)?|listas? de (?:distribución|correo)|grupos?(?: de seguridad| de teams)?|equipos?(?: de teams)?|canal de teams|distributielijst(?:en)?|verzendlijst(?:en)?|maillijst(?:en)?|groep(?:en)?|teams-kanaal|teamskanaal|kanaal|kanalen|lijst(?:en)?)`

var (
	foreignGroup = regexp.MustCompile(`(?i)(?:^|[^\p{L}])` + groupNoun + `:? ((?:["«] ?[^"»\n]{2,50} ?["»]|(?-i:[\p{Lu}])[\p{L}\d_-]*[-_\d\p{Lu}][\p{L}\d_-]*|[\p{L}\d._-]+@(?:[\p{L}\d.-]+\p{L})?|(?-i:[\p{Lu}])[\p{L}\d_-]+(?: (?-i:[\p{Lu}\d])[\p{L}\d_-]*)*)(?:(?:, | und | et | y | e | en | sowie )(?:(?:in |den |die |das |la |le |el |de |het |aux? |à |al )*` + groupNoun + ` )?(?:["«] ?[^"»\n]{2,50} ?["»]|(?-i:\p{Lu})[\p{L}\d_-]*[-_\d\p{Lu}][\p{L}\d_-]*|[\p{L}\d._-]+@(?:[\p{L}\d.-]+\p{L})?))*)`)
	innerNoun    = regexp.MustCompile(`(?i)^(?:(?:in|den|die|das|la|le|el|de|het|aux?|à|al|der) )*` + groupNoun + ` `)
	groupAway    = regexp.MustCompile(`(?i)(?:entfern|entzieh|entzogen|raus|herausnehm|austragen|rausnehm|aus (?:der|den|dem) (?:gruppe|verteiler)|retir|enlev|supprim|sort[ei]|quit|sacar|saquen|elimin|verwijder|uithalen|haal|uit de (?:groep|lijst|distri)|halen)`)
	quotedJoin   = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:in|zu|zur|zum|au|à|dans|a|al|en|aan) (?:die |den |das |la |le |el |de )?("[^"\n]{2,40}"(?:(?:, | und | et | y | en )"[^"\n]{2,40}")*)[^.;]{0,20}(?:aufnehmen|hinzufügen|eintragen|toevoegen|aufgenommen)`)
	groupNot     = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:nicht|kein\p{L}*|ohne|außer|ausser|pas|sans|sauf|no|sin|excepto|salvo|niet|geen|zonder|behalve)(?:[^\p{L}]|$)`)
	quotedGroups = regexp.MustCompile(`"([^"\n]{2,50})"`)
	foreignBox   = regexp.MustCompile(`(?i)(?:postfach|postfächer|mailbox|boîtes?(?: aux lettres| mail)? (?:partagée|commune|générique)s?|boîtes?|bal |buzón|buzones|casilla|postvak|postbus)`)
	foreignNoBox = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:außer|ausser|nicht|sauf|pas|excepto|salvo|no|behalve|niet|ohne|sans|sin|zonder)(?:[^\p{L}]|$)`)
)

// fillForeignGroups reads groups to join and to leave from a sentence in
// another language.
func (d *document) fillForeignGroups(draft *draft, s sentence, action step.Action) {
	if d.tags.cal.tongue == english || s.subject {
		return
	}
	for _, at := range foreignGroup.FindAllStringSubmatchIndex(s.plain, 6) {
		names := foreignGroupNames(s.plain[at[2]:at[3]])
		clause := nearby(s.plain, at[0], at[1])
		switch {
		case groupAway.MatchString(clause) || outOf.MatchString(s.plain[:at[0]+1]) && into.MatchString(s.plain[at[1]:]):
			if action == step.Transfer {
				draft.add("groups_remove", &draft.GroupsRemove, s.plain, names...)
			}
		case !groupNot.MatchString(clause):
			d.addGroups(draft, names, s.plain)
		}
	}
	for _, m := range quotedJoin.FindAllStringSubmatch(s.plain, 4) {
		d.addGroups(draft, foreignGroupNames(m[1]), s.plain)
	}
}

// outOf and into stand around the group that is left in "van de groep A naar
// de groep B".
var (
	outOf = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:von|vom|aus|van|uit|du|del?)(?: de[rnm]?| het| la)? ?$`)
	into  = regexp.MustCompile(`(?i)^,? (?:naar|in|zu|zur|zum|nach|au|à|vers|al?|hacia) `)
)

// clauseEnds part what is to be joined from what is to be left.
var clauseEnds = regexp.MustCompile(`,| und | et | y | en | sowie | aber | mais | pero | maar `)

// nearby returns what stands around a place, in the same clause.
func nearby(text string, from, to int) string {
	before, after := text[:from], text[to:]
	if ends := clauseEnds.FindAllStringIndex(before, -1); ends != nil {
		before = before[ends[len(ends)-1][1]:]
	}
	if end := clauseEnds.FindStringIndex(after); end != nil {
		after = after[:end[0]]
	}
	return before + " " + after
}

func foreignGroupNames(text string) []string {
	var names []string
	text = quotedGroups.ReplaceAllStringFunc(text, func(quoted string) string {
		names = append(names, strings.Trim(quoted, `"`))
		return ""
	})
	for _, name := range splitList(strings.NewReplacer("«", "", "»", "", " sowie ", ", ").Replace(text)) {
		name = innerNoun.ReplaceAllString(name, "")
		if name = strings.TrimSpace(name); len(name) > 1 && !foreignStops[strings.ToLower(name)] {
			names = append(names, name)
		}
	}
	return names
}

var (
	foreignPrivate = say("privat|persönlich|perso|personal|particular|privé|agentur|bureau|agence", `(?:privat\p{L}*|persönliche\p{L}*|(?:mail|courriel|adresse) perso\p{L}*|(?:correo|mail|e-mail|email|electrónico|cuenta) (?:personal|particular)|privé\p{L}*)[^.;]{0,50}?{address}`)
	foreignLogin   = say("adresse|adres|correo|dirección|konto|compte|cuenta|account|mail|usuario|benutzer|login|identifiant", `(?:^|[^\p{L}])(?:adresse|mailadresse|e-mail-adresse|e-?mailadres|adres|correo|dirección|konto|compte|cuenta|account|login|benutzer|benutzername|identifiant|usuario)(?: (?:dann|bitte|ist|wird|est|sera|es|será|is|wordt|soll|e-mail|mail|souhaitée|corporativo|sein|:))*:? {address}`)
	loginWord      = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:usuario|benutzername|benutzer|kennung|login|identifiant|gebruikersnaam|inlognaam|kürzel)(?: es| ist| is| est|:)? ((?-i:[a-z][a-z0-9]*[._-]?[a-z0-9]+))(?:[^\p{L}@]|$)`)
)

// fillForeignAddresses reads addresses and shared mailboxes from a sentence
// in another language.
func (d *document) fillForeignAddresses(draft *draft, s sentence) {
	if d.tags.cal.tongue == english {
		return
	}
	if m := foreignPrivate.in(s); m != nil {
		draft.set("personal_email", &draft.PersonalEmail, d.addressIn(m[1]), s.plain)
	}
	if m := foreignLogin.in(s); m != nil && d.addressIn(m[1]) != draft.PersonalEmail && !foreignBox.MatchString(s.plain) {
		draft.set("upn_or_email", &draft.UPNOrEmail, d.addressIn(m[1]), s.plain)
	}
	if !foreignBox.MatchString(s.plain) {
		return
	}
	at := foreignBox.FindStringIndex(s.tagged)
	if at == nil || foreignNoBox.MatchString(s.tagged[max(0, strings.LastIndex(s.tagged[:at[0]], ",")):at[0]]) {
		return
	}
	for _, r := range s.tagged[at[0]:] {
		if r < addressTag || r >= spanTag {
			continue
		}
		box := d.tags.addresses[r-addressTag]
		if p := d.people.by(r); p != nil && len(p.name) > 0 || box == draft.UPNOrEmail || box == draft.PersonalEmail {
			continue
		}
		draft.add("shared_mailboxes", &draft.SharedMailboxes, s.plain, box)
	}
}

// fillForeignLogin reads the user name beside a leaver's name.
func (d *document) fillForeignLogin(draft *draft) {
	if d.tags.cal.tongue == english {
		return
	}
	for _, s := range draft.sentences {
		m := loginWord.FindStringSubmatch(s.plain)
		if m == nil || len(m[1]) < 4 || foreignStops[m[1]] || stopWords[m[1]] {
			continue
		}
		draft.set("upn_or_email", &draft.UPNOrEmail, m[1], s.plain)
		return
	}
}
