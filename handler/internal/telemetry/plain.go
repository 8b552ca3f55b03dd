package telemetry

import (
	"fmt"
	"io"
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// plain writes records with everything escaped that isn't printed. Both forms
// of a record leave some of it as it is: DEL, and JSON the C1 controls, which
// terminals obey and some readers take for an end of line, and marks that turn
// the direction of writing round.
type plain struct{ w io.Writer }

// Write takes a whole record, which ends in a line feed.
func (p plain) Write(record []byte) (int, error) {
	text := record
	if slices.ContainsFunc(record, func(b byte) bool { return b >= 0x7f }) {
		text = escaped(record)
	}
	if _, err := p.w.Write(text); err != nil {
		return 0, err
	}
	return len(record), nil
}

// escaped writes such characters as \u, which JSON allows where they stand:
// within strings.
func escaped(record []byte) []byte {
	text := make([]byte, 0, len(record)+len(record)/8)
	for len(record) > 0 {
		r, size := utf8.DecodeRune(record)
		broken := r == utf8.RuneError && size == 1
		switch {
		case r == '\n' || unicode.IsPrint(r) && !broken:
			text = append(text, record[:size]...)
		case r > 0xffff: // such as tags, which spell words that nobody sees
			high, low := utf16.EncodeRune(r)
			text = fmt.Appendf(text, `\u%04x\u%04x`, high, low)
		default:
			text = fmt.Appendf(text, `\u%04x`, r)
		}
		record = record[size:]
	}
	return text
}
