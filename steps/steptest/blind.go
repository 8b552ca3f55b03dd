package steptest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

// isSent holds that a blind step sends its one mail, changes nothing else, and
// leaves nothing in the handover.
func isSent(t *testing.T, s step.Step, c Case) {
	t.Helper()
	p := open(t, c, grants(s.Scopes))
	line, found := planned(p, s, c)
	line = p.begin(line, found, c)
	require.NotEmpty(t, p.vault.kept)
	before := p.state(c, ".mails")

	p.do(s, line)
	require.Equal(t, []string{c.Mail}, p.mails())
	p.same(before, p.state(c, ".mails"), "more was changed than sent")
	require.Empty(t, p.vault.kept, "what was shared is still kept")

	var stop *step.Stop
	require.ErrorAs(t, p.heard(s.Do(t.Context(), p.world, line)), &stop, "it is sent again")
	require.Len(t, p.mails(), 1)
}

// isSentOnce holds that a mail whose answer was lost is unknown, and that
// what it carries is then still kept.
func isSentOnce(t *testing.T, s step.Step, c Case, f loss) {
	t.Helper()
	p := open(t, c, grants(s.Scopes))
	line, found := planned(p, s, c)
	line = p.begin(line, found, c)
	p.fault(map[string]any{"changing": true, "nth": 1, "times": 1, "then": f.then})
	var unknown *step.Unknown
	require.ErrorAs(t, p.heard(s.Do(t.Context(), p.world, line)), &unknown)
	require.LessOrEqual(t, len(p.mails()), 1, "sent twice")
	require.NotEmpty(t, p.vault.kept, "it may not have been sent, but is gone")
}

// mails lists the mails in the world as a case writes them.
func (p *place) mails() []string {
	p.t.Helper()
	var state struct {
		Mails []struct {
			From, Subject, Body string
			To                  []string
		}
	}
	p.door(http.MethodGet, "/state", nil, &state)
	var all []string
	for _, mail := range state.Mails {
		text := strings.Join([]string{mail.From, strings.Join(mail.To, " "), mail.Subject, mail.Body}, "\n")
		for _, secret := range p.secrets.texts {
			text = strings.ReplaceAll(text, secret, "[secret]")
		}
		all = append(all, text)
	}
	return all
}
