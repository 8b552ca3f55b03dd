package read

import (
	"regexp"
	"strings"

	"usher/steps/step"
)

// filesPatterns say who gets a leaver's files.
var filesPatterns = anyOf{
	when("onedrive|one drive|files|documents", `\b(?:onedrive|one drive|files|documents)\b[^.;]{0,40}?\b(?:to|with|for|go to) {people}`),
	when("onedrive|one drive|files", `\b(?:give|grant|provide|send|share)(?:ing)? {people} (?:full |read |a copy of )*(?:access to )?[^.;]{0,40}?\b(?:onedrive|one drive|files)\b`),
	when("onedrive|one drive|files", `{people} (?:should|needs?|will|gets?|to|must)(?: \w+){0,4}? (?:onedrive|one drive|files)\b`),
}.and(germanFiles, frenchFiles, spanishFiles, dutchFiles)

var (
	wipeNot      = regexp.MustCompile(`(?i)\b(?:do not|don't|dont|not|no need to|without|never|but not|mustn't|shouldn't)(?: \w+){0,3} (?:wiped?|wiping|erased?|erasing|reset)\b|\bno wipe\b|\b(?:do not|don't|please not) delete (?:anything|something|the (?:photos|pictures|data)) (?:on|from)\b|\bkeep the (?:photos|pictures)\b`)
	wipeYes      = regexp.MustCompile(`(?i)\b(?:remote(?:ly)?[ -])?(?:wipe|wiped|wiping|erase)\b`)
	personalKind = regexp.MustCompile(`(?i)\b(?:personal|own|byod|private)\b`)
	courtesy     = regexp.MustCompile(`^(?:Mr|Mrs|Ms|Mme|Herr|Frau|Dr|Doctor|Prof|Professor)\.? `)
)

// fillLeaver reads what becomes of files and devices.
func (d *document) fillLeaver(draft *draft) {
	for _, f := range draft.record {
		if isEmptyValue(f.value) {
			continue
		}
		switch f.key {
		case files:
			if names := d.inValue(f, draft); len(names) > 0 {
				draft.set("onedrive_to", &draft.OneDriveTo, courtesy.ReplaceAllString(names[0], ""), f.line)
			}
		case wipe:
			draft.wipe(f.line, startsYes(strings.ToLower(f.value)))
		}
	}
	d.fillForeignWipe(draft)
	if names, s := d.first(filesPatterns, draft); len(names) > 0 {
		draft.set("onedrive_to", &draft.OneDriveTo, names[0], s.plain)
	}
	for _, s := range draft.sentences {
		if !strings.HasSuffix(s.plain, "?") {
			draft.wipe(s.plain, false)
		}
	}
}

// wipe reads an order to wipe, or not to. Wiping a phone that belongs to the
// leaver is never read as ordered.
func (d *draft) wipe(text string, yes bool) {
	foreign := len(d.sentences) > 0 && d.sentences[0].tongue != english
	if d.Devices != nil || !yes && !foreign && !containsAny(strings.ToLower(text), wipeHints) {
		return
	}
	if wanted, found := foreignWipes(text); found {
		d.setWipe(wanted, text)
		return
	}
	switch {
	case wipeNot.MatchString(text):
		d.setWipe(false, text)
	case (yes || wipeYes.MatchString(labelFree(text))) && !personalKind.MatchString(text):
		d.setWipe(true, text)
	}
}

// wipeHints are pieces of which every English order to wipe has one.
var wipeHints = []string{"wip", "eras", "reset", "delet", "keep the"}

// labelFree drops the label of a line, so that "Wipe device: tbd" orders
// nothing.
func labelFree(line string) string {
	if f, ok := splitLabel(line); ok && f.key == wipe {
		return f.value
	}
	return line
}

func (d *draft) setWipe(wanted bool, because string) {
	d.Devices = &step.DeviceReading{Wipe: &wanted}
	d.evidence["devices.wipe"] = because
}
