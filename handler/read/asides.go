package read

import (
	"regexp"
	"strings"
)

// asideHead begins a part of a mail that is only for information.
var asideHead = regexp.MustCompile(`(?i)^\W*(?:just )?(?:fyis?|for your information|also fyi|nothing (?:for you )?to do)\b[^.;]{0,60}:\W*$|^[^.;]{0,40}\b(?:nothing (?:for you )?to do|no action (?:needed|required|necessary))\b[^.;]{0,30}:\W*$`)

// withoutAsides drops the items below a heading that says that they are for
// information only. They end where the list does.
func withoutAsides(lines []string) []string {
	var kept []string
	aside := false
	for _, line := range lines {
		switch {
		case asideHead.MatchString(line):
			aside = true
			continue
		case aside && (strings.TrimSpace(line) == "" || bullet.MatchString(line)):
			continue
		}
		aside = false
		kept = append(kept, line)
	}
	return kept
}

// namedLine begins with somebody's full name: it goes on with no line before.
var namedLine = regexp.MustCompile(`^\s*\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){1,3} ?(?:-|:|->) `)

// wholeQuote is a paragraph in quotation marks, such as what somebody said on
// the phone.
var wholeQuote = regexp.MustCompile(`^\s*"([^"]{80,})"\W*$`)
