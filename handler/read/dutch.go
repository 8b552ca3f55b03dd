package read

import "usher/steps/step"

// dutchSigns are phrases of Dutch tickets.
var dutchSigns = signsIn(dutch, []sign{
	{step.Offboard, 5, say("uit dienst|verlaat|vertrek|stopt|weg|ontslag|pensioen|neemt afscheid|werkt niet meer|laatste", `{who}{be} (?:(?:gaat|gaan|treedt){few} uit dienst|per {d} uit dienst|verlaat|verlaten|vertrekt|vertrekken|stopt(?: er| ermee| bij| per| op| {d}|[ .,])|ontslag|gaat{few} weg(?:[ .,]|$)|(?:gaat )?(?:met|op) pensioen|neemt afscheid|(?:zijn|haar) laatste (?:werk)?dag)`)},
	{step.Offboard, 5, say("uit dienst|uitdienst|vertrek|laatste|offboarding|ontslag|verlaat|afmelding", `(?:uitdiensttreding|uitdienst(?:melding)?|uit dienst(?: melding| treding)?|vertrek|laatste (?:werk)?dag|offboarding|ontslag|afmelding|account (?:afsluiten|blokkeren|sluiten))(?: medewerker| collega| per {d}| op {d}| {d}| van| voor| is|:|,| -| –)* {who}|verlaat {who} ons`)},
	{step.Offboard, 4, say("account|toegang|login|gebruiker", `(?:accounts?|toegang(?:en)?|login|gebruiker)(?: van| voor|:)* {who}{gap}(?:blokker|sluit|afsluit|dicht|deactiver|uitschakel|stopzet|intrek|uitzet|verwijder|uit(?:[ .,]|$))`)},
	{step.Offboard, 4, say("blokker|sluit|deactiver|uitschakel|uitzetten|verwijder", `(?:blokker\p{L}*|sluit|afsluiten|deactiver\p{L}*|schakel)(?: (?:graag|aub|het|de|account|accounts|toegang|van))* {who}`)},
	{step.Offboard, 3, say("account|toegang|sessies", `(?:accounts?|toegang(?:en)?|inlog)\b{gap}(?:blokker|geblokkeerd|sluiten|afsluiten|afgesloten|dicht|gesloten|deactiver|uitschakel|uitgeschakeld|stopzet|intrek|ingetrokken|uitgezet|uitzetten)|blokkeer[^.;]{0,30}account`)},
	{step.Offboard, 4, say("uit dienst|uitdienst|laatste werkdag|ontslag|vertrekt", `\b(?:gaat|treedt|gaan)\b[^.;]{0,40} uit dienst|\buit dienst (?:per|op|melden|bij)|uitdienst|laatste werkdag|ontslag genomen|(?:verlaat|verlaten) (?:ons|de organisatie|het bedrijf|de firma)|\bvertrekt (?:bij|per|op|{d})`)},
	{step.Onboard, 5, say("werken|vervangen|is er|begint|start|komt|begonnen|treedt|aan de slag|in dienst|versterk|beginnen", `{who}{be} (?:begint|beginnen|start|komt (?:per|op|vanaf|bij|ons|{d}|in|werken|het team)|komt|treedt|gaat (?:per|op|vanaf|{d})?{few} ?aan de slag|in dienst|versterkt|starten|gaat{few} werken|komt{few} vervangen|is er vanaf)(?:[ .,;]|$)`)},
	{step.Onboard, 5, say("begint|start|verwelkom|nieuwe|indienst|in dienst|komt|onboarding", `(?:begint|start|verwelkomen|komt)(?: (?:op|per|vanaf|om|bij|ons|er|{d}))*{few} {who}|(?:nieuwe? (?:medewerk(?:er|ster)|collega|stagiaire?|gebruiker|uitzendkracht|kracht|freelancer|zzp'er|account|werknemer)|indiensttreding|indienst(?:melding)?|in dienst|onboarding)(?: per {d}| op {d}| vanaf {d}| {d}| is| heet| voor| van| \([^)]*\)|:|,| -| –)* {who}`)},
	{step.Onboard, 4, say("aanmaken|klaarzetten|maken|aanmaken|aangemaakt|regelen", `(?:account|mailbox|gebruiker|toegang|werkplek|login)\b{gap} (?:voor|van) {who}|{who}{few} (?:aanmaken|klaarzetten|onboarden)`)},
	{step.Onboard, 3, say("nieuwe|indienst|in dienst|onboarding", `\bnieuwe? (?:medewerk|collega|stagiair|uitzendkracht|kracht|freelancer|werknemer|zzp)|\bindienst|in dienst (?:treden|getreden|per|vanaf)|\bonboarding\b`)},
	{step.Offboard, 3, say("ze |zij |hij ", `(?:^|[^\p{L}])(?:ze|zij|hij) (?:gaat|stopt|vertrekt){few} (?:weg|uit dienst|{d})`)},
	{step.Onboard, 3, say("ze |zij |hij ", `(?:^|[^\p{L}])(?:ze|zij|hij) (?:begint|start|komt){few} ?{d}`)},
	{step.Onboard, 3, say("account|mailbox|login", `(?:account|mailbox|login|gebruiker)\b{gap}(?:aanmaken|klaarzetten|maken|aangemaakt|regelen|inrichten)|(?:maak|zet|regel)[^.;]{0,30}(?:account|mailbox)[^.;]{0,30}(?:aan|klaar)`)},
	{step.Transfer, 6, say("gaat|wisselt|stapt|overgeplaatst|wordt|verhuist|maakt de overstap|promo|switcht", `{who}{be} (?:wisselt|stapt (?:over|per)|overgeplaatst|overgeheveld|verhuist (?:naar|van)|maakt de overstap|gepromoveerd|switcht|gaat(?: per {d}| vanaf {d}| {d}| op {d})?(?: over)?(?: van [^.;]{3,60})? naar|krijgt een (?:nieuwe|andere) functie|verandert van)`)},
	{step.Transfer, 6, say("functiewijziging|overplaatsing|wijziging|overstap|doorstroom|functiewissel|verhuizing|promotie", `functiewijziging|functiewissel|overplaatsing|wijziging (?:van )?(?:functie|afdeling|dienstverband)|afdelingswissel|doorstroming|interne (?:overstap|verhuizing|mutatie|doorstroom)|\bpromotie van`)},
	{step.Transfer, 5, say("vast", `(?:krijgt|wordt)[^.;]{0,30} (?:vaste? (?:contract|dienst|aanstelling|in dienst)|vast in dienst)|in vaste dienst`)},
	{step.None, 4, say("laptop|telefoon|scherm|monitor|toestel|headset|apparatuur", `(?:laptop|telefoon|scherm|monitor|toestel|headset|apparatuur)[^.;]{0,60}(?:inlever\p{L}*|ingelever\p{L}*|lever\p{L}*{few} in|ophalen|opgehaald|teruggeb\p{L}+|terugbreng\p{L}*|terug|ligt|liggen|over|kapot|hergebruik\p{L}*)`)},
	{step.None, 9, say("verlof", `(?:zwangerschaps|ouderschaps|geboorte|bevallings|zorg|ziekte)verlof|onbetaald verlof`)},
	{step.None, 8, say("ziek|vakantie|verlof|afwezig", `ziek gemeld|ziekgemeld|\bis (?:langdurig )?ziek\b|ziekmelding|ziekenhuis|(?:op|met) (?:vakantie|verlof)\b`)},
	{step.None, 8, say("inloggen|foutmelding|werkt niet|wachtwoord|kapot|kan niet|traag", `(?:niet|niet meer) (?:inloggen|openen|printen|aanmelden)|foutmelding|(?:printer|laptop|outlook|teams|scherm|vpn)[^.;]{0,20} werkt niet|wachtwoord (?:vergeten|resetten|verlopen)|\bkapot\b`)},
	{step.None, 8, say("al |reeds", `(?:al|reeds)(?: toen)? (?:dichtgezet|geblokkeerd|afgesloten|gedaan|uitgeschakeld|verwijderd|gedeactiveerd)`)},
	{step.Transfer, 4, say("behoudt|houdt", `(?:behoudt|houdt)[^.;]{0,20} (?:adres|account|mailadres|mailbox)`)},
	{step.None, 6, say("niets|niks", `(?:niets|niks) (?:te )?(?:blokkeren|sluiten|afsluiten|veranderen|wijzigen|doen|verwijderen|aanpassen)|hoeft niets`)},
	{step.None, 5, say("pas|sleutel|badge|druppel|tag", `(?:toegangs|deur|parkeer)(?:pas|kaart)|\bbadge\b|toegangstag`)},
	{step.None, 9, say("ik werk|ik ben|ik heb", `ik (?:werk niet (?:meer|langer)|ben (?:niet|met|op|afwezig|momenteel|tot)|heb vakantie)[^.;]{0,60}(?:werkzaam|kantoor|vakantie|verlof|bereikbaar|afwezig| bij )`)},
	{step.None, 6, say("achternaam|naamswijziging|getrouwd", `naamswijziging|nieuwe achternaam|\bgetrouwd\b`)},
	{step.None, 5, say("borrel|cadeau|afscheid", `afscheids(?:borrel|feest|cadeau|receptie|lunch)`)},
})

var (
	dutchForward = of(dutch, anyOf{
		say("doorstur|doorgestuurd|doorzet|omleid|doorsturen|door naar|door te", `(?:doorstur\p{L}*|doorgestuurd|doorzetten|omleiden|doorgezet|stuur{few} door|door){gap} (?:naar|aan) {who}`),
		say("door", `(?:naar|aan) {who}{few} (?:doorsturen|doorgestuurd|doorzetten|omleiden|doorgezet|door(?:[ .,;]|$))`),
		say("mail|berichten|post", `(?:nieuwe|binnenkomende|zijn|haar|inkomende) (?:e-?)?(?:mails?|berichten|post){gap} (?:naar|aan) {who}`),
	})
	dutchDelegates = of(dutch, anyOf{
		say("toegang|rechten", `(?:toegang|leesrechten|rechten)(?: tot (?:de|haar|zijn) (?:mailbox|postvak|mail))?[^.;]{0,30}? (?:voor|aan|krijgt|krijgen) {who}`),
		say("mailbox|postvak|postbus", `(?:mailbox|postvak|postbus)[^.;]{0,50}? (?:voor|aan|naar) {who}`),
		say("toegang|mailbox|postvak", `{who} (?:krijgt|krijgen|moet|moeten|mag|mogen|wil|neemt|beheert|heeft){few} (?:toegang|mailbox|postvak|mails)`),
		say("geef|geven|verlenen", `geef {who}{few} toegang|{who}{few} toegang (?:geven|verlenen|te geven)`),
	})
	dutchFiles = of(dutch, anyOf{
		say("onedrive|bestanden|documenten|gegevens", `(?:onedrive|bestanden|documenten|gegevens)[^.;]{0,60}? (?:aan|naar|voor|:) {who}`),
		say("onedrive|bestanden|documenten", `{who} (?:krijgt|neemt|moet|heeft){few} (?:onedrive|bestanden|documenten)`),
	})
	dutchMirror = of(dutch, anyOf{
		say("zelfde|zoals|gelijk|net als|net zoals|identiek", `(?:zelfde|gelijke?|identieke?){gap}(?:als|aan die van|aan|van) (?:die van |bij )?{who}`),
		say("zoals|net als", `(?:rechten|toegang\p{L}*|groepen|autorisaties|mappen|account|alles|profiel|instellen|inrichten|ingericht){gap}(?:zoals|net als|net zoals|conform)(?: die van| bij)? {who}`),
		say("kopie|kopieer|kopiër|overnemen|spiegel|voorbeeld", `(?:kopi\p{L}+|overnemen|neem|spiegel\p{L}*|voorbeeld)(?: (?:de|het|alle|van|rechten|toegang|groepen|autorisaties|is|account|profiel|over|maar|naar))*:? {who}`),
		say("waar", `(?:alles|alle \p{L}+) waar {who} ook`),
	})
	dutchBoss = of(dutch, anyOf{
		say("leidinggevende|manager|teamleider|teamlead|rapporteert|chef|afdelingshoofd|valt onder|baas", `(?:leidinggevende|manager|teamleider|teamlead|rapporteert aan|chef|afdelingshoofd|valt onder|onder leiding van|baas)(?: is| wordt| blijft| vanaf dan|:|,)* {who}`),
		say("leidinggevende|manager|teamleider", `{who} (?:is|wordt) (?:zijn|haar|de|hun) (?:nieuwe )?(?:leidinggevende|manager|teamleider|chef)`),
	})
)

var dutchLabels = map[key]string{
	ignored:        `personeelsnummer|medewerkernummer|reden|reden vertrek|reden uitdiensttreding|hardware|laptop nieuw|apparatuur|sleutels|sleutel|toegangspas|pas|parkeerplaats|kostenplaats|uren|aantal uren|contracturen|akkoord|goedgekeurd door|geboortedatum|betreft|onderwerp|prioriteit|urgentie|meldingsnummer|formulier`,
	aboutRequester: `aanvrager|aangevraagd door|ingevuld door|ingediend door|melder|contactpersoon|contactpersoon hr|gemeld door|opdrachtgever|aangemaakt door`,
	notes:          `opmerking|opmerkingen|toelichting|bijzonderheden|overig|overige|overige wensen|overige opmerkingen|aanvullende informatie|extra informatie|wensen`,
	fullName:       `naam|volledige naam|naam medewerker|naam van de medewerker|medewerker|medewerkster|medewerk er|werknemer|voor en achternaam|voornaam en achternaam|naam collega|collega|nieuwe medewerker|nieuwe collega|naam nieuwe medewerker|vertrekkende medewerker|persoon|gebruiker|naam gebruiker|stagiair|stagiaire|uitzendkracht|freelancer|zzp'er|wie|naam werknemer`,
	preferredName:  `roepnaam|weergavenaam`,
	givenName:      `voornaam|voornamen`,
	surname:        `achternaam|familienaam`,
	login:          `gebruikersnaam|inlognaam|login|account|huidig account|e mail|e mailadres|emailadres|mailadres|zakelijk e mailadres|zakelijke e mail|e mail zakelijk|werkmail|gebruikersaccount|te blokkeren account|gewenst e mailadres|gewenst mailadres`,
	privateMail:    `privé e mail|privé e mailadres|privé mail|privémail|privé mailadres|persoonlijk e mailadres|e mail privé|privé emailadres|persoonlijke e mail`,
	dept:           `afdeling|nieuwe afdeling|team|nieuw team|dienst|directie|organisatieonderdeel|sector|unit|naar afdeling`,
	jobTitle:       `functie|functietitel|functienaam|rol|functieomschrijving|wordt|taak`,
	newTitle:       `nieuwe functie|nieuwe rol|functie nieuw`,
	boss:           `leidinggevende|nieuwe leidinggevende|direct leidinggevende|directe leidinggevende|teamleider|manager|rapporteert aan|verantwoordelijke|afdelingshoofd|chef|valt onder|teamlead|diensthoofd`,
	startDate:      `startdatum|datum in dienst|in dienst|in dienst per|indiensttreding|datum indiensttreding|begindatum|begint op|eerste werkdag|start|aanvangsdatum|vanaf|eerste dag|datum indienst|start op|aanvang`,
	lastDate:       `datum uit dienst|uit dienst|uit dienst per|uit dienst op|uitdiensttreding|datum uitdiensttreding|laatste werkdag|laatste dag|datum vertrek|vertrekdatum|account blokkeren per|blokkeren per|account blokkeren op|uitdienst|datum uitdienst|laatste werkdag op`,
	endDate:        `einddatum|einddatum contract|contract tot|tot|t m|tot en met|einde contract|contract eindigt|einde`,
	effective:      `ingangsdatum|per|per datum|datum ingang|met ingang van|wijziging per|datum wijziging|ingang|m i v|effectief per|datum`,
	clockTime:      `tijd|tijdstip|om hoe laat|tijdstip blokkeren|uur|blokkeren om`,
	licence:        `licentie|licenties|m365 licentie|office licentie|microsoft licentie|microsoft 365 licentie|type licentie|soort licentie|nieuwe licentie|benodigde licentie`,
	groupList:      `groepen|groep|distributielijsten|distributielijst|maillijsten|maillijst|verzendlijsten|teams groepen|teams kanalen|teams|in groep|in groepen|toevoegen aan|lid van|beveiligingsgroepen|nieuwe groepen|groepen toevoegen|lidmaatschappen`,
	groupsAway:     `uit groep|uit groepen|verwijderen uit|groepen verwijderen|verwijderen uit groepen|oude groepen|vervallen groepen|te verwijderen groepen|rechten intrekken|vervalt|uit lijsten|uit maillijsten`,
	sharedBoxes:    `gedeelde mailbox|gedeelde mailboxen|gedeelde postvakken|gedeelde postbussen|gedeeld postvak|toegang tot mailboxen|groepsmailbox|teammailbox|functionele mailbox|mailboxen|gedeelde postbus|toegang mailboxen`,
	mirror:         `zelfde rechten als|rechten als|rechten zoals|zelfde toegang als|kopie van|kopiëren van|rechten kopiëren van|voorbeeldgebruiker|referentiegebruiker|zelfde als|zoals|gelijk aan|autorisaties als|profiel van|rechten van|autorisaties kopiëren van|dezelfde rechten als|dezelfde autorisaties als|toegang zoals`,
	phone:          `telefoon|telefoonnummer|mobiel|mobiele telefoon|mobiel nummer|gsm|toestel|tel|doorkiesnummer|gsm nummer`,
	place:          `locatie|standplaats|vestiging|kantoor|nieuwe locatie|werkplek|gebouw|plaats|filiaal`,
	forward:        `doorsturen|doorsturen naar|doorsturen aan|mail doorsturen naar|mails doorsturen naar|e mail doorsturen naar|e mails doorsturen naar|nieuwe mail naar|nieuwe mails naar|doorstuuradres|mail naar|omleiden naar|mail doorsturen|binnenkomende mail naar|e mail doorsturen`,
	delegate:       `toegang mailbox|toegang tot mailbox|toegang tot de mailbox|toegang tot mailbox voor|toegang tot postvak|volledige toegang|volledige toegang voor|mailbox naar|mailbox aan|wie krijgt de mailbox|wie krijgt toegang|mailbox toegang voor|overdragen aan|toegang mailbox voor|mailbox overdragen aan`,
	autoReply:      `afwezigheidsbericht|automatisch antwoord|automatische antwoord|out of office tekst|afwezigheidsassistent|automatische beantwoording|tekst afwezigheidsbericht|afwezigheidsmelding|afwezigheidstekst|automatische reactie`,
	convert:        `mailbox|postvak|postbus|omzetten naar gedeelde mailbox|mailbox omzetten|gedeelde mailbox maken|wat te doen met mailbox`,
	files:          `onedrive|onedrive naar|onedrive aan|bestanden|bestanden naar|documenten|bestanden aan|bestanden overdragen aan|onedrive bestanden naar|gegevens|data naar|onedrive overdragen aan`,
	wipe:           `apparaten|apparaat|laptop wissen|telefoon wissen|apparaten wissen|wissen|laptop terugzetten|mobiel wissen|device wissen`,
	kindOfEmployee: `dienstverband|soort contract|contractvorm|type contract|soort dienstverband|contract|type medewerker`,
	company:        `bedrijf|organisatie|werkgever|uitzendbureau|bureau|leverancier`,
	before:         `oude afdeling|oude functie|huidige afdeling|huidige functie|vorige functie|vorige afdeling|van afdeling|oude leidinggevende|huidige leidinggevende|oude locatie|huidige locatie|vervangt|vervanging van|opvolger van|vorige leidinggevende|stagebegeleider`,
	leaveForm:      `soort verlof|verlof van|verlof tot|verwachte terugkeer|datum terugkeer`,
	otherThing:     `pasnummer|serienummer|badgenummer|inventarisnummer`,
	kindOfRequest:  `soort aanvraag|type aanvraag|soort melding|soort mutatie|aanvraag|type melding|mutatie|soort wijziging|actie|soort|gebeurtenis`,
}

var dutchParts = []partLabel{
	{clockTime, "account blokkeren"}, {clockTime, "blokkeren om"},
	{before, "oude"}, {before, "huidige"}, {before, "vorige"}, {aboutRequester, "aanvrager*"}, {aboutRequester, "ingevuld door"}, {ignored, "mail leidinggevende"},
	{privateMail, "privé* *mail*"}, {autoReply, "afwezig*"}, {autoReply, "automatisch* antwoord"}, {wipe, "wissen"}, {lastDate, "laatste *dag"}, {lastDate, "uit dienst"}, {lastDate, "datum vertrek"}, {lastDate, "blokkeren per"},
	{startDate, "in dienst"}, {startDate, "eerste *dag"}, {startDate, "startdatum"}, {endDate, "einddatum"}, {endDate, "einde contract"}, {sharedBoxes, "gedeelde mailbox*"}, {sharedBoxes, "gedeelde post*"}, {convert, "omzetten gedeelde"},
	{forward, "doorstur*"}, {delegate, "toegang mailbox"}, {delegate, "toegang postvak"}, {delegate, "mailbox aan"}, {delegate, "krijgt mailbox"}, {files, "bestanden"}, {files, "onedrive naar"},
	{groupsAway, "verwijderen groep*"}, {groupsAway, "verwijderen uit"}, {groupsAway, "uit groep*"}, {mirror, "zelfde als"}, {mirror, "rechten als"}, {mirror, "rechten van"}, {mirror, "kopie van"}, {licence, "*licentie*"}, {groupList, "groep*"}, {groupList, "*lijst*"},
	{boss, "leidinggevende"}, {newTitle, "nieuwe functie"}, {dept, "afdeling"}, {jobTitle, "functie"}, {place, "standplaats"}, {place, "vestiging"}, {clockTime, "tijdstip"}, {notes, "opmerking*"}, {notes, "toelichting"}, {fullName, "naam medewerker"}, {login, "gebruikersnaam"},
}
