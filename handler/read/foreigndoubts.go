package read

import (
	"regexp"
	"slices"

	"usher/steps/step"
)

// What other languages say against doing anything yet.
var (
	foreignDoubts = anyOf{
		say("vielleicht|eventuell|möglicherweise|noch nicht|unsicher|entschieden|abwarten|vorgemerkt|falls", `noch nicht (?:entschieden|sicher|fix|bestätigt|unterschrieben|klar, ob)|(?:eventuell|vielleicht|möglicherweise)[^.;]{0,40}(?:geht|verlässt|wechselt|kommt|kündig|anfäng|beginnt)|noch nichts (?:unternehmen|machen|tun)|bitte (?:noch )?abwarten|falls (?:er|sie) (?:geht|kommt|zusagt|kündigt)|was (?:braucht|bräuchtet) ihr`),
		say("peut-être|pas encore|attendre|envisage|éventuel|probabl", `pas encore (?:décidé|confirmé|signé|sûr|officiel)|(?:va )?peut-être (?:quitter|partir|rejoindre|changer)|quittera(?:it)? peut-être|merci d'attendre|ne rien faire|envisage de|si (?:elle|il) (?:part|accepte|signe)`),
		say("quizá|tal vez|todavía no|aún no|posible|esperar|puede que", `(?:todavía|aún) no (?:está|se ha|hay|ha) (?:decidido|confirmad|firmad|segur)\p{L}*|(?:quizá|quizás|tal vez|puede que) (?:se |deje|renuncie|cambie|entre)|no hagan nada|si (?:acepta|firma|renuncia)`),
		say("misschien|nog niet|mogelijk|wachten|eventueel", `nog niet (?:zeker|besloten|definitief|bevestigd|getekend|rond)|(?:gaat|vertrekt|begint|komt) (?:misschien|mogelijk)|misschien (?:weg|vertrekt|gaat|uit dienst)|nog niets doen|als (?:hij|zij|ze) (?:tekent|vertrekt|weggaat|akkoord)`),
	}
	foreignTakeBacks = anyOf{
		say("storn|zurück|hinfällig|doch nicht|bleibt|abgesagt|annull|verlängert|nicht mehr nötig|erledigt|verschoben|abbrechen|widerruf|stopp", `storniert?|stornieren|zurückgezogen|ziehen? [^.;]{0,40}zurück|zieht [^.;]{0,40}zurück|hinfällig|doch nicht|bleibt (?:uns |doch |nun )+(?:doch|erhalten|bei uns|im)|bleibt doch|(?:hat|haben) abgesagt|abgesagt|vertrag[^.;]{0,40}verlängert|(?:verschiebt|verschoben)|kommt nicht|fängt nicht|verlässt uns nicht`),
		say("annul|finalement|reste|désist|retir|prolong|report|plus besoin|ne vient|ne part", `\bannul\p{L}+|finalement[^.;]{0,60}(?:rest|pas|plus|renonc)|(?:reste|restera) (?:finalement|parmi|avec nous|dans)|désist\p{L}+|contrat[^.;]{0,40}prolongé|(?:arrivée|départ|date)[^.;]{0,40}reporté|ne (?:part|quitte|vient|viendra|nous rejoint|nous rejoindra) (?:pas|plus)`),
		say("cancel|anul|finalmente|se queda|prorrog|pospon|aplaz|retract|ya no va|sin efecto|renueva|no se va", `cancel(?:ar|en|ad[oa]|amos|ación|o|a) (?:la |el |esta |este )?(?:baja|alta|solicitud|ingreso|petición|ticket|proceso|incorporación)|(?:queda|quedó|quede) (?:anulad|cancelad|sin efecto)\p{L}*|anul\p{L}+|al final (?:no|se queda)|finalmente (?:no|se queda)|se queda con nosotros|contrato[^.;]{0,30}(?:prorrog|renov|ampli)\p{L}+|(?:pospuest|aplazad|pospone|aplaza)\p{L}*|ya no (?:se va|va a|ingresa|entra|se incorpora)|no se (?:va|incorpora) (?:al final|finalmente)`),
		say("annul|toch niet|ingetrokken|blijft|verlengd|uitgesteld|gaat niet door|trekt|afgezegd|geannuleerd", `annul\p{L}+|geannuleerd|toch niet|ingetrokken|trekt [^.;]{0,40} (?:terug|in)|(?:blijft|blijven) (?:toch|bij ons|nog)|contract[^.;]{0,40}verlengd|uitgesteld|gaat niet door|afgezegd`),
	}
	foreignAttached = anyOf{
		say("anhang|anbei|angehängt|beigefügt|anlage", `(?:im anhang|anbei|angehängt|beigefügt|in der anlage|siehe (?:anhang|anlage|formular|pdf))`),
		say("pièce jointe|ci-joint|annexe", `pièces? jointes?|ci-joint|en annexe`),
		say("adjunt", `adjunt[oa]s?|adjuntamos|en el archivo`),
		say("bijlage|bijgevoegd|bijgaand", `(?:in de )?bijlagen?|bijgevoegd|bijgaand`),
	}
	foreignStandIn = regexp.MustCompile(`(?i)remplac|vertret|ersetz|ersatz|sustit|reemplaz|vervang|nachfolg|congé maternité\)|elternzeitvertretung`)
	foreignAuto    = regexp.MustCompile(`(?i)^\s*(?:automatisch(?:e)? antwoord|afwezigheidsbericht|afwezig|absence du bureau|message d'absence|fuera de (?:la )?oficina|auto(?:matische)? ?antwort|abwesend|abwesenheit|risposta automatica|respuesta automatica|absent)\b[^:]{0,12}:`)
	foreignSelf    = say("mein|ich|mon|je |mi |mijn|ik ", `\bmein letzter (?:arbeits)?tag|\bich (?:kündige|habe gekündigt|verlasse (?:das|die|euch|unser))|meine kündigung|\bmon dernier jour|\bje (?:quitte|démissionne|pars à la retraite|vous informe de ma démission)|\bma démission|\bmi último día|mi renuncia|\b(?:dejo|renuncio a|dejaré) (?:la empresa|mi puesto|la compañía)|\bmijn laatste (?:werk)?dag|\bik (?:ga (?:per {d} )?uit dienst|verlaat|neem ontslag|vertrek)|mijn ontslag`)
	foreignWorries = regexp.MustCompile(`(?i)kündigung|austritt|ausscheid|letzter arbeitstag|neue[rn]? (?:mitarbeiter|kolleg)|versetz|abteilungswechsel|uit dienst|laatste werkdag|nieuwe (?:medewerker|collega)|départ|dernier jour|démission|nouve(?:au|lle) (?:collab|salari|employ)|désactiver|(?:fecha|dar) de (?:baja|alta)|último día|nuev[oa] (?:emplead|ingres|compañer)|renuncia`)
)

// foreignStays say that somebody who moves stays with the company.
var foreignStays = regexp.MustCompile(`(?i)(?:ne (?:part|quitte)|reste|restera|bleibt|verlässt uns nicht|se queda|no se va|blijft)`)

// isStandIn tells whether somebody stands in for a person on leave.
func (s sentence) isStandIn() bool { return s.tongue != english && foreignStandIn.MatchString(s.plain) }

// hearForeign notes what a sentence in another language says against doing
// anything yet. Of a list, it is one of its people who is meant.
func (v *verdict) hearForeign(s sentence, tables bool) {
	v.doubtful = v.doubtful || foreignDoubts.match(s)
	v.takeBack = v.takeBack || !tables && foreignTakeBacks.match(s) && !(v.top[step.Transfer] >= enough && foreignStays.MatchString(s.plain))
	v.attached = v.attached || foreignAttached.match(s)
}

// worries tells whether a ticket of which nothing is understood speaks of
// comings or goings in another language.
func (d *document) worries(sentences []sentence) bool {
	return d.tags.cal.tongue != english && slices.ContainsFunc(sentences, func(s sentence) bool {
		return foreignWorries.MatchString(s.plain) && len(d.personsIn(s.tagged)) > 0
	})
}

// foreignGone say that somebody has left already, as gone does: alone they
// ask for nothing.
var foreignGone = []sign{
	{step.Offboard, 4, say("ausgeschieden|verlassen|ausgetreten|aufgehört|nicht mehr", `{who}{be} (?:ausgeschieden|verlassen|ausgetreten|aufgehört|(?:arbeitet|ist) nicht mehr|nicht mehr (?:bei uns|im (?:haus|unternehmen)|für uns))`)},
	{step.Offboard, 4, say("quitté|parti|plus partie|travaille plus|licenci", `{who}{be} (?:quitté|partie?|(?:ne )?fait plus partie|(?:ne )?font plus partie|(?:ne )?travaille plus|licenciée?)`)},
	{step.Offboard, 4, say("dejado|dejó|trabaja|labora|forma parte|renunció|despedid|desvinculad|se fue|marchó|salió", `{who}{be} (?:ha dejado|dejó|ya no (?:trabaja|labora|forma parte|está)|renunció|despedid[oa]|desvinculad[oa]|se fue|se marchó|salió)`)},
	{step.Offboard, 4, say("vertrokken|werkt|uit dienst|weg", `{who}{be} (?:vertrokken|werkt{few} niet meer|uit dienst(?: gegaan| getreden)?|niet meer werkzaam|weggegaan)`)},
	{step.Offboard, 2, say("ausgeschieden|quitté|fait plus partie|ya no|uit dienst", `\bausgeschieden|ausgetreten|a quitté|ne fait plus partie|ya no (?:trabaja|forma parte)|uit dienst`)},
}

// foreignMoves name a department that somebody leaves for another one: no
// leaver.
var foreignMoves = regexp.MustCompile(`(?i)(?:verlässt|quitt\p{L}*|deja\p{L}*|verlaat|départ|stopt|hört) [^.;]{0,60}?(?:abteilung|team|service|équipe|pôle|agence|atelier|direction|comptabilité|departamento|área|equipo|sede|afdeling|vestiging)[^.;]{0,60}(?:rejoin|pour |prend|pass|intègr|vers |wechsel|zur? |übernimm|pasa|incorpora|ir al?|para |naar|stapt|begint bij)|quitt\p{L}* [^.;]{2,60} (?:pour|et) (?:rejoindre|rejoint|le|la|l'|les|celui|celle|intègre|intégrer|prendre|prend|devenir|devient|passe|notre|un poste)`)

// isMoveAway tells whether a sentence speaks of such a move.
func (s sentence) isMoveAway() bool { return s.tongue != english && foreignMoves.MatchString(s.plain) }

// foreignApproves is an answer that only says yes.
var foreignApproves = regexp.MustCompile(`(?i)^\W*(?:ok(?:ay)?(?: pour (?:moi|nous))?|d'accord|validé|je valide|je confirme|bon pour accord|c'est (?:bon|validé)|accord|einverstanden|freigegeben|genehmigt|passt(?: so)?|bitte (?:so )?(?:umsetzen|durchführen)|in ordnung|ja,? bitte|aprobado|autorizado|conforme|de acuerdo|adelante|procedan|akkoord|goedgekeurd|prima|is goed|graag uitvoeren|oui|sí|ja)(?:[^\p{L}].{0,120})?$`)

// foreignKinds are what forms in other languages call a request.
var foreignKinds = []struct {
	action step.Action
	expr   *regexp.Regexp
}{
	{step.None, regexp.MustCompile(`(?i)(?:elternzeit|mutterschutz|karenz|krank|congé|arrêt|excedencia|baja (?:médica|por)|permiso|verlof|ziek|namensänderung|changement de nom)`)},
	{step.Transfer, regexp.MustCompile(`(?i)(?:versetz|wechsel|umsetzung|änderung|beförder|übernahme|mutation|mobilité|changement|promotion interne|traslado|cambio|ascenso|promoción|wijziging|overplaats|doorstroom|functie)`)},
	{step.Offboard, regexp.MustCompile(`(?i)(?:austritt|kündig|ausscheid|abgang|sperr|départ|sortie|démission|fin de contrat|baja|salida|cese|retiro|egreso|renuncia|uit ?dienst|vertrek|ontslag)`)},
	{step.Onboard, regexp.MustCompile(`(?i)(?:eintritt|neuer|neue |neueinst|neuanleg|neuzugang|anlage|arrivée|entrée|embauche|nouve|création|alta|ingreso|incorporación|nuev[oa] |in ?dienst|nieuwe? (?:medew|acc|coll|werkn|geb))`)},
}

// foreignKindOf returns the action that a form's value names in another
// language, empty for none or for several.
func foreignKindOf(value string) step.Action {
	var found step.Action
	for _, k := range foreignKinds {
		switch {
		case !k.expr.MatchString(value):
		case k.action == step.None:
			return step.None
		case found == step.Transfer:
			return found // a change of somebody's new job
		case found != "":
			return ""
		default:
			found = k.action
		}
	}
	return found
}
