package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"usher/steps/step"
)

var (
	foreignTitle = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:als(?: neue[rn]?| unser\p{L}*| nieuwe)?|en tant que?|en qualité de?|comme(?: nouve(?:au|lle))?|au poste de|como(?: nuev[oa])?|en el puesto de|puesto de|cargo de|in de functie van|functie van|de functie|(?:position|funktion|stelle|rolle) (?:als|der|des))(?: d'| die| der| den| einer?| un| une| una| el| la| l'| een| de)? ?((?-i:\p{L})[\p{L}/&'()-]+(?: [\p{L}/&'()-]+){0,4}?)(?: (?:in|im|bei|bij|beim|an|am|ab|zum|unter|und|mit|au|aux|à|dans|chez|pour|sous|et|en|a|con|del|para|y|op|per|vanaf|voor|met|te|ten|von|vom|für|le|el|los|sur|depuis|dès|ons|onze|us|uns|an)(?:[ \x{E000}-\x{F3FF}]|$)|[,.;:(]|$)`)
	foreignDept  = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:(?:von|vom|aus|van|uit|de|du|del)(?: de[rmn]?| het| la)? )?(?:(?:neue[rn]? )?abteilung|team|bereich|(?:nieuwe )?afdeling|(?:nouveau )?service|(?:nouveau )?pôle|département|équipe|(?:nuevo )?departamento(?: de)?|área(?: de)?|equipo de)(?: der| du| des| de la| de l'| de| d')? ?["«]?((?-i:\p{Lu})[\p{L}&/-]*(?:(?: &| und| et| y| en)? (?-i:\p{Lu})[\p{L}&/-]*)*)`)
	leftUnit     = regexp.MustCompile(`(?i)^[^\p{L}]*(?:von|vom|aus|van|uit|del?|du)(?: de[rmn]?| het| la)? `)
	foreignUnit  = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:au|le|du) service ((?:de |des )?(?-i:\p{Ll})[\p{L}]+)(?:[ ,.;]|$)|(?:departamento|área) de ((?-i:\p{Ll})\p{L}+)|(?:afdeling) ((?-i:\p{Ll})\p{L}+)`)
	intoUnit     = regexp.MustCompile(`(?i)(?:wechselt|versetzt|wechsel)[^.;]{0,60} (?:in die|in den|ins|zur|zum|in das) ((?-i:\p{Lu})[\p{L}&/-]+)|(?:passe|rejoint|mutée? )[^.;]{0,40} (?:au|à la|aux) ((?-i:[\p{Lu}])[\p{L}&/-]+)|(?:gaat|stapt|wisselt)[^.;]{0,60} naar (?:de |het )?(?:afdeling )?((?-i:\p{Lu})[\p{L}&/-]+)|(?:pasa|traslada|trasladad[oa])[^.;]{0,40} a ((?-i:\p{Lu})[\p{L}&/-]+)`)
	inUnit       = regexp.MustCompile(`(?:fängt|beginnt|startet|arbeitet)[^.;]{0,60} (?:in der|im) (\p{Lu}[\p{L}&/-]+) (?:an|als|und|mit)?(?:[ .,;]|$)`)
	foreignPlace = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:standort|niederlassung|filiale|büro|werk|site de|site d'|agence de|agence d'|bureau de|bureau d'|sede(?: de| en)?|oficina(?: de| en)|delegación de|vestiging|locatie|kantoor(?: in| te)?|bei uns in|chez nous à|bij ons in) ?((?-i:\p{Lu})[\p{L}-]+(?: (?-i:\p{Lu})[\p{L}-]+)?)`)
	noTitle      = regexp.MustCompile(`(?i)^(?:wie|bisher|ersatz|nachfolg\p{L}*|vertretung|ausnahme|auch|siempre|siempre\b|antes|opvolger|vervanging|remplaçante?|d'habitude|avant|manager|freigegeben\p{L}*|gedeelde?|shared|gemeinsam\p{L}*|eigen|prävu|convenu)(?: |$)`)
	titleNoise   = regexp.MustCompile(`(?i)^(?:als|de|d'|een|une?|una|eine?|einer) `)
)

// fillForeignWork reads title, department and place from a sentence in
// another language.
func (d *document) fillForeignWork(draft *draft, s sentence, action step.Action) {
	if d.tags.cal.tongue == english || action == step.Offboard || s.subject {
		return
	}
	if m := foreignTitle.FindStringSubmatch(s.tagged); m != nil && !noTitle.MatchString(m[1]) && !strings.ContainsFunc(m[1], isTag) {
		if title := d.asNouns(titleNoise.ReplaceAllString(m[1], "")); title != "" {
			draft.set("job_title", &draft.JobTitle, title, s.plain)
		}
	}
	for _, form := range []*regexp.Regexp{foreignDept, foreignUnit, intoUnit, inUnit} {
		if form == foreignDept && action == step.Transfer && intoUnit.MatchString(s.plain) {
			continue
		}
		if found := form.FindAllStringSubmatch(s.tagged, 4); found != nil {
			m := found[0]
			if s.isMoveAway() {
				m = found[len(found)-1] // behind the one that is left
			}
			if form == foreignDept && leftUnit.MatchString(m[0]) {
				continue
			}
			if unit := strings.Join(m[1:], ""); !strings.ContainsFunc(unit, isTag) && !noUnit.MatchString(unit) {
				draft.set("department", &draft.Department, unit, s.plain)
			}
		}
	}
	if m := foreignPlace.FindStringSubmatch(s.plain); m != nil {
		draft.set("location", &draft.Location, m[1], s.plain)
	}
}

// asNouns keeps the beginning of a title that can be one: in German, where it
// is nouns, up to the first verb.
func (d *document) asNouns(title string) string {
	if d.tags.cal.tongue != german {
		return title
	}
	var kept []string
	for _, w := range strings.Fields(title) {
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) && !strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "er") {
			break
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " ")
}

// noUnit is what stands where a department would, and is none.
var noUnit = regexp.MustCompile(`(?i)^(?:teams?|it|support|m365|office|anderen?|monat|woche|jahr|personen|ende|postfach|verteiler|gruppe)$`)

// foreignContract says that somebody stays for a limited time.
var foreignContract = anyOf{
	say("freelance|freiberuf|extern|leiharbeit|befristet|zeitarbeit|werkstudent|praktikant", `\bfreelancer|freiberufler|externe[rn]? (?:mitarbeiter|berater|kolleg|dienstleister)|leiharbeit|zeitarbeit|befristet`),
	say("prestataire|intérim|cdd|stagiaire|freelance|consultant", `prestataire|intérimaire|\bcdd\b|\bconsultante? externe`),
	say("autónom|proyecto|contratista|temporal|extern|factura", `autónom[oa]|por proyecto|contratista|contrato temporal|consultor(?:a)? extern|personal externo`),
	say("zzp|inhuur|uitzend|freelance|ingehuurd|gedetacheerd|tijdelijk", `\bzzp|inhuur|uitzendkracht|freelance|ingehuurd|gedetacheerd|tijdelijk(?:e)? (?:contract|kracht|medewerk)`),
}
