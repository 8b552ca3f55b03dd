package read

import "regexp"

var (
	foreignConvert = anyOf{
		say("freigegeben|gemeinsam|geteilt|shared", `(?:umwandeln|umgewandelt|konvertier|umstellen|wird|werden|machen|als|in ein)[^.;]{0,60}(?:freigegeben\p{L}*|gemeinsam\p{L}*|geteilt\p{L}*|shared)|(?:freigegeben\p{L}*|gemeinsam\p{L}*|shared)[^.;]{0,40}(?:umwandeln|umgewandelt|konvertier|umstellen|machen)`),
		say("partagée|partagee|partage", `(?:convert|transform|pass|bascul|mettre|devien|devenir)\p{L}*[^.;]{0,60}partagée`),
		say("compartid", `(?:convert|conviert|convierta|transform|pas|dej|pong|cambi)\p{L}*[^.;]{0,60}compartid[oa]`),
		say("gedeeld|shared", `(?:omzet\p{L}*|zet|converter\p{L}*|maak|maken|wordt|worden|omgezet|ombouwen)[^.;]{0,60}(?:gedeelde?|shared)|(?:gedeelde?|shared)[^.;]{0,30}(?:omzetten|omgezet|maken)`),
	}
	foreignNoConvert = anyOf{
		say("nicht|kein", `(?:nicht|kein)[^.;]{0,30}(?:umwandeln|freigegebenes)`),
		say("pas ", `ne pas (?:la |le )?(?:convertir|transformer)`),
		say("no ", `(?:^|[^\p{L}])no (?:hace falta |lo )?(?:convertir|conviertan)`),
		say("niet", `niet (?:om te zetten|omzetten)`),
	}
	foreignReply   = regexp.MustCompile(`(?i)abwesenheits\p{L}*|automatische[rn]? antwort|autoreply|auto-?antwort|(?:réponse|message) automatique|messages? d'absence|message de départ|afwezigheid\p{L}*|automatisch(?:e)? (?:antwoord|bericht|reactie)|respuesta automática|mensaje (?:automático|de ausencia|de fuera)|fuera de (?:la )?oficina|répondeur`)
	foreignNoReply = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:ohne|keine?n?|sans|pas de|pas d'|aucune?|sin|ningún|ninguna|no (?:poner|hace falta|pongan)|zonder|geen|ni)[^.;,]{0,20}(?:abwesenheit|automatisch|autoreply|auto-?antwort|réponse|message|respuesta|mensaje|afwezigheid)`)
	foreignSays    = regexp.MustCompile(`(?i)(?:(?:disant|indiquant|que diga|diciendo|indicando|waarin staat|dass|que|dat)(?: que| dass| dat)?:? |: ?)(.{12,500})$`)
)

const wipeNoun = `(?:laptops?|notebooks?|rechner|handys?|diensthandy|firmenhandy|smartphones?|iphones?|ipads?|tablets?|geräte?|endgeräte?|pc|computer|ordinateurs?|téléphones?|portables?|appareils?|postes?|terminal|terminaux|portátil(?:es)?|celular(?:es)?|móvil(?:es)?|dispositivos?|equipos?|teléfonos?|computador[a]?|telefoons?|toestel(?:len)?|apparat(?:en)?|mobiel|mobieltje|gsm|datos|daten|données)`

const wipeVerb = `(?:löschen|gelöscht|zurücksetzen|zurückgesetzt|zurückzusetzen|wipen|gewiped|plattmachen|platt machen|fernlöschen|zu löschen|werkseinstellungen\p{L}*|effac(?:er|ez|és?|ées?)|réinitialis\p{L}+|wiper|borr(?:ar|en|an|ad|a|e|arse|ado|ados|arlos?)|formate\p{L}+|limpi\p{L}+|restablec\p{L}+|wissen|gewist|wis|wiss|te wissen|gereset|resetten|terugzetten|leegmaken|leeggehaald)`

// foreignOrder reads an order to wipe a device, or not to. Wiping one that
// belongs to the leaver is never read as ordered.
var (
	foreignWipe  = regexp.MustCompile(`(?i)` + wipeNoun + `(?:[^\p{L}][^.;]{0,70}?)?[^\p{L}]` + wipeVerb + `(?:[^\p{L}]|$)|(?:^|[^\p{L}])` + wipeVerb + `[^\p{L}][^.;]{0,60}?` + wipeNoun + `(?:[^\p{L}]|$)`)
	foreignSpare = regexp.MustCompile(`(?i)(?:nicht|nichts|kein\p{L}*|afblijven|ne pas|n'effac\p{L}+ (?:pas|rien)|ne l'effac\p{L}+ pas|pas (?:d')?|no (?:se )?|sin|niet|nooit|zonder)[^.;,]{0,40}` + wipeVerb + `|(?:no hay que|no se debe|no (?:hace falta|hay)) (?:borr|formate)|` + wipeVerb + `[^.;,]{0,12} (?:pas|nicht|niet)(?:[^\p{L}]|$)`)
	ownDevice    = regexp.MustCompile(`(?i)privat|eigene[sn]?(?:[^\p{L}]|$)|gehört (?:ihm|ihr)|van (?:hem|haar)zelf|personnel|lui appartien|personal(?:es)?(?:[^\p{L}]|$)|propi[oa]|es suyo|suyo|eigen(?:[^\p{L}]|$)|privé`)
)

// foreignWipes reads such an order in a text; wanted only counts where one
// was found.
func foreignWipes(text string) (wanted, found bool) {
	switch {
	case !deviceNoun.MatchString(text):
		return false, false
	case foreignSpare.MatchString(text):
		return false, true
	case foreignWipe.MatchString(text) && !ownDevice.MatchString(text):
		return true, true
	}
	return false, false
}

var deviceNoun = regexp.MustCompile(`(?i)(?:^|[^\p{L}])` + wipeNoun + `(?:[^\p{L}]|$)`)

var (
	sharedWord            = regexp.MustCompile(`(?i)freigegeben|gemeinsam|partagée|compartid|gedeeld`)
	foreignNoConvertValue = regexp.MustCompile(`(?i)^\s*(?:nicht|nein|non|no|nee|ne pas|niet)\b`)
)

// repliesIn tells whether a sentence in another language speaks of an
// automatic reply, and wants one.
func repliesIn(s sentence) (speaks, wants bool) {
	if s.tongue == english || !foreignReply.MatchString(s.plain) {
		return false, true
	}
	return true, !foreignNoReply.MatchString(s.plain)
}

// standardReply asks for the usual text of an automatic reply.
var standardReply = regexp.MustCompile(`(?i)^(?:standard(?:text)?|standaard(?:tekst)?|texte (?:standard|type)|texto (?:estándar|habitual|tipo)|message (?:standard|type)|wie üblich|comme d'habitude|la habitual|zoals gewoonlijk)$`)

// sendsOn is a form's answer that new mail is to be forwarded.
var sendsOn = regexp.MustCompile(`(?i)doorst|weiterleit|weitergeleitet|transférer|transfert|rediriger|redirig|reenv|redireccion`)

// mailboxKey says what a form's answer about the mailbox means.
func mailboxKey(f field) key {
	if f.key == convert && sendsOn.MatchString(f.value) {
		return forward
	}
	return f.key
}

// foreignSaysIn returns what finds the text of an automatic reply behind its
// introduction in another language; it finds nothing in an English sentence.
func foreignSaysIn(s sentence) *regexp.Regexp {
	if speaks, _ := repliesIn(s); speaks {
		return foreignSays
	}
	return replySays
}

// fillForeignWipe reads what a form in another language says of devices,
// under whatever label.
func (d *document) fillForeignWipe(draft *draft) {
	if d.tags.cal.tongue == english {
		return
	}
	for _, f := range draft.record {
		if wanted, found := foreignWipes(f.line); found && draft.Devices == nil && !isEmptyValue(f.value) {
			draft.setWipe(wanted, f.line)
		}
	}
}

// daysBeside returns the days of the only span of time in a sentence of
// another language, 0 if there is none.
func (d *document) daysBeside(s sentence) int {
	days := 0
	for _, r := range s.tagged {
		if s.tongue == english || r < spanTag || r >= quoteTag {
			continue
		}
		if days > 0 {
			return 0
		}
		days = d.tags.spans[r-spanTag].days
	}
	return days
}
