package read

import "usher/steps/step"

// foreign are the commonest phrases of German, French, Spanish and Dutch
// tickets. Those without a person are enough for an action, because the
// person mostly stands in the subject or under a label.
var foreign = []sign{
	{step.Offboard, 4, when("austritt|kündigung|verlässt|ausscheid|scheidet|letzter|konto|account|zugang", `{people} (?:verlässt|scheidet|hat gekündigt|tritt)|(?:account|konto|zugang|postfach) von (?:frau |herrn? )?{people}.{0,40}?(?:sperren|deaktivieren|löschen)|(?:austritt|kündigung|ausscheiden|offboarding)(?: von|:| -)+ (?:frau |herrn? )?{people}|letzter (?:arbeits)?tag(?: von|:)* {people}`)},
	{step.Offboard, 4, when("départ|quitte|dernier jour", `{people} (?:quitte|nous quitte|ne fait plus partie|a quitté)|(?:départ|dernier jour)(?: de| d'|:| -)+ ?(?:m\. |mme |monsieur |madame )?{people}`)},
	{step.Offboard, 4, when("baja|deja|último día", `{people} (?:deja|dejará|causa baja|se va|ya no trabaja)|(?:baja|salida|último día)(?: de|:| -)+ {people}`)},
	{step.Offboard, 4, when("uit dienst|verlaat|laatste", `{people} (?:gaat (?:per {d} )?uit dienst|verlaat|is uit dienst)|(?:uitdiensttreding|vertrek|laatste werkdag)(?: van|:| -)+ {people}`)},
	{step.Offboard, 4, when("austritt|kündigung|ausscheid|départ|désactiv|fait plus partie|baja |uit dienst|deaktiv|sperren|löschen", `\b(?:austritt|ausscheiden)|kündigung\b|départ d'un|désactivation|ne fait plus partie|\bbaja de\b|uit dienst|konto (?:bitte )?(?:deaktivieren|sperren|löschen)|zugang (?:bitte )?sperren`)},
	{step.Onboard, 4, when("beginnt|fängt|startet|neuer|neue|eintritt", `(?:beginnt|startet) (?:frau |herr )?{people}|(?:neuen? benutzer(?:in)?|neues konto|neuen account)[^.]{0,20}: (?:herr |frau )?{people}|{people} (?:beginnt|fängt|startet|tritt .{0,20} ein)|(?:neuer? (?:mitarbeiter(?:in)?|kolleg(?:e|in))|neueinstellung|eintritt)(?: ist| heißt|:| -|,)* (?:frau |herrn? )?{people}`)},
	{step.Onboard, 4, when("arrivée|rejoint|nouve|commence|accueill", `(?:accueillons|accueillir|accueille) {people}|{people} (?:nous rejoint|rejoint|commence|arrive)|(?:arrivée|nouve(?:au|lle) (?:collaborat(?:eur|rice)|employée?|salariée?))(?: de| d'|:| -|,)* ?{people}`)},
	{step.Onboard, 4, when("ingresa|alta|incorpora|nuev|empieza", `{people} (?:ingresa|se incorpora|empieza|comienza|inicia)|(?:ingresa|se incorpora|empieza) {people}|(?:alta|nuev[oa] (?:emplead[oa]|compañer[oa]|ingreso))(?: de|:| -|,)* {people}`)},
	{step.Onboard, 4, when("begint|start|nieuwe", `{people} (?:begint|start (?:op|per|bij|als)|komt .{0,20} werken)|(?:nieuwe (?:medewerker|collega)|indiensttreding)(?: is|:| -|,)* {people}`)},
	{step.Onboard, 3, when("neuer|neue|nouve|nuev|nieuwe|入社|新入", `\bneue[rn]? (?:mitarbeiter|kolleg|benutzer)|\bnouve(?:au|lle) (?:collaborat|employé|salarié|arriv)|\bnuev[oa] (?:emplead|ingres|compañer)|\bnieuwe (?:medewerker|collega)|入社|新入社員`)},
	{step.Transfer, 5, when("wechsel|versetz", `{people} wechselt|(?:abteilungswechsel|stellenwechsel|versetzung)`)},
	{step.Transfer, 5, when("change de|mutation|muté|changement", `{people} (?:change de|passe (?:au|à la|dans)|est muté)|\bmutation (?:de|interne)|changement de (?:poste|service)`)},
	{step.Transfer, 5, when("traslad|cambio de|cambia de|pasa a", `{people} (?:se traslada|cambia de|pasa a)|\bcambio de (?:puesto|departamento)|\btraslado\b`)},
	{step.Transfer, 6, when("functiewijziging|naar|wisselt", `{people} (?:gaat|wisselt)(?: per {d})? van .{3,60} naar`)},
	{step.Transfer, 4, when("functiewijziging|overplaatsing", `\bfunctiewijziging\b|\binterne overplaatsing\b`)},
	{step.None, 9, when("elternzeit|mutterschutz|congé|baja por|zwangerschap|ouderschap", `\belternzeit\b|\bmutterschutz\b|congé (?:de )?(?:maternité|paternité|parental|maladie)|\bbaja por (?:maternidad|paternidad|enfermedad)|\bzwangerschapsverlof|\bouderschapsverlof`)},
}
