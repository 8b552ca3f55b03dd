package connect_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

func TestAccountsOfTheSimulatedWorld(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for _, words := range []string{upn, "PRIYA.NAIR@contoso.example", "Priya Nair", "nair priya", "Nair, Priya"} {
		found, err := p.world.Users.Find(t.Context(), words)
		require.NoError(t, err, words)
		require.Len(t, found, 1, words)
		require.Equal(t, priya, found[0].ID)
	}
	nobody, err := p.world.Users.Find(t.Context(), "O'Hara Nobody")
	require.NoError(t, err)
	require.Empty(t, nobody)
	boss, err := p.world.Users.Manager(t.Context(), priya)
	require.NoError(t, err)
	require.Equal(t, arlene, boss.ID)
	_, err = p.world.Users.Get(t.Context(), "00000000-0000-4000-8000-00000000dead")
	require.ErrorIs(t, err, step.ErrNotFound)
}

func TestTheCut(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	before, err := p.world.Users.Get(t.Context(), priya)
	require.NoError(t, err)
	require.True(t, before.Enabled)
	require.NoError(t, p.world.SignIn.SetEnabled(t.Context(), priya, false))
	require.NoError(t, p.world.SignIn.SetPassword(t.Context(), priya, step.NewSecret("Canary-9-password!x")))
	require.NoError(t, p.world.SignIn.RevokeSessions(t.Context(), priya))
	after, err := p.world.Users.Get(t.Context(), priya)
	require.NoError(t, err)
	require.False(t, after.Enabled)
	require.True(t, after.PasswordChanged.After(before.PasswordChanged))
	require.True(t, after.SessionsValidFrom.After(before.SessionsValidFrom))
	require.NotContains(t, p.logs.String(), "Canary")
	require.Equal(t, []string{
		"PATCH /graph/v1.0/users/" + priya, "PATCH /graph/v1.0/users/" + priya, "POST /graph/v1.0/users/" + priya + "/revokeSignInSessions",
	}, p.changes())
}

func TestGroupsAreLeftAndJoinedByTheirKind(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	groups, err := p.world.Groups.Of(t.Context(), priya)
	require.NoError(t, err)
	kinds := map[step.GroupKind]step.Group{}
	for _, group := range groups {
		if !group.Dynamic {
			kinds[group.Kind] = group
		}
	}
	require.Len(t, kinds, 4, "one of each kind: %v", groups)
	for _, kind := range []step.GroupKind{step.Security, step.Microsoft365} {
		require.NoError(t, p.world.Groups.Leave(t.Context(), kinds[kind].ID, priya))
		require.NoError(t, p.world.Groups.Leave(t.Context(), kinds[kind].ID, priya), "twice is no error")
		require.NoError(t, p.world.Groups.Join(t.Context(), kinds[kind].ID, priya))
		require.NoError(t, p.world.Groups.Join(t.Context(), kinds[kind].ID, priya), "twice is no error")
	}
	for _, kind := range []step.GroupKind{step.Distribution, step.MailEnabled} {
		list := kinds[kind].ID
		require.NoError(t, p.world.Lists.Leave(t.Context(), list, upn))
		require.NoError(t, p.world.Lists.Leave(t.Context(), list, upn), "twice is no error")
		has, err := p.world.Lists.Has(t.Context(), list, upn)
		require.NoError(t, err)
		require.False(t, has)
		require.NoError(t, p.world.Lists.Join(t.Context(), list, upn))
		require.NoError(t, p.world.Lists.Join(t.Context(), list, upn), "twice is no error")
		has, err = p.world.Lists.Has(t.Context(), list, upn)
		require.NoError(t, err)
		require.True(t, has)
	}
	require.Len(t, p.changes(), 8)
	again, err := p.world.Groups.Of(t.Context(), priya)
	require.NoError(t, err)
	require.ElementsMatch(t, groups, again)
}

func TestLicencesOfTheSimulatedWorld(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	held, err := p.world.Licences.Of(t.Context(), priya)
	require.NoError(t, err)
	require.Len(t, held, 1)
	require.Equal(t, "SPB", held[0].Name)
	require.True(t, held[0].Mail)
	used := p.used("SPB")
	require.NoError(t, p.world.Licences.Change(t.Context(), priya, nil, []string{held[0].SKU}))
	require.NoError(t, p.world.Licences.Change(t.Context(), priya, nil, []string{held[0].SKU}), "twice is no error")
	require.Equal(t, used-1, p.used("SPB"))
	require.NoError(t, p.world.Licences.Change(t.Context(), priya, []string{held[0].SKU}, nil))
	require.Equal(t, used, p.used("SPB"))
}

func (p *place) used(name string) int {
	p.t.Helper()
	seats, err := p.world.Licences.Seats(p.t.Context())
	require.NoError(p.t, err)
	for _, seat := range seats {
		if seat.Name == name {
			return seat.Used
		}
	}
	require.Fail(p.t, "no SKU "+name)
	return 0
}

func TestMailboxesOfTheSimulatedWorld(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	before, err := p.world.Mailboxes.Get(t.Context(), upn)
	require.NoError(t, err)
	require.Equal(t, step.UserMailbox, before.Kind)
	require.InDelta(t, 4.1, float64(before.Size)/(1<<30), 0.2)
	require.NoError(t, p.world.Mailboxes.Convert(t.Context(), upn, step.SharedMailbox))
	require.NoError(t, p.world.Mailboxes.Forward(t.Context(), upn, manager, true))
	require.NoError(t, p.world.Mailboxes.Hide(t.Context(), upn, true))
	after, err := p.world.Mailboxes.Get(t.Context(), upn)
	require.NoError(t, err)
	require.Equal(t, step.Mailbox{
		UPN: upn, Kind: step.SharedMailbox, Size: before.Size, ForwardTo: manager, KeepCopy: true, Hidden: true,
	}, after)
	require.NoError(t, p.world.Mailboxes.Forward(t.Context(), upn, "", false))

	reply := step.AutoReply{On: true, Inside: "Priya has left.\n\nAsk <Arlene>  & co.", Outside: "Priya has left.", Audience: "All"}
	require.NoError(t, p.world.AutoReplies.Set(t.Context(), upn, reply))
	found, err := p.world.AutoReplies.Get(t.Context(), upn)
	require.NoError(t, err)
	require.Equal(t, reply, found)

	require.NoError(t, p.world.Delegates.Grant(t.Context(), upn, manager))
	require.NoError(t, p.world.Delegates.Grant(t.Context(), upn, manager))
	delegates, err := p.world.Delegates.FullAccess(t.Context(), upn)
	require.NoError(t, err)
	require.Equal(t, []string{manager}, delegates)
	require.NoError(t, p.world.Delegates.Revoke(t.Context(), upn, manager))
	require.NoError(t, p.world.Delegates.Revoke(t.Context(), upn, manager))
	_, err = p.world.Mailboxes.Get(t.Context(), "nobody@contoso.example")
	require.ErrorIs(t, err, step.ErrNotFound)
}

func TestTheDeskAndTheCards(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	note := step.Note{Internal: true, Text: "Plan", Marker: "usher-1"}
	require.NoError(t, p.world.Desk.AddNote(t.Context(), "T-1", note))
	notes, err := p.world.Desk.Notes(t.Context(), "T-1")
	require.NoError(t, err)
	require.Equal(t, []step.Note{note}, notes)
	require.NoError(t, p.world.Desk.SetStatus(t.Context(), "T-1", "closed"))
	status, err := p.world.Desk.Status(t.Context(), "T-1")
	require.NoError(t, err)
	require.Equal(t, "closed", status)

	card := step.Card{Title: "Approval needed", Texts: []string{"Ticket T-1"}, Links: []step.Link{{Title: "Review", URL: step.NewSecret("https://usher.example/api/approve/r?t=x")}}}
	require.NoError(t, p.world.Cards.Post(t.Context(), "teams-dana", card))
	var stop *step.Stop
	require.ErrorAs(t, p.world.Cards.Post(t.Context(), "teams-nobody", card), &stop)
	err = p.world.Cards.Post(t.Context(), "teams-elsewhere", card)
	require.ErrorAs(t, err, &stop, "a simulated customer posts to the simulated world only")
	require.NotContains(t, err.Error(), "canary")
	require.Len(t, p.changes(), 3)
	require.NotContains(t, p.logs.String(), "anary")
}

func TestFaultsOfTheSimulatedWorld(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.door("POST", "/_sim/faults", `[
		{"system":"graph","method":"PATCH","nth":1,"then":{"cut":true,"afterDoing":true}},
		{"system":"graph","path":"revokeSignInSessions","nth":1,"then":{"status":429,"retryAfter":0.1}},
		{"system":"exchange","cmdlet":"Get-Mailbox$","nth":1,"then":{"status":429}},
		{"system":"exchange","cmdlet":"Set-Mailbox","times":1,"then":{"status":503}}]`)
	var unknown *step.Unknown
	require.ErrorAs(t, p.world.SignIn.SetEnabled(t.Context(), priya, false), &unknown)
	user, err := p.world.Users.Get(t.Context(), priya)
	require.NoError(t, err)
	require.False(t, user.Enabled, "it took effect all the same")
	require.NoError(t, p.world.SignIn.RevokeSessions(t.Context(), priya))
	require.Len(t, p.changes(), 2, "the throttled revoke was made again, the lost block wasn't")
	_, err = p.world.Mailboxes.Get(t.Context(), upn)
	require.NoError(t, err)
	require.ErrorAs(t, p.world.Mailboxes.Hide(t.Context(), upn, true), &unknown)

	p.door("POST", "/_sim/faults", `[{"system":"graph","then":{"status":429,"retryAfter":"1e9"}}]`)
	_, err = p.world.Users.Get(t.Context(), priya)
	var wait *step.Wait
	require.ErrorAs(t, err, &wait)
	require.GreaterOrEqual(t, wait.For, time.Hour)
	_, err = p.world.Mailboxes.Get(t.Context(), upn)
	require.NoError(t, err, "Exchange has a gate of its own")
	fabrikam := p.customer()
	fabrikam.Key, fabrikam.TenantID = "fabrikam", "fab00000-0000-4000-8000-000000000001"
	p.door("POST", "/_sim/faults", `[]`)
	_, err = p.open(fabrikam).Users.Find(t.Context(), "marcus.webb@fabrikam.example")
	require.NoError(t, err, "another tenant doesn't wait")
	_, err = p.open(p.customer()).Users.Get(t.Context(), priya)
	require.ErrorAs(t, err, &wait, "a World opened anew knows of the pause")
}

func TestConsents(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	granted, err := p.world.Access.Granted(t.Context(), step.Graph)
	require.NoError(t, err)
	require.Contains(t, granted, "User.EnableDisableAccount.All")
	granted, err = p.world.Access.Granted(t.Context(), step.Exchange)
	require.NoError(t, err)
	require.Equal(t, []string{"Exchange.ManageAsApp"}, granted)

	p.door("POST", "/_sim/consents", `{"tenant":"contoso","scopes":["User.Read.All","Exchange.ManageAsApp"],"roles":[]}`)
	err = p.world.SignIn.SetEnabled(t.Context(), priya, false)
	var denied *step.Denied
	require.ErrorAs(t, err, &denied)
	require.Equal(t, step.Graph, denied.Resource)
	require.NotErrorIs(t, err, step.ErrNotFound)
	granted, err = p.world.Access.Granted(t.Context(), step.Graph)
	require.NoError(t, err)
	require.Equal(t, []string{"User.Read.All"}, granted, "after a refusal the next token tells the truth")
	require.ErrorAs(t, p.world.Mailboxes.Hide(t.Context(), upn, true), &denied)
	require.Equal(t, "Exchange Recipient Administrator", denied.Role)
	require.Empty(t, p.changes())

	p.door("POST", "/_sim/consents", `{"tenant":"contoso","scopes":["User.ReadWrite.All","Exchange.ManageAsApp"],"roles":["Exchange Administrator"]}`)
	require.ErrorAs(t, p.world.SignIn.SetEnabled(t.Context(), priya, false), &denied, "the kept token lacks what was just granted")
	require.NoError(t, p.world.SignIn.SetEnabled(t.Context(), priya, false))
}

func TestSettleIsShortInTheSimulatedWorld(t *testing.T) {
	t.Parallel()
	require.Equal(t, step.Settle{Agree: 3, Times: 8, Every: 50 * time.Millisecond}, newPlace(t).world.Settle)
}
