package flow_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// requireUnknown requires that a token is as good as none, for looking and for
// deciding.
func requireUnknown(t *testing.T, r *rig, run, token, what string) {
	t.Helper()
	_, err := r.Ask(t.Context(), run, token, nil)
	require.ErrorIs(t, err, flow.ErrLinkUnknown, "asked: %s, %s", what, token)
	_, err = r.Decide(t.Context(), run, token, flow.Answer{Verdict: flow.Approve, Hash: r.run().Plan.Hash})
	require.ErrorIs(t, err, flow.ErrLinkUnknown, "decided: %s, %s", what, token)
}

func TestAlteredLinkIsUnknown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	id, token := r.run().ID, r.token("teams-arlene")
	for i := range len(token) {
		for bit := range 8 {
			altered := []byte(token)
			altered[i] ^= 1 << bit
			requireUnknown(t, r, id, string(altered), "one bit is another")
		}
		requireUnknown(t, r, id, token[:i], "cut short")
		requireUnknown(t, r, id, token[:i]+"="+token[i:], "one byte more")
	}
	for _, last := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		if other := token[:len(token)-1] + string(last); other != token {
			requireUnknown(t, r, id, other, "another last letter")
		}
	}
	requireUnknown(t, r, id, token+".1", "one part more")
	_, err := r.Ask(t.Context(), id, token, nil)
	require.NoError(t, err, "the link itself still works")
}

// TestLinkIsForOneQuestionOnly puts another value into each part of a link,
// under the signature of the true one.
func TestLinkIsForOneQuestionOnly(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.says(offboard(leaver("Priya", "Nair"), leaver("Sam", "Okoro")))
	r.send("e1")
	r.pump(time.Minute)
	runs, tokens := r.all(), r.tokens("teams-arlene")
	require.Len(t, runs, 2)
	for what, change := range map[string]func(parts []string){
		"key":       func(p []string) { p[0] = "2" },
		"run":       func(p []string) { p[1] = runs[1].ID },
		"round":     func(p []string) { p[2] = "2" },
		"purpose":   func(p []string) { p[3] = flow.ForAmendment },
		"approver":  func(p []string) { p[4] = "1" },
		"expiry":    func(p []string) { p[5] = strconv.FormatInt(r.clock.Now().Add(10000*time.Hour).Unix(), 10) },
		"signature": func(p []string) { p[6] = strings.Split(r.tokens("teams-bo")[0], ".")[6] },
	} {
		parts := strings.Split(tokens[0], ".")
		change(parts)
		for _, run := range runs {
			requireUnknown(t, r, run.ID, strings.Join(parts, "."), "another "+what)
		}
	}
	requireUnknown(t, r, runs[1].ID, tokens[0], "the other run's")
	requireUnknown(t, r, runs[0].ID, tokens[1], "the other run's")
}

// tokens lists the tokens of a channel's newest card, one for each run.
func (r *rig) tokens(channel string) []string {
	r.t.Helper()
	cards := r.tenant.cards[channel]
	require.NotEmpty(r.t, cards, "no card in %s", channel)
	var tokens []string
	for _, link := range cards[len(cards)-1].Links {
		_, token, _ := strings.Cut(link.URL.Reveal(), "?t=")
		tokens = append(tokens, token)
	}
	return tokens
}

// TestLinkOfAnEarlierQuestion uses a link of the plan for the amendment, which
// is open to the same people.
func TestLinkOfAnEarlierQuestion(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	old := r.token("teams-bo")
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.decide(flow.Approve)
	r.pump(time.Minute)
	v := r.run()
	require.Equal(t, flow.Approving, v.State)
	asked, err := r.Ask(t.Context(), v.ID, r.token("teams-bo"), nil)
	require.NoError(t, err)
	_, err = r.Decide(t.Context(), v.ID, old, flow.Answer{Verdict: flow.Approve, Hash: asked.Hash})
	require.ErrorIs(t, err, flow.ErrLinkUsed)
	require.Contains(t, r.tenant.groups, "Board")
}

// TestHashOfAnotherPlan decides on something else than the page showed.
func TestHashOfAnotherPlan(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	_, err := r.Decide(t.Context(), r.run().ID, r.token("teams-bo"), flow.Answer{Verdict: flow.Approve, Hash: "another"})
	require.ErrorIs(t, err, flow.ErrLinkOld)
	require.Equal(t, flow.Approving, r.run().State)
}
