package flow_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// codes are all that a reading may say is missing.
func codes() []string {
	return strings.Fields(`first_name last_name which_user action start_date last_day end_date effective_time date_format name_spelling license
		groups mirror_user_full_name mailbox_disposition onedrive_owner manager department job_title personal_email keep_or_reuse_account approval details_in_attachment`)
}

// TestEveryCodeHasAQuestion holds each code to a sentence and a default, and
// each question to the same names and values in every language.
func TestEveryCodeHasAQuestion(t *testing.T) {
	t.Parallel()
	all := flow.AllWordings()
	decided := flow.Codes()
	require.Len(t, decided, len(codes()))
	for _, code := range codes() {
		require.Contains(t, decided, code, "who settles %s?", code)
		require.Contains(t, all, code)
	}
	for name, wording := range all {
		for _, words := range wording {
			requireTranslated(t, name, words)
		}
	}
	for name, words := range flow.AllPhrases() {
		requireTranslated(t, name, words)
	}
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

func requireTranslated(t *testing.T, name string, words flow.Words) {
	t.Helper()
	for _, language := range []string{"en", "de", "fr", "es", "nl"} {
		require.NotEmpty(t, words[language], "%s in %s", name, language)
		require.Equal(t, places(words["en"]), places(words[language]), "%s in %s", name, language)
	}
}

// places are the words in braces, each once: a language may repeat a name.
func places(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}
