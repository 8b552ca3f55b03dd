package read

import "strings"

// key is what a label asks for.
type key int

// The keys of forms.
const (
	unknown key = iota
	ignored     // known, and of no use here
	aboutRequester
	notes
	fullName
	legalName
	preferredName
	givenName
	surname
	login
	privateMail
	dept
	jobTitle
	newTitle
	boss
	startDate
	lastDate
	endDate
	effective
	clockTime
	licence
	groupList
	groupsAway
	sharedBoxes
	mirror
	phone
	place
	forward
	delegate
	autoReply
	convert
	files
	wipe
	hold
	kindOfEmployee
	company
	kindOfRequest
	revision    // a form that tells of a change to an earlier request
	leaveForm   // only forms for an absence ask for it
	otherThing  // only forms for equipment and doors ask for it
	otherSystem // which system the request is about
	before      // what was so until now
)

// exactLabels holds labels that are synonyms as a whole.
var exactLabels = labelsOf(map[key]string{
	ignored: `opened by|caller|opened|requested for|short description|assigned to|assignment group|employee number|payroll number|emp no|eligible for rehire|smartcard|handover|exit type|priority|po|file no|co code|company code|h drive|current line manager of the requester|source|form|submitted|country|requested by|approved by|date requested|requested on|request date|submitted by|submitted on|created by|ticket|ticket id|request id|
		cc|to|sent|date|
		source sheet|email address format|name of requester|requester|requestor|requester name|requestor name|hr contact|
		hardware requests|equipment|laptop|computer|phone extension needed|subject|business process|status|worker type|employee id|eid|emp no|emp code|pcn|cost center|
		desk phone|call forwarding|reason|departure reason|reason for leaving|security clearance|adresse`,
	notes: `other information|further information|it changes|reason for leaving written by employee|further instructions|details|anything else we should know|notes|comments|additional notes|additional comments|additional information|other|remarks|comment|special instructions|bemerkungen|remarques|opmerkingen|observaciones|anything else`,
	fullName: `last name first name|last first|last first mi|last first m|last name first name mi|surname first name|surname given name|surname first|first name last name|name last first|first last|who is joining|who is leaving|who is starting|name of the person leaving|person leaving|person joining|user to disable|account holder|full name of leaver|full name of starter|full name of new starter|name|full name|employee|employee name|employees name|employee's name|employee's full name|employee full name|new hire|new hire name|new hire's name|new employee|new employee name|new starter|new starter name|
		starter name|starter|new user|new user name|name of user|name of employee|name of new employee|name of starter|name of leaver|leaver|leaver name|leaver's name|user|user name|user's name|users name|user's full name|
		emp name|staff name|staff member|name of staff member|person|candidate|candidate name|joiner|new joiner|colleague|contractor|contractor name|intern|who|first name and surname|first and last name|
		create user|add user|new user account|set up user|setup user|create account|create account for|disable user|disable account|terminate user|remove user|offboard user|deactivate user|delete user|departing employee|departing user|terminated employee|termination|term|offboard|offboarding|onboard|onboarding|hire|transfer|new team member|team member|display name|
		nom du collaborateur|nom complet|nom et prénom|collaborateur|salarié|mitarbeiter|mitarbeiterin|name des mitarbeiters|neuer mitarbeiter|neue mitarbeiterin|medewerker|naam|naam medewerker|volledige naam|nombre completo|empleado|nombre del empleado|氏名|お名前|名前`,
	legalName:     `legal name|full legal name|legal full name`,
	preferredName: `what should people call them|preferred first name|call them|preferred|preferred name|goes by|known as|nickname|preferred first name`,
	givenName:     `first|first name|firstname|given name|given names|forename|vorname|prénom|nombre|nombres|voornaam|christian name`,
	surname:       `last|last name|lastname|surname|family name|nachname|nom|nom de famille|apellido|apellidos|achternaam|familienname`,
	login:         `mail id|mailid|email id|email|e mail|user email|employee email|email address|user's email|work email|company email|upn|username|login|user id|network id|account|account name|ad account|login name|sam account name|user principal name|new email|email of employee|email of user|leaver email|boite email|boîte email|adresse email|adresse e mail|e mail adresse|mailadres|emailadres|correo|correo electrónico|メールアドレス|primary email`,
	privateMail:   `personal email|personal e mail|personal email address|private email|private e mail|home email|alternate email|alternative email|email at her company|email at his company|email at their company|persönliche e mail|email personnel|correo personal|privé e mail`,
	dept:          `home dept|cost centre name|directorate|department|dept|division|discipline|workgroup|team|home department|new department|new division|new team|supervisory organization|business unit|abteilung|neue abteilung|afdeling|nieuwe afdeling|service|département|departamento|部署`,
	jobTitle:      `title|job title|role|position|business title|designation|job role title|job role|job|job position|function|rolle|rolle position|stelle|funktion|fonction|poste|intitulé du poste|functie|functietitel|cargo|puesto|職種|役職`,
	newTitle:      `new title|new job title|new role|new position|neue position|neue rolle|nouvelle fonction|nieuwe functie|nuevo cargo|nuevo puesto`,
	boss:          `manager|mgr|manager name|manager's name|managers name|line manager|reports to|reporting to|report to|supervisor|supervisor name|hiring manager|name of hiring manager|new manager|new supervisor|new line manager|boss|sponsor|direct manager|manager supervisor|vorgesetzter|vorgesetzte|vorgesetzte r|neuer vorgesetzter|responsable|manager direct|responsable hiérarchique|leidinggevende|nieuwe leidinggevende|jefe|jefe directo|supervisor directo|上司`,
	startDate:     `day 1|start on|date of start|date needed|employment start|starts work on|start|start date|starts|starting|starts on|starting date|first day|hire date|date of hire|date of joining|joining date|join date|joins|joins on|date starting|day one|begin date|commencement date|eintrittsdatum|eintritt|startdatum|beginn|date d'arrivée|date d'entrée|date de début|indiensttreding|datum in dienst|fecha de ingreso|fecha de inicio|fecha de alta|入社日`,
	lastDate: `leaves on|leaves|left on|left|date left|last day in office|last day in the office|last day worked|separation effective|contract terminated|last day|last working day|last day of work|last day of employment|last date|leaving date|date leaving|date of leaving|leave date|termination date|termination date and time|term date|exit date|date of separation|separation date|departure date|date of departure|offboard date|offboarding date|end of employment|employment end date|
		final day|disable date|deactivation date|date to disable|date of termination|date de désactivation des accès|date de départ|date de sortie|dernier jour|austrittsdatum|letzter arbeitstag|letzter tag|austritt|datum uit dienst|uitdiensttreding|laatste werkdag|uit dienst|último día|fecha de baja|fecha de salida|退職日|最終出社日`,
	endDate:        `end|end date|ends|contract end|contract end date|end of contract|expected leave date|expiry date|expiration date|expires|account expiry|until|till|vertragsende|date de fin|fin de contrat|einddatum|fecha de fin|befristet bis`,
	effective:      `when|date and time|effective|effective date|effective from|date effective|change date|transfer date|move date|date|with effect from|wirksam ab|gültig ab|per|ingangsdatum|date d'effet|à compter du|fecha efectiva|fecha`,
	clockTime:      `time access should end|access ends at|access off at|time pacific|cut off|local time|time|termination time|time of termination|disable time|cut off time|cutoff time|heure|uhrzeit|tijd|hora`,
	licence:        `plan|365|m365 plan|microsoft plan|office plan|m365|microsoft 365|license|licence|licenses|licences|lic|license type|licence type|license needed|licence required|license required|m365 license|m365 licence|office license|office 365 license|microsoft license|microsoft 365 license|lizenz|lizenzen|licencia|licentie|licenties`,
	groupList:      `lists|email lists|e mail lists|mail lists|email list|add to|join groups|new groups|groups|group|group membership|group memberships|security groups|email groups|email group|distribution groups|distribution group|distribution lists|distribution list|dls|dl|email group membership|teams groups|teams|ad groups|member of|add to groups|groups to add|mailing lists|gruppen|verteiler|groupes|groepen|grupos`,
	groupsAway:     `take out of|leave groups|remove from group|remove from lists|remove from groups|groups to remove|remove groups|groups removed|remove access|remove from`,
	sharedBoxes:    `mailboxes|mailboxes needed|shared inboxes|shared inbox|send as|other mailboxes|shared mailbox|shared mailboxes|shared mailbox access|additional mailboxes|mailbox access|access to shared mailboxes|access to mailboxes|gedeelde mailbox|freigegebene postfächer|boîtes partagées|buzones compartidos`,
	mirror:         `profile to copy|copy profile from|replicate access of|clone|match access of|copy of|access like|set up like|same setup as|model|copy|copy rights from|copy rights of|copy access from|copy permissions from|mirror|mirror user|mirror access|mirror permissions of|mirror permissions from|same as|same access as|copy another user|copy from|copy user|model after|model user|similar to|same permissions as|replicate|clone from|berechtigungen wie|rechte wie|mêmes droits que|zelfde rechten als|mismos permisos que`,
	phone:          `home phone|telephone extension|mobile no|phone no|tel no|extension no|phone|phone number|mobile|mobile number|mobile phone|cell|cell phone|cell number|telephone|tel|telefon|téléphone|telefoon|teléfono|direct dial|contact number|extension|ext`,
	place:          `work loc|office base|base|work place|workplace|location|office|office location|site|property|venue|branch|work location|new location|new office|entity office|standort|lieu|site de travail|locatie|vestiging|ubicación|oficina|勤務地`,
	forward:        `mail goes to|new mail to|new mail goes to|emails to|forwarding address new mail|send new mail to|send mail to|forward|forward to|forward email to|forward emails to|forward mail to|forward e mail to|forward mailbox to|forwarding|email forwarding|mail forwarding|email forward|redirect|redirect to|redirect emails|redirect email to|redirection|forward emails|forwarding address|weiterleitung|weiterleiten an|e mail weiterleitung|transfert des emails|doorsturen|doorsturen naar|reenviar a|reenvío`,
	delegate:       `mailbox goes to|mailbox access required by|mailbox handed to|mailbox owner|access to mailbox for|who gets the mailbox|mailbox for|should someone get their mailbox|inbox access|mailbox access for|mailbox access to|grant mailbox access to|mailbox to|mailbox delegate|delegate|delegate to|delegate access|delegates|full access|full access to|historical mail access|who needs mailbox access|access to mailbox|give mailbox to|if yes who|historique email|postfachzugriff|zugriff auf postfach|accès boîte mail|toegang mailbox|acceso al buzón`,
	autoReply:      `out of office text|out of office required|ooo text|auto reply text|oof text|auto reply|autoreply|automatic reply|auto response|autoresponder|out of office|out of office reply|out of office message|ooo|ooo message|oof|auto reply message|abwesenheitsnotiz|automatische antwort|réponse automatique|message d'absence|afwezigheidsbericht|automatisch antwoord|respuesta automática`,
	convert:        `convert to shared|convert to shared mailbox|convert mailbox to shared|convert mailbox|shared mailbox conversion|mailbox|mailbox disposition|mailbox action|postfach|boîte mail`,
	files:          `onedrive|onedrive files|onedrive to|onedrive access|onedrive owner|files|user's files|users files|user files|files to|file access|data|documents|daten|dateien|fichiers|bestanden|archivos`,
	wipe:           `wipe|wipe device|wipe devices|wipe phone|remote wipe|wipe mobile|mobile device|mobile devices|devices|phone wipe|device wipe`,
	hold:           `legal hold|litigation hold`,
	kindOfEmployee: `employee type|worker type|employment type|permanent or contract|contract type|type of employee|employment status|vertragsart|type de contrat|dienstverband`,
	company:        `company|company name|employer|agency|vendor|firma|société|bedrijf|empresa`,
	before:         `previous manager|previous line manager|old manager|former manager|previous department|old department|current department|from department|current title|current role|old role|previous role|old location|current location|current position|current job title|current job|old title`,
	revision:       `field changed|changed field|old value|new value|value before|value after`,
	leaveForm:      `type of leave|leave type|first day of leave|leave start|leave starts|leave from|expected return|expected return date|return to work date`,
	otherThing:     `card no|card number|badge no|badge number|asset|asset tag|asset no|serial number|serial no|condition|items|items returned|items to return|equipment to return|pick up|pickup`,
	otherSystem:    `system|application|app|application name|system name|name of system|software system`,
	kindOfRequest:  `change|change of|kind|kind of request|what do you need|it action|requested action|type of change|nature of request|reason for request|employment status change|status change|request|request type|type of request|type|action|departure type|change type|event|process`,
})

// labelsOf turns the table round: from each synonym to its key.
func labelsOf(table map[key]string) map[string]key {
	labels := map[string]key{}
	for k := unknown; k <= before; k++ {
		for synonym := range strings.SplitSeq(table[k], "|") {
			synonym = strings.Join(labelWords(synonym), " ")
			if _, taken := labels[synonym]; !taken && synonym != "" {
				labels[synonym] = k
			}
		}
	}
	return labels
}

// partLabels holds labels of many wordings by the words that they share; the
// first entry that fits wins. A star stands for any ending.
var partLabels = partsOf([]partLabel{
	{ignored, "how soon"}, {ignored, "changing"}, {ignored, "exemption"}, {ignored, "delivered"}, {ignored, "assigned"},
	{ignored, "added"}, {ignored, "approv*"}, {ignored, "previous username"}, {ignored, "laptop prefer*"}, {ignored, "windows laptop"},
	{aboutRequester, "your"}, {aboutRequester, "caller*"}, {aboutRequester, "requester*"}, {aboutRequester, "requestor*"}, {aboutRequester, "submitter*"}, {aboutRequester, "contact hr"},
	{ignored, "hiring manager e mail"}, {ignored, "hiring manager email"}, {ignored, "manager e mail"}, {ignored, "manager email"}, {ignored, "manager phone"}, {ignored, "supervisor email"},
	{ignored, "existing users mailbox"}, {ignored, "users needing access"},
	{convert, "convert* mailbox*"}, {convert, "convert* shared"}, {sharedBoxes, "require access mailbox*"}, {delegate, "staff require access mailbox"}, {sharedBoxes, "shared mailbox*"}, {sharedBoxes, "other people's mailboxes"},
	{mirror, "match access"}, {mirror, "profile copy"}, {mirror, "existing colleague"}, {mirror, "replicate*"}, {mirror, "copy from"}, {mirror, "same job"}, {mirror, "settings copy"}, {mirror, "same access"}, {mirror, "same permissions"}, {mirror, "permissions copy"}, {mirror, "access copy"}, {mirror, "mirror*"}, {mirror, "access model"}, {mirror, "same rights"}, {mirror, "copy user"},
	{forward, "new mail go*"}, {forward, "mail goes"}, {forward, "forward* mail*"}, {forward, "forward* email*"}, {forward, "forward* e mail*"}, {forward, "redirect*"}, {forward, "mail* sent to"},
	{delegate, "get* mailbox"}, {delegate, "mailbox goes"}, {clockTime, "access end time"}, {clockTime, "time access end*"}, {clockTime, "access end set time"}, {delegate, "access to mailbox"}, {delegate, "access mailbox"}, {delegate, "access mail*"}, {delegate, "access email*"}, {delegate, "mailbox who"}, {delegate, "mailbox delegate*"}, {delegate, "mailbox given to"},
	{autoReply, "out office"}, {autoReply, "auto reply"}, {autoReply, "automatic reply"}, {autoReply, "autoreply"},
	{delegate, "who access"}, {files, "onedrive"}, {files, "files who"}, {files, "files transfer*"}, {files, "données"},
	{wipe, "wipe"}, {hold, "legal hold"}, {hold, "litigation hold"},
	{lastDate, "last working day"}, {lastDate, "last day"}, {lastDate, "termination date"}, {lastDate, "leaving date"}, {lastDate, "date désactivation"}, {lastDate, "disable date"},
	{endDate, "end date"}, {endDate, "contract end*"}, {endDate, "expir*"}, {endDate, "leave date"}, {startDate, "start date"}, {startDate, "first day"}, {startDate, "joining date"}, {effective, "effective date"},
	{licence, "licen* remove*"}, {licence, "licen*"}, {licence, "software applications"}, {groupList, "distribution list*"}, {groupList, "group*"},
	{privateMail, "personal email"}, {privateMail, "personal e mail"}, {privateMail, "private email"},
	{preferredName, "people call"}, {preferredName, "known as"}, {boss, "who supervise*"}, {boss, "who manage*"}, {boss, "report* to"}, {groupList, "mail* list*"}, {groupList, "email list*"}, {sharedBoxes, "mailboxes"}, {fullName, "who joining"}, {fullName, "who leaving"}, {fullName, "who starting"}, {fullName, "name leaver*"}, {givenName, "first name"}, {surname, "last name"}, {surname, "surname"}, {fullName, "full name"}, {fullName, "name employee"}, {fullName, "employee name"}, {fullName, "name user"}, {fullName, "name new"}, {fullName, "name leaver"}, {fullName, "name starter"},
	{newTitle, "new role"}, {newTitle, "new title"}, {newTitle, "new position"}, {jobTitle, "job title"}, {dept, "department"}, {place, "location"}, {boss, "line manager"}, {boss, "reports to"}, {boss, "manager name"}, {boss, "new manager"},
})

type partLabel struct {
	key  key
	text string
}

type partEntry struct {
	key   key
	words []string
}

func partsOf(table []partLabel) []partEntry {
	entries := make([]partEntry, len(table))
	for i, p := range table {
		entries[i] = partEntry{p.key, strings.Fields(p.text)}
	}
	return entries
}
