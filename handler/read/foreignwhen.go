package read

import (
	"regexp"
	"strings"
)

// The days on which somebody leaves, comes or moves, as other languages name
// them.
var (
	foreignLastDay = anyOf{
		say("letzte|dernier|último|laatste", `(?:letzte[rn]? (?:arbeits|dienst|werk)?tag|dernier jour|último día|laatste (?:werk)?dag)[^.;\x{E400}-\x{E7FF}]{0,70}?{date}`),
		say("letzte|dernier|último|laatste", `{date}[^.;\x{E400}-\x{E7FF}]{0,30}?(?:letzte[rn]? (?:arbeits|dienst)?tag|dernier jour|último día|laatste (?:werk)?dag)`),
		say("verlässt|verlassen|scheid|austritt|gekündigt|kündig|kündigt|ausgeschieden|hört|ruhestand", `(?:verlässt|verlassen|scheid|austritt|gekündigt|kündigt|kündigung|hört)[^.;\x{E400}-\x{E7FF}]{0,70}?{date}`),
		say("quitt|départ|part |fait plus partie|sortie|démission", `(?:quitt|départ|part|sortie|démission|fait plus partie)[^.;\x{E400}-\x{E7FF}]{0,70}?{date}`),
		say("baja|deja|salida|va |marcha|cesa|cese|retir|renunci|trabaja", `(?:baja|deja|salida|se va|se marcha|cesa|cese|retir|renunci|trabaja)[^.;\x{E400}-\x{E7FF}]{0,70}?{date}`),
		say("uit dienst|verlaat|vertrek|stopt|weg|ontslag", `(?:uit dienst|verlaat|vertrek|stopt|gaat weg|ontslag)[^.;\x{E400}-\x{E7FF}]{0,70}?{date}`),
		say("uit dienst|aus|ausscheide|weg", `{date}[^.;\x{E400}-\x{E7FF}]{0,60}?(?:uit dienst|aus(?:[ .,;]|$)|ausgeschieden|ausscheide|verlassen|verlässt)`),
		say("sperr|deaktivier|désactiv|coup|ferm|bloqu|desactiv|cort|cerr|blokker|sluit|dicht|gesperrt", `(?:sperr|gesperrt|deaktivier|désactiv|coup|ferm|bloqu|desactiv|cort|cerr|blokker|geblokkeerd|sluit|dicht)[^.;\x{E400}-\x{E7FF}]{0,60}?{date}`),
	}
	foreignStartDay = anyOf{
		say("fängt|beginn|start|eintritt|kommt|arbeitsbeginn|erster|anfang|tritt|verstärkt|neu", `(?:fängt|beginn|start|eintritt|kommt|anfang|tritt|verstärkt|erster? (?:arbeits)?tag|neuen? \p{L}+)[^.;\x{E400}-\x{E7FF}]{0,60}?{date}`),
		say("rejoin|commenc|arriv|intègr|débu|démarr|prend|embauch|à partir|premier jour|dès", `(?:rejoin|commenc|arriv|intègr|débu|démarr|prend|embauch|à partir|premier jour|dès)[^.;\x{E400}-\x{E7FF}]{0,60}?{date}`),
		say("ingres|incorpor|empie|empez|comien|inici|entra|alta|primer día|a partir", `(?:ingres|incorpor|empie|empez|comien|inici|entra|alta|primer día|a partir)[^.;\x{E400}-\x{E7FF}]{0,60}?{date}`),
		say("begint|start|komt|in dienst|eerste|vanaf|treedt|beginn", `(?:begint|beginnen|start|komt|in dienst|eerste (?:werk)?dag|vanaf|treedt|indienst)[^.;\x{E400}-\x{E7FF}]{0,60}?{date}`),
		say("ab |zum |fängt|beginnt|startet|beginn|in dienst|commence|dès", `(?:^|[^\p{L}])(?:ab|zum|per|am|op|le|el|om|dès le|vanaf) (?:dem )?{date}[^.;]{0,90}?(?:fängt|beginnt|startet|anfangen|in dienst|commence|rejoint|arrive|begint|start|incorpora|empieza|kommt|verstärkt)`),
	}
	foreignMoveDay = anyOf{
		say("wechsel|versetz|ab |zum |per |change|passe|rejoin|mut|à compter|à partir|traslad|pasa|cambi|a partir|gaat|wissel|vanaf|stapt|overgeplaatst|übernimmt", `(?:wechsel|versetz|(?:^|[^\p{L}])(?:ab|zum|per|vanaf)(?: dem)? ?|change|passe|rejoin|mut[ée]|à compter|à partir|traslad|pasa|cambi|gaat|wissel|stapt|overgeplaatst|übernimmt)[^.;\x{E400}-\x{E7FF}]{0,110}?{date}`),
	}
	foreignEndDay = anyOf{
		say("bis|jusqu|hasta|tot|befristet|fin de contrat|fin le|endet|termina|loopt|vertragsende|s'achève", `(?:^|[^\p{L}])(?:bis(?: einschließlich| einschliesslich)?(?: zum)?|jusqu'(?:au|à)|hasta(?: el)?|tot(?: en met)?|t/m|befristet|fin de contrat|fin le|endet|s'achève|termina(?:ción)?|loopt (?:af|door)|vertragsende)[^.;\x{E400}-\x{E7FF}]{0,25}?{date}`),
		say("au|bis|al|tot", `{d} (?:au|bis|bis zum|al|hasta el|tot|tot en met) {date}`),
	}
)

// foreignBeside names dates that are none of the person's own.
var foreignBeside = say("vertrag|contrat|contrato|contract|bis|aufbewahr|gelöscht|unterschr|signe|gekündigt am|réunion|reunión", `(?:vertrag läuft|contrat court|contrato (?:sigue|dura)|contract loopt|aufbewahr|aufheben|conserv|bewaren|unterschreib|unterschrieben|unterzeichn|geboren|né le|née le|nacid[oa]|gesprochen|telefoniert)[^.;\x{E400}-\x{E7FF}]{0,50}?{date}`)

var (
	foreignCut    = regexp.MustCompile(`(?i)(?:konto|account|zugang|zugänge|zugriff|sperr|deaktivier|dicht|compte|accès|ferm|coup|cuenta|acces|cort|cerr|bloque|toegang|blokker|afsluit|sluit|dicht|heure|uhr|letzte|dernier|último|laatste)`)
	foreignAtOnce = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:(?:ab )?sofort(?:ige[rn]?)?|umgehend|unverzüglich|fristlos(?:e|en|er)?|mit sofortiger wirkung|eilt|dringend|schnellstmöglich|so schnell wie möglich|immédiatement|tout de suite|sans délai|dès que possible|dès maintenant|en urgence|urgent|sur-le-champ|effet immédiat|de inmediato|inmediatamente|inmediat[oa]|urgente|urgencia|cuanto antes|lo antes posible|ahora mismo|ya mismo|per direct|direct|onmiddellijk|zo snel mogelijk|meteen|spoed|per omgaande|z\.s\.m)(?:[^\p{L}]|$)`)
	foreignNoRush = regexp.MustCompile(`(?i)(?:nicht (?:dringend|eilig|sofort)|eilt nicht|keine eile|pas urgent|rien d'urgent|pas d'urgence|no (?:es|corre) (?:urgente|prisa)|no hay prisa|sin prisa|niet dringend|geen haast|geen spoed|heeft geen haast|noch nicht|direkt(?:e[rn]?)? (?:leid|vorg)|direct leid)`)
	foreignExact  = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:pünktlich|punkt|keine minute früher|nicht vorher|nicht früher|weiß (?:es )?noch (?:nicht|nichts)|weiss (?:es )?noch (?:nicht|nichts)|précises?|pas avant|ne le sait pas encore|n'est pas (?:encore )?au courant|en punto|ni un minuto antes|todavía no (?:lo )?sabe|aún no (?:lo )?sabe|no lo sabe|stipt|niet eerder|weet (?:het|er|van) (?:nog )?(?:niet|niets))(?:[^\p{L}]|$)`)
	foreignHush   = regexp.MustCompile(`(?i)(?:streng )?vertraulich(?:[^\p{L}s]|$)|diskret|weiß (?:es )?noch (?:nicht|nichts)|confidentiel(?:[^l]|$)|discrétion|n'est pas (?:encore )?au courant|confidencial(?:[^i]|$)|total reserva|no (?:lo )?sabe|vertrouwelijk(?:[^\p{L}h]|$)|discreet|weet (?:het|er|van) (?:nog )?(?:niet|niets)`)
)

// hurries tells whether a text in a language other than English can't wait.
func hurries(text string) bool {
	return foreignAtOnce.MatchString(text) && !foreignNoRush.MatchString(text)
}

// isBeside tells whether a date, as its letter, is one that a sentence names
// for something else.
func isBeside(s sentence, date string) bool {
	for _, p := range []pattern{beside, foreignBeside} {
		if m := p.in(s); m != nil && m[1] == date {
			return true
		}
	}
	return false
}

// worked is the day that counts where a form gives it beside the end of the
// contract.
var worked = regexp.MustCompile(`(?i)(?:letzte[rn]? (?:arbeits|dienst)tag|dernier jour|último día|laatste (?:werk)?dag)[^\d\n]{0,40}\d.*`)

// lastWorked returns where a form in another language gives the last day of
// work, with the line.
func (d *document) lastWorked(r record) (field, bool) {
	if d.tags.cal.tongue == english {
		return field{}, false
	}
	for _, f := range r {
		if text := worked.FindString(f.line); text != "" && (f.key == lastDate || f.key == endDate || f.key == effective) {
			f.value = text
			return f, true
		}
	}
	return field{}, false
}

// foreignEmpty are words of other languages that stand for no value.
var foreignEmpty = emptyOf("s/d|sin datos|ninguna|ningún|nadie|néant|sans objet|rien|personne|niemand|keiner|keines|offen|noch offen|n.n|leer|vacío|leeg|vide|ongewijzigd|unverändert|bleibt|bleibt gleich|inchangé|inchangée|sin cambios|sin respuesta|sin asignar|nvt|n.v.t|n/v/t|geen|pas de|à définir|à confirmer|à venir|por definir|a confirmar|por confirmar|a definir|folgt|wird nachgereicht|noch nicht bekannt|unbekannt|onbekend|nog onbekend|inconnu|inconnue|desconocido|nog niet bekend|volgt|nog te bepalen|pendiente|no aplica|no|k.a|keine angabe|ohne|entfällt|non renseigné|aucun changement|blijft|reste|gleich|idem|pas encore|no procede|noch unklar|steht noch nicht fest|wird noch bekannt gegeben")

func emptyOf(list string) map[string]bool {
	set := map[string]bool{}
	for value := range strings.SplitSeq(list, "|") {
		set[value] = true
	}
	return set
}

// presses tells whether a sentence can't wait, in its language.
func presses(s sentence) bool {
	return (containsAny(s.lower, hurryHints) && atOnce.MatchString(s.plain) || s.tongue != english && foreignAtOnce.MatchString(s.plain)) &&
		!noHurry.MatchString(s.plain) && !(s.tongue != english && foreignNoRush.MatchString(s.plain))
}

// hushed tells whether nobody may hear of it, and isExact whether it may be
// done neither sooner nor later.
func hushed(s sentence) bool {
	return containsAny(s.lower, hushHints) && hush.MatchString(s.plain) || s.tongue != english && foreignHush.MatchString(s.plain)
}

func isExact(s sentence) bool {
	return containsAny(s.lower, exactHints) && exactly.MatchString(s.plain) || s.tongue != english && foreignExact.MatchString(s.plain)
}
