package flow

// defaults say what is so if nobody answers, in the words that follow
// "Without an answer:".
var defaults = map[string]phrase{
	"nothing": {"nothing is done", "es geschieht nichts", "rien n'est fait", "no se hace nada", "er gebeurt niets"},
	"now": {
		"now, as soon as it is approved", "jetzt, sobald es genehmigt ist", "maintenant, dès que c'est approuvé",
		"ahora, en cuanto se apruebe", "nu, zodra het is goedgekeurd",
	},
	"no-end":     {"the account gets no end", "das Konto bekommt kein Ende", "le compte n'a pas de date de fin", "la cuenta no tendrá fin", "het account krijgt geen einddatum"},
	"usual-time": {"at the usual time", "zur üblichen Zeit", "à l'heure habituelle", "a la hora habitual", "op de gebruikelijke tijd"},
	"no-licence": {"no licence is assigned", "es wird keine Lizenz zugewiesen", "aucune licence n'est attribuée", "no se asigna ninguna licencia", "er wordt geen licentie toegewezen"},
	"not-this-licence": {
		"no such licence is assigned", "diese Lizenz wird nicht zugewiesen", "cette licence n'est pas attribuée",
		"no se asigna esa licencia", "die licentie wordt niet toegewezen",
	},
	"no-groups":        {"the groups stay as they are", "die Gruppen bleiben, wie sie sind", "les groupes restent tels quels", "los grupos quedan como están", "de groepen blijven zoals ze zijn"},
	"not-this-group":   {"it isn't joined", "kein Beitritt zu dieser Gruppe", "ce groupe n'est pas rejoint", "no se une a ese grupo", "geen lidmaatschap van die groep"},
	"not-this-mailbox": {"it isn't opened", "dieses Postfach wird nicht geöffnet", "cette boîte n'est pas ouverte", "ese buzón no se abre", "die mailbox wordt niet geopend"},
	"no-copy":          {"nobody's access is copied", "es werden keine Zugriffe kopiert", "aucun accès n'est copié", "no se copia ningún acceso", "er wordt geen toegang gekopieerd"},
	"no-manager":       {"no manager is set", "es wird keine Führungskraft eingetragen", "aucun responsable n'est inscrit", "no se registra ningún responsable", "er wordt geen leidinggevende ingevuld"},
	"no-password": {
		"nobody gets it; an administrator sets one on the first day", "niemand bekommt es; am ersten Tag vergibt die IT eines",
		"personne ne le reçoit ; un administrateur en définit un le premier jour", "nadie la recibe; un administrador pone una el primer día",
		"niemand krijgt het; een beheerder stelt er op de eerste dag een in",
	},
	"no-stand-in": {
		"nobody gets the mailbox, and there is no automatic reply", "niemand bekommt das Postfach, und es gibt keine automatische Antwort",
		"personne ne reçoit la boîte, et il n'y a pas de réponse automatique", "nadie recibe el buzón, y no hay respuesta automática",
		"niemand krijgt de mailbox, en er is geen automatisch antwoord",
	},
	"no-delegate": {"nobody gets the mailbox", "niemand bekommt das Postfach", "personne ne reçoit la boîte", "nadie recibe el buzón", "niemand krijgt de mailbox"},
	"no-forward":  {"mail isn't forwarded", "Mails werden nicht weitergeleitet", "les messages ne sont pas transférés", "el correo no se reenvía", "mail wordt niet doorgestuurd"},
	"mailbox-stays": {
		"it stays as it is, with its licence", "es bleibt, wie es ist, mit seiner Lizenz", "elle reste telle quelle, avec sa licence",
		"queda como está, con su licencia", "die blijft zoals hij is, met licentie",
	},
	"files-stay":    {"the files stay where they are", "die Dateien bleiben, wo sie sind", "les fichiers restent où ils sont", "los archivos quedan donde están", "de bestanden blijven waar ze zijn"},
	"profile-stays": {"it stays as it is", "es bleibt, wie es ist", "cela reste inchangé", "queda como está", "het blijft zoals het is"},
}

// frames stand around the questions of a note.
var frames = map[string]phrase{
	"one": {
		"Usher has a question about this ticket.", "Usher hat eine Frage zu diesem Ticket.", "Usher a une question sur ce ticket.",
		"Usher tiene una pregunta sobre este ticket.", "Usher heeft een vraag over dit ticket.",
	},
	"many": {
		"Usher has {n} questions about this ticket.", "Usher hat {n} Fragen zu diesem Ticket.", "Usher a {n} questions sur ce ticket.",
		"Usher tiene {n} preguntas sobre este ticket.", "Usher heeft {n} vragen over dit ticket.",
	},
	"default": {
		"Without an answer by {by}: {default}.", "Ohne Antwort bis {by}: {default}.", "Sans réponse d'ici le {by} : {default}.",
		"Sin respuesta hasta el {by}: {default}.", "Zonder antwoord tot {by}: {default}.",
	},
	"by default": {
		"Nobody answered in time, or the answer was “no”: {default}.", "Niemand hat rechtzeitig geantwortet, oder die Antwort war „nein“: {default}.",
		"Personne n'a répondu à temps, ou la réponse était « non » : {default}.", "Nadie respondió a tiempo, o la respuesta fue «no»: {default}.",
		"Niemand heeft op tijd geantwoord, of het antwoord was “nee”: {default}.",
	},
	"start": {
		"Without an answer before the approval: {default}.", "Ohne Antwort vor der Genehmigung: {default}.", "Sans réponse avant l'approbation : {default}.",
		"Sin respuesta antes de la aprobación: {default}.", "Zonder antwoord vóór de goedkeuring: {default}.",
	},
	"holds": {
		"Before that is answered, nothing is done for {person}.", "Bevor das beantwortet ist, geschieht für {person} nichts.",
		"Avant cette réponse, rien n'est fait pour {person}.", "Antes de esa respuesta no se hace nada para {person}.",
		"Voordat dat beantwoord is, gebeurt er voor {person} niets.",
	},
	"goes on": {
		"Whatever doesn't hang on an answer goes on meanwhile.", "Was nicht von einer Antwort abhängt, geht inzwischen weiter.",
		"Tout ce qui ne dépend pas d'une réponse continue entre-temps.", "Lo que no depende de una respuesta sigue adelante mientras tanto.",
		"Wat niet van een antwoord afhangt, gaat intussen door.",
	},
	"how one": {
		"Please answer on this ticket.", "Bitte antworten Sie in diesem Ticket.", "Merci de répondre dans ce ticket.",
		"Responda en este ticket, por favor.", "Antwoord graag in dit ticket.",
	},
	"how many": {
		"Please answer on this ticket, each with its number: “1. …”.", "Bitte antworten Sie in diesem Ticket, jeweils mit der Nummer: „1. …“.",
		"Merci de répondre dans ce ticket, avec les numéros : « 1. … ».", "Responda en este ticket, con los números: «1. …».",
		"Antwoord graag in dit ticket, telkens met het nummer: “1. …”.",
	},
}

// neededFacts name what a ticket has to say, by the code of what is missing.
var neededFacts = map[string]phrase{
	"first_name":          {"first name", "Vorname", "prénom", "nombre", "voornaam"},
	"last_name":           {"last name", "Nachname", "nom de famille", "apellidos", "achternaam"},
	"start_date":          {"first day", "erster Tag", "premier jour", "primer día", "eerste dag"},
	"license":             {"licence", "Lizenz", "licence", "licencia", "licentie"},
	"manager":             {"manager", "Führungskraft", "responsable", "responsable", "leidinggevende"},
	"department":          {"department", "Abteilung", "service", "departamento", "afdeling"},
	"which_user":          {"who it is about", "um wen es geht", "de qui il s'agit", "de quién se trata", "over wie het gaat"},
	"last_day":            {"last day", "letzter Tag", "dernier jour", "último día", "laatste dag"},
	"mailbox_disposition": {"what becomes of the mailbox", "was aus dem Postfach wird", "le sort de la boîte aux lettres", "qué pasa con el buzón", "wat er met de mailbox gebeurt"},
	"action":              {"what is to be done (somebody joins, leaves or moves)", "was zu tun ist (jemand kommt, geht oder wechselt)", "ce qu'il faut faire (arrivée, départ ou changement)", "qué hay que hacer (alta, baja o cambio)", "wat er moet gebeuren (in dienst, uit dienst of overplaatsing)"},
}
