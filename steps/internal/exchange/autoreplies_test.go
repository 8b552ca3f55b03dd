package exchange_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

func TestAReplySurvivesTheWayThereAndBack(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "Priya has left Contoso.", "Two lines:\n- one <b> & \"two\"\n\n\nthree", "a  b   c\n  indented\ntrailing \nTab\there",
		"Ärger, 日本語 and a\u00a0hard space", "{name} <script>alert(1)</script>",
	} {
		fake := newFake(t, map[string]string{"Set-MailboxAutoReplyConfiguration": "200 "})
		wanted := step.AutoReply{On: true, Inside: text, Outside: text, Audience: "Known"}
		require.NoError(t, fake.client.AutoReplies().Set(t.Context(), priya, wanted))
		sent := fake.only(t).Parameters
		require.Equal(t, "Enabled", sent["AutoReplyState"])
		require.NotContains(t, sent["InternalMessage"], "<script>")

		// Exchange puts a head and line ends of its own around what it got.
		wrapped := strings.NewReplacer("<html><body>", "<html>\r\n<head>\r\n<style>p {a:b}</style>\r\n</head>\r\n<body>\r\n", "<br>", "<br>\r\n", "</body>", "\r\n</body>").
			Replace(sent["InternalMessage"].(string))
		row, err := json.Marshal(map[string]string{
			"AutoReplyState": "Enabled", "InternalMessage": wrapped, "ExternalMessage": sent["ExternalMessage"].(string), "ExternalAudience": "Known",
		})
		require.NoError(t, err)
		back := newFake(t, map[string]string{"Get-MailboxAutoReplyConfiguration": `200 {"value":[` + string(row) + `]}`})
		found, err := back.client.AutoReplies().Get(t.Context(), priya)
		require.NoError(t, err)
		require.Equal(t, wanted, found)
	}
}

func TestOtherPeoplesRepliesAreReadAsText(t *testing.T) {
	t.Parallel()
	for source, text := range map[string]string{
		"plain & simple":                             "plain & simple",
		"plain\r\nlines\r\n":                         "plain\nlines",
		"<p>Hello</p><p>I am <b>away</b>.</p>":       "Hello\nI am away.",
		"<html><head><title>x</title></head></html>": "",
		"<div>a&nbsp;b &lt;c&gt;</div>":              "a\u00a0b <c>",
	} {
		row, err := json.Marshal(map[string]string{"AutoReplyState": "Scheduled", "InternalMessage": source, "ExternalAudience": "All"})
		require.NoError(t, err)
		fake := newFake(t, map[string]string{"Get-MailboxAutoReplyConfiguration": `200 {"value":[` + string(row) + `]}`})
		found, err := fake.client.AutoReplies().Get(t.Context(), priya)
		require.NoError(t, err)
		require.Equal(t, step.AutoReply{Inside: text, Audience: "All"}, found)
	}
}

func TestSwitchingAReplyOff(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"Set-MailboxAutoReplyConfiguration": "200 "})
	require.NoError(t, fake.client.AutoReplies().Set(t.Context(), priya, step.AutoReply{}))
	require.Equal(t, map[string]any{
		"Identity": priya, "AutoReplyState": "Disabled", "InternalMessage": "", "ExternalMessage": "", "ExternalAudience": "All",
	}, fake.only(t).Parameters)
}
