package read

import (
	"regexp"
	"slices"
	"strings"
)

// record is one row of a table, or one block of a form: what it says of one
// person.
type record []field

// get returns the first value of a key that says something.
func (r record) get(keys ...key) (field, bool) {
	for _, k := range keys {
		for _, f := range r {
			if f.key == k && !isEmptyValue(f.value) {
				return f, true
			}
		}
	}
	return field{}, false
}

// has tells whether a form asks for a key at all.
func (r record) has(keys ...key) bool {
	for _, f := range r {
		for _, k := range keys {
			if f.key == k {
				return true
			}
		}
	}
	return false
}

var (
	requesterBlock = regexp.MustCompile(`(?i)^\W*(?:\d\W+|section \w\W+|part \w\W+)?(?:requestor|requester|submitter|submitted by|requested by|contact|your|about you|billing|approval|authori[sz]ation|completed by|hr contact|office use)(?:'s)?(?: (?:information|details|info|section|only|person|for this (?:request|form)))?\W*$`)
	otherBlock     = regexp.MustCompile(`(?i)^\W*(?:\d\W+|section \w\W+|part \w\W+)?(?:about the |the )?(?:user|employee|new|leaver|joiner|termination|account|starter|staff|person|colleague|access|mailbox|equipment|details|change|job|position|it)\b[\w' ]{0,30}\W*$`)
)

// takeForms takes tables and "label: value" lines out of a message and
// returns what is left of it.
func (d *document) takeForms(lines []string) []string {
	lines = splitLabels(d.takeTables(lines))
	var prose []string
	aside, named := false, false // within the block about whoever filled in the form
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch {
		case isRequesterBlock(line):
			aside, named = true, false
			continue
		case aside && isOtherBlock(line) && len(strings.Fields(line)) < 6:
			aside = false
		}
		f, ok := splitLabel(line)
		if !ok || isProse(f) {
			if title, is := titleOf(line, lines[i+1:]); is {
				d.fields = append(d.fields, title)
			}
			prose = append(prose, line)
			continue
		}
		f.key = fromOrTo(f)
		if f.key == unknown && concerns.MatchString(f.line) {
			f.key = kindOfRequest
		}
		if f.value == "" {
			i = takeItems(&f, lines, i)
		}
		if f.key == fullName || f.key == givenName {
			aside, named = aside && !named, true
		}
		aside = aside && f.key != startDate && f.key != lastDate
		if aside && f.key != ignored && f.key != unknown {
			f.key = aboutRequester
		}
		d.follow(&f)
		if changes.MatchString(f.value) {
			d.moves = f.line
		}
		f.value = history.ReplaceAllString(f.value, "")
		d.fields = append(d.fields, turnedField(f))
		prose = append(prose, "")
	}
	return prose
}

// titleOf reads a line that names the kind of the block of a form below it.
func titleOf(line string, below []string) (field, bool) {
	text := strings.Trim(line, " #*=-:")
	next := nextWritten(below, 0)
	if text == "" || strings.Contains(text, ":") || len(strings.Fields(text)) > 5 || strings.HasSuffix(text, ".") || next < 0 || !isLine(below[next]) || kindOf(text) == "" {
		return field{}, false
	}
	return field{key: kindOfRequest, value: text, line: text, title: true}, true
}

// fromOrTo says what the labels "From" and "To" mean: the ends of a time, or
// of a move.
func fromOrTo(f field) key {
	label, _, _ := strings.Cut(strings.ToLower(f.line), ":")
	label = strings.Trim(label, " -*")
	date := dateLike.MatchString(f.value)
	switch {
	case label == "from" && date:
		return startDate
	case label == "from" && f.value != "":
		return before
	case label == "to" && date:
		return endDate
	case label == "to" && f.value != "" && !strings.Contains(f.value, "@"):
		return dept
	}
	return f.key
}

var dateLike = regexp.MustCompile(`(?i)^\W*(?:\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?|(?:\w{3,9},? )?\d{1,2}(?:st|nd|rd|th)? \w{3,9}(?: \d{4})?|\w{3,9} \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)\W*$`)

// followUp asks more about the question before it.
var followUp = regexp.MustCompile(`(?i)^\W*(?:if (?:yes|so)\W+)?(?:who|to whom|whom|when|what time|which one|to|text|name|address)\W*$`)

// follow gives a follow-up such as "If yes, who?" the key of the question that
// was answered with yes. The answer itself says no more than that.
func (d *document) follow(f *field) {
	label, _, _ := strings.Cut(f.line, ":")
	if len(d.fields) == 0 || !followUp.MatchString(label) {
		return
	}
	before := d.fields[len(d.fields)-1]
	switch {
	case !startsYes(strings.ToLower(before.value)):
	case before.key == delegate, before.key == forward, before.key == autoReply, before.key == files, before.key == clockTime, before.key == mirror:
		f.key = before.key
	}
}

var inlineLabel = regexp.MustCompile(`(?:^|[.;] )(\p{Lu}[\p{L}' ]{2,30}): `)

// splitLabels takes lines apart that hold several labels with their values.
func splitLabels(lines []string) []string {
	var list []string
	for _, line := range lines {
		if pieces := besides(line); pieces != nil {
			list = append(list, pieces...)
			continue
		}
		start := 0
		for _, at := range inlineLabel.FindAllStringSubmatchIndex(line, 12) {
			if at[2] > start && knownLabel(line[at[2]:at[3]]) && at[0] > 0 {
				list = append(list, strings.TrimRight(line[start:at[2]], ";. "))
				start = at[2]
			}
		}
		if start > 0 {
			list = append(list, withoutMore(line[start:])...)
			continue
		}
		list = append(list, line[start:])
	}
	return list
}

var wideGap = regexp.MustCompile(`\s{3,}|\t`)

// besides takes a line apart that holds labels with their values beside each
// other; nil if it doesn't.
func besides(line string) []string {
	pieces := wideGap.Split(strings.TrimSpace(line), 6)
	if len(pieces) < 2 {
		return nil
	}
	known := false
	for _, piece := range pieces {
		f, ok := splitLabel(piece)
		if !ok || f.value == "" {
			return nil
		}
		known = known || f.key != unknown
	}
	if !known {
		return nil
	}
	return pieces
}

// toReaders begins a sentence that only looks like a label.
var toReaders = regexp.MustCompile(`(?i)^\W*(?:for your (?:information|action|attention|records)|please note|as discussed)\b`)

// isProse tells whether what looks like "label: value" is a sentence: the
// label is none that forms have, or a whole request follows the name.
func isProse(f field) bool {
	switch f.key {
	case unknown:
		return f.value == "" || f.asks || len(strings.Fields(f.value)) >= 3 || strings.Contains(f.value, "://")
	case aboutRequester, ignored, groupList:
		if toReaders.MatchString(f.line) {
			return true
		}
		return len(strings.Fields(f.value)) > 10 && !strings.Contains(f.value, ";")
	case fullName:
		if name, _, more := strings.Cut(f.value, ". "); more && namesOne(name) {
			return false
		}
		return len(strings.Fields(f.value)) >= 5 && strings.Contains(f.value, ", ")
	}
	return false
}

// takeItems fills a label whose values stand below it: as a list, or as a
// single line after a break.
func takeItems(f *field, lines []string, i int) int {
	if f.key == unknown || f.key == ignored {
		return i
	}
	var values []string
	next := i + 1
	for next < len(lines) && (bullet.MatchString(lines[next]) || len(values) == 0 && strings.TrimSpace(lines[next]) == "" && next == i+1) {
		if _, isField := splitLabel(lines[next]); isField {
			return i
		}
		if text := strings.TrimSpace(bullet.ReplaceAllString(lines[next], "")); text != "" {
			values = append(values, text)
		}
		next++
	}
	if len(values) == 0 && next < len(lines) {
		text := strings.TrimSpace(strings.TrimLeft(lines[next], "> "))
		if _, isField := splitLabel(text); text != "" && !isField && len(text) < 80 {
			values, next = append(values, text), next+1
		}
	}
	if len(values) == 0 {
		return i
	}
	f.value = strings.Join(values, ", ")
	f.line += " " + f.value
	return next - 1
}

// takeTables takes tables out of lines: with a head of labels, each row is a
// record; with labels in the first column, it is a form.
func (d *document) takeTables(lines []string) []string {
	var rest []string
	for i := 0; i < len(lines); i++ {
		end := i
		for end < len(lines) && (len(cells(lines[end])) >= 2 || strings.Contains(lines[end], "\t")) {
			end++
		}
		if end-i >= 2 && d.takeTable(lines[i:end]) {
			i = end - 1
			continue
		}
		if row := cells(lines[i]); len(row) == 2 && knownLabel(row[0]) {
			rest = append(rest, strings.TrimRight(row[0], ":? ")+": "+row[1])
			continue
		}
		rest = append(rest, strings.ReplaceAll(lines[i], "\t", " "))
	}
	return rest
}

// labelsFirst tells whether a table of two columns is a form: its labels
// stand in the first one.
func labelsFirst(rows []string) bool {
	known := 0
	for _, row := range rows {
		list := cells(row)
		if len(list) != 2 && len(list) != 0 {
			return false
		}
		if len(list) == 2 && knownLabel(list[0]) {
			known++
		}
	}
	return known >= 2 && 3*known >= len(rows)
}

func (d *document) takeTable(rows []string) bool {
	if labelsFirst(rows) {
		return false
	}
	var list [][]string
	for _, row := range rows {
		if row := cells(row); !tableRule.MatchString(strings.Join(row, "")) {
			list = append(list, row)
		}
	}
	keys, first := headOf(list)
	var table []record
	for _, row := range list[first:] {
		var r record
		line := strings.Join(row, " | ")
		for i, value := range row {
			if i < len(keys) {
				r = append(r, turnedField(field{key: keys[i], value: history.ReplaceAllString(value, ""), line: line}))
			}
		}
		if len(r) > 1 {
			table = append(table, r)
		}
	}
	if len(table) > 0 {
		d.tables = append(d.tables, table)
	}
	return len(table) > 0
}

// headOf returns what the columns of a table hold, and its first row that is
// no head: by the labels of its head, or else by what stands in the columns.
func headOf(rows [][]string) (keys []key, first int) {
	if len(rows) == 0 {
		return nil, 0
	}
	known := 0
	for _, label := range rows[0] {
		k := keyOf(label)
		keys = append(keys, k)
		if k != unknown {
			known++
		}
	}
	if known >= 2 && known >= len(keys)/2 {
		return withNames(keys, rows[1:]), 1
	}
	keys = guessed(rows)
	if !slices.Contains(keys, fullName) || !slices.Contains(keys, kindOfRequest) && !slices.Contains(keys, effective) {
		return nil, len(rows)
	}
	return keys, 0
}

var tableRule = regexp.MustCompile(`^[\s|:+=-]+$`)

// cells takes a row apart: by tabs, by bars or, where there are enough of
// them and little between, by commas or semicolons.
func cells(line string) []string {
	var parts []string
	switch {
	case strings.Count(line, "\t") >= 1:
		parts = strings.Split(strings.TrimRight(line, "\t"), "\t")
	case strings.HasPrefix(strings.TrimSpace(line), "|"), strings.Count(line, "|") >= 2:
		parts = strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	case strings.Count(line, ",") >= 2 && !strings.Contains(unquoted(line), ", "):
		parts = splitOutside(line, ',')
	case strings.Count(line, ";") >= 2 && !strings.Contains(line, "; "), strings.Count(line, ";") >= 3:
		parts = strings.Split(line, ";")
	default:
		if parts = wideGap.Split(strings.TrimSpace(line), -1); len(parts) < 3 {
			return nil
		}
	}
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `*"`)
	}
	return parts
}

var quotedCell = regexp.MustCompile(`"[^"]*"`)

func unquoted(line string) string { return quotedCell.ReplaceAllString(line, "") }

// splitOutside splits a row at a mark, except inside quotes.
func splitOutside(line string, mark rune) []string {
	inside := false
	return strings.FieldsFunc(strings.ReplaceAll(line, string(mark), " "+string(mark)), func(r rune) bool {
		if r == '"' {
			inside = !inside
		}
		return r == mark && !inside
	})
}
