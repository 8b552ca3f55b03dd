package flow

// wording is a question in words. What stays if nobody answers is a key of
// defaults.
type wording struct {
	says      phrase
	otherwise string
}

// wordings are the questions that Usher asks on a ticket: one for each code of
// a reading's missing facts, and beside it, after a full stop, what is asked
// where the tenant fits the ticket's words badly.
var wordings = map[string]wording{
	"action": {phrase{
		"What is Usher to do, and for whom? The ticket doesn't say it clearly enough to act on.",
		"Was soll Usher tun, und für wen? Das geht aus dem Ticket nicht klar genug hervor.",
		"Que doit faire Usher, et pour qui ? Le ticket ne le dit pas assez clairement.",
		"¿Qué debe hacer Usher, y para quién? El ticket no lo dice con suficiente claridad.",
		"Wat moet Usher doen, en voor wie? Dat blijkt niet duidelijk genoeg uit het ticket.",
	}, "nothing"},
	"action.wanted": {phrase{
		"Is this still wanted for {person}? The newest message on the ticket no longer asks for it.",
		"Ist das für {person} noch gewünscht? Die neueste Nachricht im Ticket bittet nicht mehr darum.",
		"Est-ce toujours souhaité pour {person} ? Le dernier message du ticket ne le demande plus.",
		"¿Sigue siendo necesario para {person}? El último mensaje del ticket ya no lo pide.",
		"Is dit voor {person} nog gewenst? Het nieuwste bericht in het ticket vraagt er niet meer om.",
	}, "nothing"},
	"which_user": {phrase{
		"Who is it about? The ticket names nobody.",
		"Um wen geht es? Das Ticket nennt niemanden.",
		"De qui s'agit-il ? Le ticket ne nomme personne.",
		"¿De quién se trata? El ticket no nombra a nadie.",
		"Over wie gaat het? Het ticket noemt niemand.",
	}, "nothing"},
	"which_user.unknown": {phrase{
		"Who is “{words}”? {customer} has no account by that name or address.",
		"Wer ist „{words}“? {customer} hat kein Konto mit diesem Namen oder dieser Adresse.",
		"Qui est « {words} » ? {customer} n'a aucun compte de ce nom ou à cette adresse.",
		"¿Quién es «{words}»? {customer} no tiene ninguna cuenta con ese nombre o dirección.",
		"Wie is “{words}”? {customer} heeft geen account met die naam of dat adres.",
	}, "nothing"},
	"which_user.other": {phrase{
		"The ticket says {person}, but {words} belongs to {list}. Who is meant?",
		"Im Ticket steht {person}, aber {words} gehört zu {list}. Wer ist gemeint?",
		"Le ticket parle de {person}, mais {words} appartient à {list}. De qui s'agit-il ?",
		"El ticket dice {person}, pero {words} pertenece a {list}. ¿A quién se refiere?",
		"Het ticket noemt {person}, maar {words} hoort bij {list}. Wie wordt bedoeld?",
	}, "nothing"},
	"which_user.several": {phrase{
		"Which “{words}” is meant: {list}?",
		"Wer ist mit „{words}“ gemeint: {list}?",
		"Qui est désigné par « {words} » : {list} ?",
		"¿A quién se refiere «{words}»: {list}?",
		"Wie wordt bedoeld met “{words}”: {list}?",
	}, "nothing"},
	"which_user.joiner": {phrase{
		"Who joins? Please give first and last name.",
		"Wer fängt an? Bitte nennen Sie Vor- und Nachnamen.",
		"Qui arrive ? Merci d'indiquer le prénom et le nom.",
		"¿Quién se incorpora? Indique nombre y apellidos, por favor.",
		"Wie komt er in dienst? Graag voor- en achternaam.",
	}, "nothing"},
	"first_name": {phrase{
		"What is the first name of {person}?",
		"Wie lautet der Vorname von {person}?",
		"Quel est le prénom de {person} ?",
		"¿Cuál es el nombre de pila de {person}?",
		"Wat is de voornaam van {person}?",
	}, "nothing"},
	"last_name": {phrase{
		"What is the last name of {person}?",
		"Wie lautet der Nachname von {person}?",
		"Quel est le nom de famille de {person} ?",
		"¿Cuáles son los apellidos de {person}?",
		"Wat is de achternaam van {person}?",
	}, "nothing"},
	"name_spelling": {phrase{
		"How exactly is the name of {person} spelled?",
		"Wie genau schreibt sich der Name von {person}?",
		"Comment s'écrit exactement le nom de {person} ?",
		"¿Cómo se escribe exactamente el nombre de {person}?",
		"Hoe wordt de naam van {person} precies geschreven?",
	}, "nothing"},
	"name_spelling.address": {phrase{
		"Which address shall {person} have? It can't be made from the name.",
		"Welche Adresse soll {person} bekommen? Aus dem Namen lässt sie sich nicht bilden.",
		"Quelle adresse doit recevoir {person} ? Elle ne peut pas être tirée du nom.",
		"¿Qué dirección debe tener {person}? No se puede formar a partir del nombre.",
		"Welk adres moet {person} krijgen? Het is niet uit de naam af te leiden.",
	}, "nothing"},
	"keep_or_reuse_account": {phrase{
		"{customer} already has the account {list}. Does {person} get a new one? Please answer “yes”, or “no” if the old one is to be used again.",
		"{customer} hat bereits das Konto {list}. Bekommt {person} ein neues? Bitte antworten Sie mit „ja“, oder mit „nein“, wenn das alte weiterbenutzt werden soll.",
		"{customer} a déjà le compte {list}. Faut-il en créer un nouveau pour {person} ? Merci de répondre « oui », ou « non » si l'ancien doit resservir.",
		"{customer} ya tiene la cuenta {list}. ¿Recibe {person} una nueva? Responda «sí», o «no» si debe usarse la anterior.",
		"{customer} heeft al het account {list}. Krijgt {person} een nieuw account? Antwoord “ja”, of “nee” als het oude opnieuw gebruikt moet worden.",
	}, "nothing"},
	"keep_or_reuse_account.taken": {phrase{
		"Which address shall {person} have? {words} is taken.",
		"Welche Adresse soll {person} bekommen? {words} ist vergeben.",
		"Quelle adresse doit recevoir {person} ? {words} est déjà prise.",
		"¿Qué dirección debe tener {person}? {words} ya está en uso.",
		"Welk adres moet {person} krijgen? {words} is al in gebruik.",
	}, "nothing"},
	"approval": {phrase{
		"Has a manager or HR agreed to this? The request comes from the person it is about, or from nobody who may ask for it.",
		"Hat eine Führungskraft oder die Personalabteilung zugestimmt? Die Bitte kommt von der betroffenen Person selbst, oder von niemandem, der sie stellen darf.",
		"Un responsable ou les RH ont-ils donné leur accord ? La demande vient de la personne concernée, ou de quelqu'un qui n'y est pas habilité.",
		"¿Lo ha autorizado un responsable o RR. HH.? La petición viene de la propia persona, o de alguien que no puede hacerla.",
		"Is een leidinggevende of HR akkoord? Het verzoek komt van de persoon zelf, of van iemand die het niet mag doen.",
	}, "nothing"},
	"approval.requester": {phrase{
		"May {words} ask for this? {customer} has named others who may. Please have one of them answer “yes” on this ticket.",
		"Darf {words} das beauftragen? {customer} hat andere benannt, die das dürfen. Bitte lassen Sie eine dieser Personen in diesem Ticket mit „ja“ antworten.",
		"La demande de {words} est-elle autorisée ? {customer} a désigné d'autres personnes habilitées. Merci de faire répondre « oui » par l'une d'elles sur ce ticket.",
		"¿Puede {words} pedir esto? {customer} ha designado a otras personas. Pida a una de ellas que responda «sí» en este ticket.",
		"Mag {words} dit aanvragen? {customer} heeft anderen aangewezen die dat mogen. Laat een van hen op dit ticket met “ja” antwoorden.",
	}, "nothing"},
	"details_in_attachment": {phrase{
		"The details are attached, and Usher doesn't open attachments. Please write into the ticket: {list}.",
		"Die Angaben stehen in einem Anhang, und Usher öffnet keine Anhänge. Bitte schreiben Sie ins Ticket: {list}.",
		"Les détails sont en pièce jointe, et Usher n'ouvre pas les pièces jointes. Merci d'écrire dans le ticket : {list}.",
		"Los datos están en un adjunto, y Usher no abre adjuntos. Escriba en el ticket, por favor: {list}.",
		"De gegevens staan in een bijlage, en Usher opent geen bijlagen. Schrijf graag in het ticket: {list}.",
	}, "nothing"},
	"date_format": {phrase{
		"Which day is meant for {person}? The date in the ticket can be read in more than one way, or not at all; please write the month as a word.",
		"Welcher Tag ist bei {person} gemeint? Das Datum im Ticket lässt sich auf mehr als eine Weise lesen, oder gar nicht; bitte schreiben Sie den Monat als Wort.",
		"Quel jour est prévu pour {person} ? La date du ticket peut se lire de plusieurs façons, ou pas du tout ; merci d'écrire le mois en toutes lettres.",
		"¿Qué día se indica para {person}? La fecha del ticket puede leerse de más de una manera, o no puede leerse; escriba el mes con letras, por favor.",
		"Welke dag is bedoeld voor {person}? De datum in het ticket is op meer dan één manier te lezen, of niet; schrijf de maand graag als woord.",
	}, "nothing"},
	"start_date": {phrase{
		"When is the first day of {person}? The ticket names no day that could be read.",
		"Wann ist der erste Tag von {person}? Das Ticket nennt keinen Tag, der sich lesen lässt.",
		"Quel est le premier jour de {person} ? Le ticket n'indique aucune date lisible.",
		"¿Cuándo es el primer día de {person}? El ticket no indica ninguna fecha legible.",
		"Wanneer is de eerste dag van {person}? Het ticket noemt geen dag die te lezen is.",
	}, "now"},
	"last_day": {phrase{
		"When is the last day of {person}? The ticket names no day that could be read.",
		"Wann ist der letzte Tag von {person}? Das Ticket nennt keinen Tag, der sich lesen lässt.",
		"Quel est le dernier jour de {person} ? Le ticket n'indique aucune date lisible.",
		"¿Cuándo es el último día de {person}? El ticket no indica ninguna fecha legible.",
		"Wanneer is de laatste dag van {person}? Het ticket noemt geen dag die te lezen is.",
	}, "now"},
	"end_date": {phrase{
		"Until when does {person} stay?",
		"Bis wann bleibt {person}?",
		"Jusqu'à quand {person} reste-t-il ou reste-t-elle ?",
		"¿Hasta cuándo se queda {person}?",
		"Tot wanneer blijft {person}?",
	}, "no-end"},
	"effective_time": {phrase{
		"At what time does this take effect for {person}?",
		"Ab welcher Uhrzeit gilt das für {person}?",
		"À quelle heure cela prend-il effet pour {person} ?",
		"¿A qué hora surte efecto para {person}?",
		"Vanaf hoe laat geldt dit voor {person}?",
	}, "usual-time"},
}
