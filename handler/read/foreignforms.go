package read

import (
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

var (
	foreignRequester = regexp.MustCompile(`(?i)^\W*(?:\d\W+)?(?:(?:gegevens|angaben|daten|données|datos|informations?|información|coordonnées)(?: (?:van|zum|zur|des|der|du|de la|de|del|over))?(?: de| het)? )?(?:aanvrager|aanvraagster|antragsteller(?:in)?|anforder\p{L}+|demandeu(?:r|se)|solicitante|melder|besteller|ansprechpartner|contactpersoon|ingevuld door|validation|freigabe|genehmigung|aprobación|autorización|akkoord)\W*$`)
	foreignBlock     = regexp.MustCompile(`(?i)^\W*(?:\d\W+)?(?:(?:gegevens|angaben|daten|données|datos|informations?|información|coordonnées)(?: (?:van|zum|zur|des|der|du|de la|de|del|over))?(?: de| het| la| le| l')? ?)?(?:nieuwe|neue[rn]?|nouve(?:au|lle|l)|nuev[oa])? ?(?:medewerk(?:er|ster)|mitarbeiter(?:in|s)?|mitarbeitende[rn]?|collaborat(?:eur|rice)|salariée?|agent|emplead[oa]|trabajador(?:a)?|persona|accounts?|konto|compte|cuenta|zugänge|accès|accesos|toegang|vertrek|austritt|eintritt|départ|arrivée|stelle|poste|puesto|functie|it)\b[\p{L} ]{0,30}\W*$`)
)

// isRequesterBlock and isOtherBlock find the headings of a form's blocks in
// other languages.
func isRequesterBlock(line string) bool {
	return requesterBlock.MatchString(line) || foreignRequester.MatchString(line)
}

func isOtherBlock(line string) bool {
	return otherBlock.MatchString(line) || foreignBlock.MatchString(line)
}

// settleTerms reads an entry and an exit beside each other as the two ends of
// one contract.
func (d *document) settleTerms() {
	if d.tags.cal.tongue == english {
		return
	}
	d.settleTerm(d.fields)
	for _, table := range d.tables {
		for _, row := range table {
			d.settleTerm(row)
		}
	}
}

func (d *document) settleTerm(r record) {
	start, begins := r.get(startDate)
	_, ends := r.get(lastDate)
	if !begins || !ends {
		return
	}
	first := d.momentIn(start.value).day
	for i, f := range r {
		last := d.momentIn(f.value).day
		if f.key == lastDate && last.After(first) && first.After(d.tags.cal.received.AddDate(0, -1, 0)) {
			r[i].key = endDate
		}
	}
}

var (
	// things are what people hand in, and accounts what this is about.
	things   = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:laptops?|notebooks?|ordinateur|pc|portátil|portable|handy|diensthandy|telefoon|gsm|téléphone|móvil|celular|monitor\p{L}*|scherm|écran|tablet|headset|badge|schlüssel|sleutels?|clés?|llaves?|tarjeta|karte|\p{L}*pas|dockingstation|toetsenbord|tastatur|bildschirm|auto|leaseauto|dienstwagen|apparatuur|matériel|hardware)(?:[^\p{L}]|$)`)
	accounts = regexp.MustCompile(`(?i)konto|konten|account|zug[aä]ng|zugriff|postfach|mail|compte|accès|boîte|courriel|messagerie|cuenta|acceso|buzón|correo|toegang|postvak|lizenz|licen|login|benutzer|usuario|utilisateur|gebruiker|sperr|deaktiv|désactiv|desactiv|blokk|rechte|droits|permisos|365|teams|onedrive|wissen|wipe|löschen|effac|borrar`)
)

// isAboutThings tells whether a ticket in another language speaks of laptops,
// keys and cards, and of no account at all.
func (d *document) isAboutThings() bool {
	return d.tags.cal.tongue != english && len(d.fields)+len(d.tables) == 0 && things.MatchString(d.text) &&
		!slices.ContainsFunc(d.sentences, func(s sentence) bool { return accounts.MatchString(s.plain) })
}

// keepsMovers hears where a ticket says of somebody who moves that he or she
// stays with the company: then nothing that it says of leaving is meant so.
func (d *document) keepsMovers(v *verdict, sentences []sentence) {
	if d.tags.cal.tongue == english || v.top[step.Transfer] < enough {
		return
	}
	stays := slices.ContainsFunc(sentences, func(s sentence) bool { return s.isMoveAway() || foreignStays.MatchString(s.plain) })
	if !stays {
		return
	}
	v.score[step.Offboard], v.top[step.Offboard] = 0, 0
	for _, p := range d.people.list {
		if p.score[step.Transfer] > 0 {
			delete(p.score, step.Offboard)
			delete(p.weight, step.Offboard)
		}
	}
}

// foreignIdle says of one row of a list that nothing is to be done for it.
var foreignIdle = regexp.MustCompile(`(?i)^(?:storniert|abgesagt|entfällt|zurückgezogen|annulée?|annulé|désistement|cancelad[oa]|anulad[oa]|desistió|geannuleerd|vervallen|ingetrokken|afgezegd)(?:[^\p{L}]|$)`)

// isIdle tells whether a value says so, in any language.
func isIdle(value string) bool {
	return idle.MatchString(value) || foreignIdle.MatchString(strings.TrimSpace(value))
}

// same says in a form's new column that the old value stays.
var same = regexp.MustCompile(`(?i)^\W*(?:sin cambios?|igual|unverändert|bleibt(?: gleich)?|gleich|inchangée?s?|sans changement|idem|ongewijzigd|blijft|gelijk|unchanged|no change|same)\W*$`)

// keptValue returns what holds after a change.
func keptValue(before, after string) string {
	if same.MatchString(after) {
		return before
	}
	return after
}

// headed tells whether a column's head has one of the words, as the first or
// behind "situación" and the like.
func headed(cell string, words map[string]bool) bool {
	list := strings.Fields(cell)
	return slices.ContainsFunc(list[:min(2, len(list))], func(w string) bool { return words[strings.Trim(w, ".:")] })
}
