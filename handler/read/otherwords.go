package read

import "usher/steps/step"

// foreignSigns are the commonest phrases of German, French, Spanish and Dutch
// tickets. Those without a person are enough for an action, because the
// person mostly stands in the subject or under a label.
var foreignSigns = []sign{
	{step.Offboard, 4, when("austritt|kündigung|verlässt|ausscheid|letzter", `{person} (?:verlässt|scheidet|hat gekündigt|tritt)|(?:austritt|kündigung|ausscheiden|offboarding)(?: von|:| -)+ (?:frau |herrn? )?{person}|letzter (?:arbeits)?tag(?: von|:)* {person}`)},
	{step.Offboard, 4, when("départ|quitte|dernier jour", `{person} (?:quitte|nous quitte|ne fait plus partie|a quitté)|(?:départ|dernier jour)(?: de| d'|:| -)+ ?(?:m\. |mme |monsieur |madame )?{person}`)},
	{step.Offboard, 4, when("baja|deja|último día", `{person} (?:deja|dejará|causa baja|se va|ya no trabaja)|(?:baja|salida|último día)(?: de|:| -)+ {person}`)},
	{step.Offboard, 4, when("uit dienst|verlaat|laatste", `{person} (?:gaat (?:per {d} )?uit dienst|verlaat|is uit dienst)|(?:uitdiensttreding|vertrek|laatste werkdag)(?: van|:| -)+ {person}`)},
	{step.Offboard, 4, when("austritt|kündigung|ausscheid|départ|désactiv|fait plus partie|baja |uit dienst|deaktiv|sperren|löschen", `\b(?:austritt|ausscheiden)|kündigung\b|départ d'un|désactivation|ne fait plus partie|\bbaja de\b|uit dienst|konto (?:bitte )?(?:deaktivieren|sperren|löschen)|zugang (?:bitte )?sperren`)},
	{step.Onboard, 4, when("beginnt|fängt|startet|neuer|neue", `{person} (?:beginnt|fängt|startet|tritt .{0,20} ein)|(?:neuer? (?:mitarbeiter(?:in)?|kolleg(?:e|in))|neueinstellung|eintritt)(?: ist| heißt|:| -|,)* (?:frau |herrn? )?{person}`)},
	{step.Onboard, 4, when("arrivée|rejoint|nouve|commence", `{person} (?:nous rejoint|rejoint|commence|arrive)|(?:arrivée|nouve(?:au|lle) (?:collaborat(?:eur|rice)|employée?|salariée?))(?: de| d'|:| -|,)* ?{person}`)},
	{step.Onboard, 4, when("ingresa|alta|incorpora|nuev|empieza", `{person} (?:ingresa|se incorpora|empieza|comienza|inicia)|(?:alta|nuev[oa] (?:emplead[oa]|compañer[oa]|ingreso))(?: de|:| -|,)* {person}`)},
	{step.Onboard, 4, when("begint|start|nieuwe", `{person} (?:begint|start|komt .{0,20} werken)|(?:nieuwe (?:medewerker|collega)|indiensttreding)(?: is|:| -|,)* {person}`)},
	{step.Onboard, 3, when("neuer|neue|nouve|nuev|nieuwe|入社|新入", `\bneue[rn]? (?:mitarbeiter|kolleg)|\bnouve(?:au|lle) (?:collaborat|employé|salarié|arriv)|\bnuev[oa] (?:emplead|ingres|compañer)|\bnieuwe (?:medewerker|collega)|入社|新入社員`)},
	{step.Transfer, 5, when("wechsel|versetz", `{person} wechselt|(?:abteilungswechsel|stellenwechsel|versetzung)`)},
	{step.Transfer, 5, when("change de|mutation|muté|changement", `{person} (?:change de|passe (?:au|à la|dans)|est muté)|\bmutation (?:de|interne)|changement de (?:poste|service)`)},
	{step.Transfer, 5, when("traslad|cambio de|cambia de|pasa a", `{person} (?:se traslada|cambia de|pasa a)|\bcambio de (?:puesto|departamento)|\btraslado\b`)},
	{step.Transfer, 6, when("functiewijziging|naar|wisselt", `{person} (?:gaat|wisselt)(?: per {d})? van .{3,60} naar`)},
	{step.Transfer, 4, when("functiewijziging|overplaatsing", `\bfunctiewijziging\b|\binterne overplaatsing\b`)},
	{step.None, 9, when("elternzeit|mutterschutz|congé|baja por|zwangerschap|ouderschap", `\belternzeit\b|\bmutterschutz\b|congé (?:de )?(?:maternité|paternité|parental|maladie)|\bbaja por (?:maternidad|paternidad|enfermedad)|\bzwangerschapsverlof|\bouderschapsverlof`)},
}
