package read

import "usher/steps/step"

// germanSigns are phrases of German tickets. Those without a person are
// enough for an action, because the person mostly stands in the subject or
// under a label.
var germanSigns = signsIn(german, []sign{
	{step.Offboard, 5, say("verlässt|verlassen|scheidet|ausscheid|kündig|hört|ruhestand|rente|pension|tritt|ausgeschieden|geht per|geht zum|aufgehört", `{who}{be} (?:verlässt|verlassen (?:wird|uns)|verlassen(?:[.,]|$)|scheidet|ausscheide[tn]|(?:hat|haben){few} gekündigt|gekündigt|kündigt|hört(?: \S+){0,4} auf|tritt(?: \S+){0,4} aus|geht (?:per|zum|in (?:den|die)? ?(?:ruhestand|rente|pension))|in (?:den )?(?:ruhestand|rente|pension))`)},
	{step.Offboard, 5, say("verlässt|scheidet|kündigt|ausgeschieden", `(?:verlässt|scheidet|kündigt) (?:uns|unser \p{L}+|die firma|das unternehmen)?{few}[^\p{L}]{who}`)},
	{step.Offboard, 5, say("austritt|abgang|kündigung|offboarding|ausscheiden|weggang|letzte|abmeldung|sperrung|beendigung|verabschiedung", `(?:austritt|abgang|kündigung|offboarding|ausscheiden|weggang|austrittsmeldung|letzter? (?:arbeits|dienst)?tag|abmeldung|sperrung|beendigung)(?: von| für| des| der| per {d}| zum {d}| am {d}| ist|:|,| -| –)* {who}`)},
	{step.Offboard, 4, say("letzte|austritt", `{who}(?:,? hat(?: \S+){0,4}| -|:|,)? (?:(?:seinen|ihren) letzten (?:arbeits|dienst)?tag|letzter (?:arbeits|dienst)?tag|austritt)`)},
	{step.Offboard, 4, say("konto|konten|account|zug[aä]ng|zugriff|benutzer|user|login", `(?:konto|konten|account|zugang|zugänge|zugriffe?|benutzer|user|login)(?: von| für| des| der|:)* {who}{gap}(?:sperr|deaktivier|lösch|schließ|schliess|abschalt|gesperrt|stillleg|abdreh)`)},
	{step.Offboard, 4, say("sperren|deaktivieren|gesperrt|deaktiviert|stilllegen|abmelden|abdrehen|offboarden", `{who}{few} (?:komplett |bitte |überall )?(?:sperren|deaktivieren|gesperrt|deaktiviert|stilllegen|abmelden|offboarden)`)},
	{step.Offboard, 3, say("konto|account|zug|benutzer", `(?:konto|konten|account|accounts|zugang|zugänge|zugriffe?|benutzer)\b{gap}(?:sperr|gesperrt|deaktivier|schließ|schliess|zumach|dichtmach|abdreh|abschalt|stillleg|entzieh|entzogen| zu(?:[ .,!]|$))`)},
	{step.Offboard, 4, say("austritt|offboarding|austrittsmeldung|kündigung|gekündigt|letzte|arbeitsverhältnis|dienstverhältnis|verlässt|ausgetreten|ausgeschieden|scheidet", `austritt|kündigung|\bgekündigt|letzte[rn]? (?:arbeits|dienst)tag|(?:arbeits|dienst)verhältnis[^.;]{0,30}(?:end|beend|gelöst)|verlässt (?:uns|unser|die firma|das (?:haus|unternehmen))|scheidet [^.;]{0,60}aus(?:[ .,!]|$)`)},
	{step.Onboard, 5, say("unterstützt|bei uns|ab |fängt|beginnt|startet|anfangen|stößt|stösst|verstärkt|tritt|kommt|arbeitet|beginnen|starten|eingestellt|anfängt", `{who}{be} (?:fängt|beginnt|startet|stößt|stösst|verstärkt|tritt(?: \S+){0,5} ein|anfangen|anfängt|beginnen|starten|eingestellt|unterstützt uns|bei uns (?:anfangen|arbeiten)|ist ab {d}|wird ab {d}|kommt (?:{d}|ab|zum|zu uns|neu))`)},
	{step.Onboard, 5, say("fängt|beginnt|startet|begrüßen|begrüssen|verstärkt|kommt|bekommen", `(?:fängt|beginnt|startet|begrüßen|begrüssen|verstärkt|kommt){few}[^\p{L}]{who}(?:{gap} an(?:[ .,;!(]|$)|{gap}{d}|)`)},
	{step.Onboard, 5, say("neue|neuzugang|neuanstellung|eintritt|onboarding|einstellung|nachfolge|anlage", `(?:neuer? (?:mitarbeiter(?:in)?|kolleg(?:e|in)|benutzer(?:in)?|azubi|praktikant(?:in)?|werkstudent(?:in)?|auszubildender?|aushilfe|user)|neuen (?:mitarbeiter|kollegen|benutzer|account|user)|neuzugang|neueintritt|neueinstellung|neuanstellung|eintritt|onboarding)(?: von| für| ist| heißt| heisst| zum {d}| ab {d}| am {d}| per {d}| \([^)]*\)|:|,| -| –)* {who}`)},
	{step.Onboard, 4, say("anlegen|einrichten|erstellen|eröffnen|angelegt|eingerichtet|vorbereiten", `(?:konto|account|benutzer|zugang|login|postfach|user|arbeitsplatz)\b{gap} (?:für|von) {who}{gap}(?:anlegen|einrichten|erstellen|eröffnen|vorbereiten|angelegt|eingerichtet)`)},
	{step.Onboard, 4, say("anlegen|einrichten|angelegt|onboarden", `{who}{few} (?:neu )?(?:anlegen|einrichten|onboarden|angelegt|eingerichtet)(?:[ .,!]|$)`)},
	{step.Onboard, 3, say("neue|neuzugang|neueintritt|neuanstellung|onboarding|eintritt", `\bneue[rsn]? (?:mitarbeiter|kolleg|benutzer|azubi|praktikant|werkstudent|auszubildende|aushilfe|teammitglied)|neuzugang|neueintritt|neueinstellung|neuanstellung|\beintritts?(?:meldung|datum|formular)?\b|\bonboarding\b`)},
	{step.Offboard, 3, say("er |sie ", `(?:^|[^\p{L}])(?:er|sie) (?:verlässt uns|scheidet|hört{few} auf|geht {d})`)},
	{step.Onboard, 3, say("er |sie ", `(?:^|[^\p{L}])(?:er|sie) (?:beginnt|startet|fängt){few} ?{d}`)},
	{step.Onboard, 3, say("anlegen|einrichten|erstellen|bereitstellen|angelegt", `(?:konto|account|benutzer|zugang|login|user|arbeitsplatz)\b[^.;]{0,50}(?:anlegen|einrichten|erstellen|eröffnen|bereitstellen|angelegt|eingerichtet)`)},
	{step.Transfer, 6, say("wechsel|versetz|übernimmt|beförder|umzieh|zieht", `{who}{be} (?:wechselt|wechseln|versetzt|übernimmt{gap}(?:leitung|stelle|position|funktion|team|rolle)|befördert|rückt)`)},
	{step.Transfer, 6, say("wechselt|wird|übernimmt", `(?:^|[^\p{L}])(?:wechselt|übernimmt){few}[^\p{L}]{who}|wird{few}[^\p{L}]{who}{gap} (?:versetzt|befördert)`)},
	{step.Transfer, 6, say("wechsel|versetz|umsetzung|änderung|beförderung", `(?:abteilungs|stellen|funktions|positions|team|standort)wechsel|interner wechsel|versetzung|beförderung(?: von|:)|\bumsetzung von|(?:stellen|vertrags|funktions)änderung`)},
	{step.Transfer, 5, say("übernommen|festanstellung|unbefristet", `(?:wird|werden)[^.;]{0,60}(?:(?:fest|unbefristet) (?:übernommen|angestellt)|übernommen)|in (?:eine )?festanstellung`)},
	{step.None, 4, say("laptop|notebook|handy|gerät|monitor|tastatur|headset", `(?:laptop|notebook|handy|geräte?|monitor|tastatur|headset)[^.;]{0,60}(?:abholen|abgeholt|abgeben|abgegeben|zurückgeben|zurückgegeben|zurückbringen|liegt|herum|übrig|rückgabe|defekt|wohin)`)},
	{step.None, 9, say("elternzeit|mutterschutz|karenz|sabbatical|bildungsurlaub|mutterschaft", `elternzeit|mutterschutz|(?:eltern|väter|bildungs)karenz|\bin karenz|sabbatical|mutterschaftsurlaub`)},
	{step.None, 8, say("krank|urlaub|kur|reha", `krankgeschrieben|krankmeldung|krankenstand|langzeitkrank|\bist krank|(?:im|in(?: den)?|auf) urlaub|urlaubsvertretung|in reha\b`)},
	{step.None, 9, say("anmelden|fehler|funktioniert|geht nicht|einloggen|passwort|kaputt|druck|langsam|defekt", `(?:nicht|nicht mehr) (?:anmelden|einloggen|öffnen|drucken|zugreifen|rein)|fehlermeldung|funktioniert[^.;]{0,40}nicht|geht nicht(?: mehr)?(?:[.,!]|$)|passwort (?:vergessen|zurücksetzen|abgelaufen)|\bkaputt\b|\bdefekt\b`)},
	{step.None, 8, say("bereits|schon", `(?:bereits|schon)[^.;]{0,20} (?:gesperrt|deaktiviert|gelöscht|abgeschaltet)`)},
	{step.Transfer, 4, say("behält", `behält[^.;]{0,30} (?:adresse|konto|account|postfach)`)},
	{step.None, 6, say("nichts", `\bnichts (?:sperren|deaktivieren|löschen|abschalten|ändern|zu tun|weiter tun)`)},
	{step.None, 5, say("karte|badge|schlüssel|chip|parkplatz", `(?:tür|zutritts|zugangs|schlüssel|mitarbeiter|park)karte|\bbadge\b|transponder|zutrittschip`)},
	{step.None, 6, say("nicht mehr für|arbeite", `ich (?:bin|arbeite) (?:nicht mehr|derzeit nicht|zurzeit nicht|ab dem|bis zum)[^.;]{0,60}(?:erreichbar|tätig|im (?:haus|büro|unternehmen)|bei )`)},
	{step.None, 6, say("nachname|namensänderung|geheiratet", `namensänderung|neue[rn]? nachname|\bgeheiratet`)},
	{step.None, 5, say("feier|geschenk|ausstand|lädt|einladung", `abschiedsfeier|abschiedsgeschenk|\bausstand\b|weihnachtsfeier`)},
})

// germanForward and the lists below it say who gets what.
var (
	germanForward = of(german, anyOf{
		say("weiterleit|weitergeleitet|weiter an|umleit|umgeleitet", `(?:weiterleit\p{L}*|weitergeleitet|umleit\p{L}*|umgeleitet|weiter){gap} (?:an|zu|auf) {who}`),
		say("weiter|umleit|umgeleitet|geleitet", `(?:mails?|nachrichten|post|posteingang|eingehende\p{L}*|weiterleitung|postfach){gap} (?:an|zu|auf) {who}{few} (?:weiterleiten|weitergeleitet|umleiten|umgeleitet|weiter|schicken|gehen)`),
		say("an ", `(?:^|[^\p{L}])an {who}{few} (?:weiterleiten|weitergeleitet|umleiten|umgeleitet|weiterzuleiten)`),
		say("mail|post|nachrichten", `(?:neue|eingehende|weitere|künftige|ankommende|seine|ihre)n? (?:e-?)?mails?{gap} (?:an|zu) {who}`),
		say("weiterleitung", `weiterleitung(?: der mails?)?(?: an| auf|:)+ {who}`),
	})
	germanDelegates = of(german, anyOf{
		say("zugriff|vollzugriff|zugang", `(?:zugriff|vollzugriff|zugang|berechtigung)(?: auf (?:das|sein|ihr|dieses) \p{L}*postfach)?{few} (?:für|an|bekommt|bekommen|erhält|erhalten|haben soll|hat) {who}`),
		say("zugriff|vollzugriff|postfach|mailbox", `{who}{few} (?:(?:voll)?zugriff|zugang)(?:[ .,;]|$)`),
		say("postfach|mailbox|posteingang", `(?:postfach|mailbox|posteingang){gap} (?:an|für|zu) {who}`),
		say("postfach|mailbox", `(?:postfach|mailbox)(?: bitte)? (?:bekommt|erhält|übernimmt|geht an|kriegt) {who}`),
		say("postfach|mailbox", `{who} (?:bekommt|erhält|übernimmt|kriegt|braucht|soll){few} (?:postfach|mailbox|mails|e-mails)`),
	})
	germanFiles = of(german, anyOf{
		say("onedrive|dateien|daten|laufwerk|unterlagen", `(?:onedrive\p{L}*|one drive|dateien|daten|unterlagen|homelaufwerk)(?:-\p{L}+)?[^.;]{0,50}? (?:an|für|auf|zu|bekommt|erhält|übernimmt|kriegt|:) {who}`),
		say("onedrive|dateien|unterlagen", `{who} (?:bekommt|erhält|übernimmt|braucht|kriegt){few} (?:onedrive|dateien|daten|unterlagen)`),
	})
	germanMirror = of(german, anyOf{
		say("wie|analog|identisch|entsprechend|gleich", `(?:berechtigung\p{L}*|rechte\p{L}*|zugriffe\p{L}*|zugänge\p{L}*|gruppen|ordner|verteiler|laufwerke|lizenz\p{L}*|einrichten|alles|eingerichtet|genauso|gleich\p{L}*|dasselbe|konto|account|profil|freigaben){gap} (?:wie|analog zu|analog|identisch zu|entsprechend)(?: (?:bei|die|der|das|von|unser\p{L}*|kolleg\p{L}*))* {who}`),
		say("kopier|übernehm|spiegel|vorlage|muster", `(?:kopier\p{L}*|übernehm\p{L}*|spiegeln|vorlage|muster|kopie)(?:{few} (?:von|nach|wie|ist|:)| ist)? {who}`),
		say("kopieren|übernehmen|spiegeln", `(?:rechte|berechtigungen|gruppen|zugriffe)(?: bitte)?{few} von {who}{few} (?:kopieren|übernehmen|spiegeln)`),
		say("wie", `^(?:\S+ ){0,4}wie (?:bei )?{who}(?:[.,;! ]|$)`),
	})
	germanBoss = of(german, anyOf{
		say("vorgesetzt|chef|teamleit|abteilungsleit|berichtet|führungskraft|leiter|unterstellt|ansprechpartner", `(?:vorgesetzte[rn]?|chef(?:in)?|teamleit(?:er|ung|erin)|abteilungsleit(?:er|ung|erin)|führungskraft|bereichsleit(?:er|ung|erin)|berichtet (?:an|direkt an)|unterstellt)(?: ist| wird| bleibt| dann| künftig| neue[rn]?|:|,)* {who}`),
		say("vorgesetzt|chef|teamleiter|führungskraft", `{who} (?:ist|wird) (?:künftig |dann |ab {d} )?(?:sein|ihr|der|die)e?r? (?:neue[rn]? )?(?:vorgesetzte[rn]?|chef(?:in)?|führungskraft|teamleiter(?:in)?)`),
		say("unter", `(?:arbeitet|tätig|team|abteilung)[^.;]{0,40}? (?:unter|bei) {who}`),
	})
)

var germanLabels = map[key]string{
	ignored:        `personalnummer|personal nr|pers nr|mitarbeiternummer|kostenstelle|grund|austrittsgrund|kündigungsgrund|hardware|ausstattung|geräte bestellen|laptop|notebook|arbeitsmittel|schlüssel|zutrittskarte|türkarte|parkplatz|betreff|datum|freigabe|genehmigt|genehmigt durch|genehmigt von|personalabteilung|geburtsdatum|arbeitszeit|wochenstunden|resturlaub|urlaub|gehalt|tickets|ticket nr|vorgang|antragsnummer|durchwahl alt|anrede|titel|eilbedürftig|priorität|dringlichkeit|kündigung vom|kündigungsdatum`,
	aboutRequester: `antragsteller|antragstellerin|ansprechpartner|gemeldet von|erfasst von|ausgefüllt von|melder|melderin|besteller|auftraggeber|eingereicht von|ersteller|kontakt|rückfragen an|angefordert von`,
	notes:          `bemerkung|bemerkungen|anmerkung|anmerkungen|hinweis|hinweise|sonstiges|kommentar|notiz|weitere wünsche|zusatz|besonderheiten|weitere informationen`,
	fullName:       `name|mitarbeiter in|mitarbeitende r|mitarbeitende|mitarbeiter name|mitarbeitername|vor und nachname|vorname nachname|vorname name|name vorname|nachname vorname|vorname und name|name und vorname|vollständiger name|person|kollege|kollegin|betroffener mitarbeiter|betroffene person|ausscheidender mitarbeiter|ausscheidende mitarbeiterin|neuer benutzer|neue kollegin|neuer kollege|benutzer|praktikant|praktikantin|azubi|auszubildender|auszubildende|wer|name des neuen mitarbeiters|name mitarbeiter|name mitarbeiterin|name der mitarbeiterin|angestellter|angestellte`,
	preferredName:  `rufname|anzeigename`,
	givenName:      `vorname|vornamen`,
	surname:        `nachname|familienname|zuname`,
	login:          `benutzername|anmeldename|benutzerkennung|kennung|login|e mail|mailadresse|e mail adresse|emailadresse|mail|e mail dienstlich|dienstliche e mail|kürzel|benutzerkonto|konto|account|bestehendes konto|gewünschte e mail adresse|gewünschte adresse`,
	privateMail:    `private e mail|private mail|private e mail adresse|private mailadresse|persönliche e mail|e mail privat|mail privat`,
	dept:           `abteilung|neue abteilung|bereich|team|neues team|organisationseinheit|referat|fachbereich|sachgebiet|zielabteilung|künftige abteilung|abt`,
	jobTitle:       `position|funktion|stelle|stellenbezeichnung|tätigkeit|rolle|berufsbezeichnung|aufgabe|jobtitel|stellentitel|beruf|einsatz als|funktion titel`,
	newTitle:       `neue position|neue funktion|neue stelle|neue rolle|neue tätigkeit|künftige position|künftige funktion`,
	boss:           `vorgesetzte|vorgesetzter|vorgesetzte r|direkter vorgesetzter|direkte vorgesetzte|neue vorgesetzte|neuer vorgesetzter|neue r vorgesetzte r|führungskraft|neue führungskraft|chef|chefin|teamleiter|teamleiterin|teamleitung|ausbilder|ausbilderin|ausbilder in|abteilungsleiter|abteilungsleiterin|abteilungsleitung|berichtet an|bereichsleiter|fachvorgesetzter|linienvorgesetzter`,
	startDate:      `eintrittsdatum|eintritt|eintritt am|eintritt per|startdatum|start|beginn|arbeitsbeginn|dienstbeginn|dienstantritt|erster arbeitstag|erster tag|vertragsbeginn|beginnt am|stellenantritt|arbeitsantritt|anfangsdatum|einstellungsdatum|ab wann|beschäftigt ab|stellenantritt am`,
	lastDate:       `austrittsdatum|austritt|austritt am|austritt per|austritt zum|letzter arbeitstag|letzter tag|letzter anwesenheitstag|letzter tag im haus|ausscheiden am|ausscheidedatum|sperren am|sperrdatum|konto sperren am|deaktivierung am|kündigung zum|beendigung zum|letzter dienst|ende des arbeitsverhältnisses|dienstende|letzter dienst am|zugang sperren ab|sperrung ab`,
	endDate:        `vertragsende|befristet bis|befristung|befristung bis|ende|enddatum|bis|einsatz bis|einsatzende|vertrag bis|gültig bis|ende der befristung`,
	effective:      `gültig ab|wirksam ab|wirksam zum|ab|zum|per|stichtag|wechsel zum|wechsel am|wechseldatum|datum des wechsels|umsetzung zum|versetzung zum|mit wirkung zum|mit wirkung vom`,
	clockTime:      `uhrzeit|sperrzeit|um|zeitpunkt|uhrzeit der sperrung|uhrzeit sperrung`,
	licence:        `lizenz|lizenzen|m365 lizenz|office lizenz|microsoft lizenz|microsoft 365 lizenz|o365 lizenz|lizenztyp|benötigte lizenz|neue lizenz|lizenzpaket`,
	groupList:      `gruppen|gruppe|sicherheitsgruppen|verteiler|verteilerlisten|e mail verteiler|mailverteiler|gruppenmitgliedschaften|teams gruppen|mitglied in|neue gruppen|teams|teams kanäle|in gruppen aufnehmen|ad gruppen|aufnehmen in`,
	groupsAway:     `gruppen entfernen|aus gruppen entfernen|entfernen aus|aus verteilern entfernen|gruppen entziehen|bisherige gruppen|alte gruppen|aus gruppe|aus gruppen|entfällt aus|zu entfernende gruppen|entziehen|rechte entziehen|austragen aus`,
	sharedBoxes:    `freigegebene postfächer|freigegebenes postfach|gemeinsame postfächer|gemeinsames postfach|gemeins postfach|gemeinschaftspostfach|gemeinschaftspostfächer|gruppenpostfach|gruppenpostfächer|funktionspostfach|funktionspostfächer|sammelpostfach|sammelpostfächer|team postfächer|weitere postfächer|zugriff auf postfächer|shared mailboxen|postfächer`,
	mirror:         `berechtigungen wie|berechtigung wie|rechte wie|wie|zugriffe wie|gleiche rechte wie|gleiche berechtigungen wie|referenzbenutzer|referenzuser|vergleichsbenutzer|vorlage|vorlagebenutzer|kopie von|musterbenutzer|muster|analog|analog zu|rechte kopieren von|berechtigungen kopieren von|berechtigungen analog|einrichten wie|rechte von`,
	phone:          `telefon|telefonnummer|mobil|mobilnummer|handy|handynummer|durchwahl|mobiltelefon|diensthandy|tel`,
	place:          `standort|arbeitsort|büro|niederlassung|einsatzort|filiale|dienstort|neuer standort|raum|betriebsstätte|dienststelle`,
	forward:        `weiterleitung|weiterleitung an|weiterleiten an|e mail weiterleitung|e mails weiterleiten an|mails weiterleiten an|mails an|neue mails an|eingehende mails an|umleitung|mailweiterleitung|e mails an|mail weiterleitung an|umleitung an`,
	delegate:       `postfachzugriff|zugriff auf postfach|zugriff auf das postfach|zugriff postfach|vollzugriff|vollzugriff für|zugriff für|zugriff|postfach an|postfach geht an|postfach für|postfach übergeben an|wer bekommt das postfach|wer erhält das postfach|postfach übernimmt|mailbox an`,
	autoReply:      `abwesenheitsnotiz|abwesenheitsmeldung|abwesenheitstext|automatische antwort|abwesenheitsassistent|text abwesenheitsnotiz|autoantwort|ooo|auto antwort|abwesenheitsagent`,
	convert:        `postfach|mailbox|in freigegebenes postfach umwandeln|postfach umwandeln|umwandlung|exchange postfach|outlook`,
	files:          `onedrive|onedrive an|dateien|daten an|dateien an|daten|onedrive daten an|onedrive daten|persönliche dateien|homelaufwerk|daten übergeben an`,
	wipe:           `geräte|gerät|geräte löschen|notebook löschen|gerät zurücksetzen|geräte zurücksetzen|laptop zurücksetzen|handy löschen|smartphone|endgeräte|mobilgerät|mobilgeräte|firmenhandy`,
	kindOfEmployee: `vertragsart|beschäftigungsart|anstellung|anstellungsart|art der beschäftigung|mitarbeiterart|beschäftigungsverhältnis|art des vertrags`,
	company:        `firma|gesellschaft|mandant|arbeitgeber|agentur|verleihfirma|dienstleister`,
	before:         `bisherige abteilung|alte abteilung|bisherige position|bisherige funktion|bisheriger vorgesetzter|bisherige vorgesetzte|alter vorgesetzter|bisheriger standort|alter standort|bisher|von abteilung|nachfolger von|nachfolge von|ersatz für|vertretung für|vertretung von`,
	leaveForm:      `art der abwesenheit|abwesend von|abwesend bis|rückkehr am|voraussichtliche rückkehr|elternzeit bis|elternzeit von`,
	otherThing:     `kartennummer|seriennummer|inventarnummer|schlüsselnummer|rückgabe von|chipnummer`,
	kindOfRequest:  `art|art der anfrage|art des antrags|antragsart|vorgangsart|anlass|art der meldung|meldung|anliegen|art der änderung|maßnahme|aktion|mutation|mutationsart|ereignis`,
}

var germanParts = []partLabel{
	{clockTime, "sperr* um"}, {clockTime, "uhrzeit"},
	{wipe, "*löschen gerät*"}, {wipe, "gerät* zurück*"}, {wipe, "laptop zurück*"}, {wipe, "handy löschen"},
	{before, "bisherige*"}, {before, "alte*"}, {aboutRequester, "antragsteller*"}, {ignored, "vorgesetzt* mail"},
	{privateMail, "privat* mail*"}, {lastDate, "letzt* *tag"}, {lastDate, "austritt*"}, {lastDate, "sperr* am"}, {startDate, "erste* *tag"}, {startDate, "eintritt*"},
	{endDate, "befrist*"}, {endDate, "vertragsende*"}, {autoReply, "abwesenheit*"}, {autoReply, "automatische* antwort*"},
	{forward, "*weiterleit*"}, {forward, "weiterleit*"}, {delegate, "zugriff *postfach*"}, {delegate, "postfach *zugriff*"}, {delegate, "postfach an"}, {convert, "postfach *wand*"},
	{sharedBoxes, "*postfächer"}, {sharedBoxes, "freigegeben* *postfa*"}, {sharedBoxes, "gemeinsam* *postfa*"}, {groupsAway, "gruppen entf*"}, {groupsAway, "gruppen entz*"}, {groupsAway, "raus aus"},
	{mirror, "*rechte* wie"}, {mirror, "*rechtigung* wie"}, {mirror, "*rechte* von"}, {mirror, "*rechtigung* von"}, {mirror, "referenz*"}, {mirror, "vergleichs*"},
	{licence, "*lizenz*"}, {groupList, "*gruppen"}, {groupList, "*verteiler*"}, {boss, "vorgesetzt*"}, {boss, "führungskraft"}, {boss, "teamleit*"},
	{dept, "abteilung"}, {place, "standort"}, {place, "arbeitsort"}, {jobTitle, "stellenbezeichnung"}, {jobTitle, "funktion"}, {login, "benutzername"}, {notes, "bemerkung*"}, {fullName, "name mitarbeit*"},
}
