package flow

// lineWordings are the questions that only some lines of a plan wait for.
var lineWordings = map[string]wording{
	"license": {phrase{
		"Which licence does {person} need? {customer} has {list}.",
		"Welche Lizenz braucht {person}? {customer} hat {list}.",
		"De quelle licence {person} a-t-il ou a-t-elle besoin ? {customer} dispose de {list}.",
		"¿Qué licencia necesita {person}? {customer} tiene {list}.",
		"Welke licentie heeft {person} nodig? {customer} heeft {list}.",
	}, "no-licence"},
	"license.unknown": {phrase{
		"Which licence is “{words}”, for {person}? {customer} has none by that name, but {list}.",
		"Welche Lizenz ist „{words}“, für {person}? {customer} hat keine mit diesem Namen, aber {list}.",
		"Quelle licence est « {words} », pour {person} ? {customer} n'en a aucune de ce nom, mais {list}.",
		"¿Qué licencia es «{words}», para {person}? {customer} no tiene ninguna con ese nombre, pero sí {list}.",
		"Welke licentie is “{words}”, voor {person}? {customer} heeft er geen met die naam, maar wel {list}.",
	}, "not-this-licence"},
	"license.several": {phrase{
		"Which licence is “{words}”, for {person}: {list}?",
		"Welche Lizenz ist „{words}“, für {person}: {list}?",
		"Quelle licence est « {words} », pour {person} : {list} ?",
		"¿Qué licencia es «{words}», para {person}: {list}?",
		"Welke licentie is “{words}”, voor {person}: {list}?",
	}, "not-this-licence"},
	"groups": {phrase{
		"Which groups does {person} join or leave?",
		"Welchen Gruppen tritt {person} bei, und welche verlässt {person}?",
		"Quels groupes {person} rejoint ou quitte ?",
		"¿A qué grupos se une {person} y cuáles deja?",
		"Van welke groepen wordt {person} lid, en welke verlaat {person}?",
	}, "no-groups"},
	"groups.unknown": {phrase{
		"Which group is “{words}”, for {person}? {customer} has none by that name or address.",
		"Welche Gruppe ist „{words}“, für {person}? {customer} hat keine mit diesem Namen oder dieser Adresse.",
		"Quel groupe est « {words} », pour {person} ? {customer} n'en a aucun de ce nom ou à cette adresse.",
		"¿Qué grupo es «{words}», para {person}? {customer} no tiene ninguno con ese nombre o dirección.",
		"Welke groep is “{words}”, voor {person}? {customer} heeft er geen met die naam of dat adres.",
	}, "not-this-group"},
	"groups.several": {phrase{
		"Which group is “{words}”, for {person}: {list}?",
		"Welche Gruppe ist „{words}“, für {person}: {list}?",
		"Quel groupe est « {words} », pour {person} : {list} ?",
		"¿Qué grupo es «{words}», para {person}: {list}?",
		"Welke groep is “{words}”, voor {person}: {list}?",
	}, "not-this-group"},
	"shared_mailboxes.unknown": {phrase{
		"Which shared mailbox is “{words}”, for {person}? {customer} has none by that name or address.",
		"Welches freigegebene Postfach ist „{words}“, für {person}? {customer} hat keines mit diesem Namen oder dieser Adresse.",
		"Quelle boîte partagée est « {words} », pour {person} ? {customer} n'en a aucune de ce nom ou à cette adresse.",
		"¿Qué buzón compartido es «{words}», para {person}? {customer} no tiene ninguno con ese nombre o dirección.",
		"Welke gedeelde mailbox is “{words}”, voor {person}? {customer} heeft er geen met die naam of dat adres.",
	}, "not-this-mailbox"},
	"mirror_user_full_name": {phrase{
		"Whose access does {person} get?",
		"Wessen Zugriffe bekommt {person}?",
		"De qui {person} reçoit-il ou reçoit-elle les accès ?",
		"¿Los accesos de quién recibe {person}?",
		"Wiens toegang krijgt {person}?",
	}, "no-copy"},
	"manager": {phrase{
		"Who is the manager of {person}?",
		"Wer ist die Führungskraft von {person}?",
		"Qui est le responsable de {person} ?",
		"¿Quién es el responsable de {person}?",
		"Wie is de leidinggevende van {person}?",
	}, "no-manager"},
	"manager.password": {phrase{
		"Who is the manager of {person}? The manager gets the first password.",
		"Wer ist die Führungskraft von {person}? Sie bekommt das erste Kennwort.",
		"Qui est le responsable de {person} ? Le premier mot de passe lui est envoyé.",
		"¿Quién es el responsable de {person}? Recibe la primera contraseña.",
		"Wie is de leidinggevende van {person}? Die krijgt het eerste wachtwoord.",
	}, "no-password"},
	"manager.stand-in": {phrase{
		"Who takes over from {person}? The mailbox and the automatic reply go by the manager, and the directory names none.",
		"Wer übernimmt von {person}? Postfach und automatische Antwort richten sich nach der Führungskraft, und das Verzeichnis nennt keine.",
		"Qui prend la suite de {person} ? La boîte aux lettres et la réponse automatique vont au responsable, et l'annuaire n'en indique aucun.",
		"¿Quién sustituye a {person}? El buzón y la respuesta automática dependen del responsable, y el directorio no indica ninguno.",
		"Wie neemt het over van {person}? Mailbox en automatisch antwoord gaan naar de leidinggevende, en de directory noemt er geen.",
	}, "no-stand-in"},
	"delegate": {phrase{
		"Who gets the mailbox of {person}?",
		"Wer bekommt das Postfach von {person}?",
		"Qui reçoit la boîte aux lettres de {person} ?",
		"¿Quién recibe el buzón de {person}?",
		"Wie krijgt de mailbox van {person}?",
	}, "no-delegate"},
	"forward_to": {phrase{
		"Who gets the mail to {person} from now on?",
		"Wer bekommt künftig die Mails an {person}?",
		"Qui reçoit désormais les messages adressés à {person} ?",
		"¿Quién recibe a partir de ahora el correo para {person}?",
		"Wie krijgt voortaan de mail aan {person}?",
	}, "no-forward"},
	"mailbox_disposition": {phrase{
		"What becomes of the mailbox of {person}: a shared one, and for whom, or forwarding to a colleague?",
		"Was wird aus dem Postfach von {person}: ein freigegebenes, und für wen, oder Weiterleitung an jemanden?",
		"Que devient la boîte aux lettres de {person} : une boîte partagée, et pour qui, ou un transfert à un collègue ?",
		"¿Qué pasa con el buzón de {person}: uno compartido, y para quién, o reenvío a un colega?",
		"Wat gebeurt er met de mailbox van {person}: een gedeelde, en voor wie, of doorsturen naar een collega?",
	}, "mailbox-stays"},
	"onedrive_owner": {phrase{
		"Who gets the OneDrive files of {person}?",
		"Wer bekommt die OneDrive-Dateien von {person}?",
		"Qui reçoit les fichiers OneDrive de {person} ?",
		"¿Quién recibe los archivos de OneDrive de {person}?",
		"Wie krijgt de OneDrive-bestanden van {person}?",
	}, "files-stay"},
	"department": {phrase{
		"Which department does {person} move to?",
		"In welche Abteilung wechselt {person}?",
		"Dans quel service passe {person} ?",
		"¿A qué departamento pasa {person}?",
		"Naar welke afdeling gaat {person}?",
	}, "profile-stays"},
	"job_title": {phrase{
		"What is the new job title of {person}?",
		"Wie lautet die neue Position von {person}?",
		"Quel est le nouveau poste de {person} ?",
		"¿Cuál es el nuevo puesto de {person}?",
		"Wat is de nieuwe functie van {person}?",
	}, "profile-stays"},
	"personal_email": {phrase{
		"What is the private address of {person}, for the first password?",
		"Wie lautet die private Adresse von {person}, für das erste Kennwort?",
		"Quelle est l'adresse privée de {person}, pour le premier mot de passe ?",
		"¿Cuál es la dirección privada de {person}, para la primera contraseña?",
		"Wat is het privéadres van {person}, voor het eerste wachtwoord?",
	}, "no-password"},
}

// troubles say why the ticket's own words for a colleague don't do. They stand
// behind the question.
var troubles = map[string]phrase{
	"unknown": {
		"{customer} has nobody called “{words}”.", "{customer} hat niemanden namens „{words}“.", "{customer} n'a personne du nom de « {words} ».",
		"{customer} no tiene a nadie llamado «{words}».", "{customer} heeft niemand met de naam “{words}”.",
	},
	"several": {
		"“{words}” may be {list}.", "„{words}“ kann {list} sein.", "« {words} » peut être {list}.",
		"«{words}» puede ser {list}.", "“{words}” kan {list} zijn.",
	},
	"unable": {
		"It can't be {list}: it has to be a colleague whose account is enabled.",
		"{list} geht nicht: es muss jemand aus dem Haus sein, dessen Konto aktiv ist.",
		"{list} ne convient pas : il faut un collègue dont le compte est actif.",
		"{list} no es posible: debe ser un colega con la cuenta activa.",
		"{list} kan niet: het moet een collega zijn met een actief account.",
	},
}
