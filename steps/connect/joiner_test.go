package connect_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/connect"
	"usher/steps/step"
)

// joiner is somebody who doesn't exist yet.
func joiner() step.NewAccount {
	return step.NewAccount{Enabled: true, Password: step.NewSecret("Canary-first-password-1"), Joiner: step.Joiner{
		GivenName: "Ida", Surname: "Berg", DisplayName: "Ida Berg", UPN: "ida.berg@contoso.example", MailNickname: "ida.berg",
		UsageLocation: "GB", Department: "Sales", JobTitle: "Clerk", Company: "Contoso", Office: "Leeds",
		MobilePhone: "+44 1632 960001", EmployeeType: "Employee", Tag: "usher-0001",
	}}
}

func TestAnAccountIsMadeOnce(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for address, says := range map[string]string{
		"ida.berg@contoso.example": "", upn: "the user Priya Nair (" + upn + ")", "dealdesk@contoso.example": "the group Deal Desk",
	} {
		taken, err := p.world.Accounts.Taken(t.Context(), address)
		require.NoError(t, err)
		require.Equal(t, says, taken)
	}
	id, err := p.world.Accounts.Create(t.Context(), joiner())
	require.NoError(t, err)
	user, err := p.world.Users.Get(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, []string{"Ida Berg", "Ida", "Berg", "Sales", "Clerk"}, []string{user.Name, user.GivenName, user.Surname, user.Department, user.JobTitle})
	require.True(t, user.Enabled)
	tag, err := p.world.Accounts.Tag(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "usher-0001", tag)
	again, err := p.world.Accounts.Create(t.Context(), joiner())
	require.NoError(t, err)
	require.Equal(t, id, again, "our own account is recognised")
	other := joiner()
	other.Tag = "usher-0002"
	_, err = p.world.Accounts.Create(t.Context(), other)
	var stop *step.Stop
	require.ErrorAs(t, err, &stop)
	require.Contains(t, stop.Says, "ida.berg@contoso.example exists already")

	require.NoError(t, p.world.Accounts.SetManager(t.Context(), id, arlene))
	boss, err := p.world.Users.Manager(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, arlene, boss.ID)
	for range 2 {
		require.NoError(t, p.world.Accounts.SetManager(t.Context(), id, ""))
	}
	_, err = p.world.Users.Manager(t.Context(), id)
	require.ErrorIs(t, err, step.ErrNotFound)
	require.Len(t, p.changes(), 3)
	require.NotContains(t, p.logs.String()+string(p.door("GET", "/_sim/ledger", ""))+string(p.door("GET", "/_sim/state", "")), "Canary")
}

func TestAnAccountWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.door("POST", "/_sim/faults", `[{"system":"graph","method":"POST","path":"/users$","nth":1,"then":{"cut":true,"afterDoing":true}}]`)
	_, err := p.world.Accounts.Create(t.Context(), joiner())
	var unknown *step.Unknown
	require.ErrorAs(t, err, &unknown)
	id, err := p.world.Accounts.Create(t.Context(), joiner())
	require.NoError(t, err)
	require.NotEmpty(t, id)
	require.Len(t, p.changes(), 1)
}

func TestGroupsAreFoundByWhatPeopleCallThem(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for _, words := range []string{"Deal Desk", "deal  desk", "DEALdesk@contoso.example", "5a1e0000-0000-4000-8000-000000000103"} {
		found, err := p.world.Directory.Groups(t.Context(), words)
		require.NoError(t, err, words)
		require.Len(t, found, 1, words)
		require.Equal(t, step.Distribution, found[0].Kind)
	}
	for _, words := range []string{"", "Nobody's", "00000000-0000-4000-8000-00000000dead"} {
		found, err := p.world.Directory.Groups(t.Context(), words)
		require.NoError(t, err, words)
		require.Empty(t, found, words)
	}
}

func TestMailIsSent(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	mail := step.Message{From: manager, To: "ida@home.example", Subject: "Welcome", Body: step.NewSecret("Your password: Canary-2")}
	require.NoError(t, p.world.Mail.Send(t.Context(), mail))
	var state struct {
		Mails []struct {
			From, Subject, Body, At string
			To                      []string
		}
	}
	require.NoError(t, json.Unmarshal(p.door("GET", "/_sim/state", ""), &state))
	require.Len(t, state.Mails, 1)
	require.Equal(t, manager, state.Mails[0].From)
	require.Equal(t, []string{"ida@home.example"}, state.Mails[0].To)
	require.Equal(t, "Your password: Canary-2", state.Mails[0].Body)
	require.NotContains(t, p.logs.String()+string(p.door("GET", "/_sim/ledger", "")), "Canary")

	mail.From = "nobody@contoso.example"
	var stop *step.Stop
	require.ErrorAs(t, p.world.Mail.Send(t.Context(), mail), &stop)
	require.NotContains(t, stop.Error(), "Canary")
	p.door("POST", "/_sim/consents", `{"tenant":"contoso","scopes":["User.ReadWrite.All"],"roles":[]}`)
	mail.From = manager
	var denied *step.Denied
	require.ErrorAs(t, p.world.Mail.Send(t.Context(), mail), &denied)
}

func TestOneTimeLinksOfTheSimulatedWorld(t *testing.T) {
	t.Parallel()
	for _, old := range []string{"false", "true"} {
		p := newPlace(t)
		p.door("POST", "/_sim/pwpush", `{"old":`+old+`}`)
		customer := p.customer()
		customer.Password = step.Password{Base: "sim:/pwpush"}
		links := p.open(customer).Links
		terms := step.LinkTerms{Days: 3, Views: 2, Retrieval: true, Passphrase: step.NewSecret("Canary-passphrase")}
		made, err := links.Make(t.Context(), step.NewSecret("Canary-payload"), terms)
		require.NoError(t, err)
		require.Equal(t, terms, made.Terms)
		require.Equal(t, p.url+"/pwpush/p/"+made.Token+"/r", made.URL.Reveal())
		require.Contains(t, string(p.door("GET", "/_sim/state", "")), `"views":0`)
		for range 2 {
			require.NoError(t, links.Expire(t.Context(), made.Token))
		}
		require.NoError(t, links.Expire(t.Context(), "neverthere"))
		wide, err := links.Make(t.Context(), step.NewSecret("x"), step.LinkTerms{Days: 120, Views: 0})
		require.NoError(t, err)
		require.Equal(t, step.LinkTerms{Days: 7, Views: 5}, wide.Terms, "as granted, not as asked")
		seen := p.logs.String() + string(p.door("GET", "/_sim/ledger", "")) + string(p.door("GET", "/_sim/state", ""))
		require.NotContains(t, seen, "Canary")
	}
}

func TestACustomerWithoutPasswordPusher(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	_, err := p.world.Links.Make(t.Context(), step.NewSecret("x"), step.LinkTerms{})
	var stop *step.Stop
	require.ErrorAs(t, err, &stop)
	customer := p.customer()
	customer.Password = step.Password{Base: "https://elsewhere.example"}
	_, err = p.made.Open(t.Context(), customer)
	require.ErrorContains(t, err, "simulated world only")
}

func TestContactsOfTheWebhookDesk(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	contact := step.Contact{FirstName: "Ida", LastName: "Berg", Email: "ida.berg@contoso.example", Active: true}
	require.NoError(t, p.world.Contacts.Create(t.Context(), contact))
	found, err := p.world.Contacts.Find(t.Context(), "IDA.berg@contoso.example", "", "")
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.NotEmpty(t, found[0].ID)
	contact.ID = found[0].ID
	require.Equal(t, contact, found[0])
	require.NoError(t, p.world.Contacts.SetActive(t.Context(), contact.ID, false))
	found, err = p.world.Contacts.Find(t.Context(), contact.Email, "", "")
	require.NoError(t, err)
	require.False(t, found[0].Active)
	require.ErrorIs(t, p.world.Contacts.SetActive(t.Context(), "nobody", true), step.ErrNotFound)
	_, err = p.world.Tickets.Read(t.Context(), "T-1")
	require.ErrorIs(t, err, step.ErrNotFound)
}

// vault keeps secrets in memory.
type vault struct{ held sync.Map }

func (v *vault) Secret(_ context.Context, name string) (step.Secret, error) {
	held, ok := v.held.Load(name)
	if !ok {
		return step.Secret{}, step.ErrNotFound
	}
	return held.(step.Secret), nil
}

func (v *vault) Keep(_ context.Context, name string, secret step.Secret) error {
	v.held.Store(name, secret)
	return nil
}

func (v *vault) Purge(_ context.Context, name string) error {
	v.held.Delete(name)
	return nil
}

func TestTheHandoverIsAVault(t *testing.T) {
	t.Parallel()
	kept := connect.HandoverIn(&vault{})
	require.NoError(t, kept.Keep(t.Context(), "run/1/password", step.NewSecret("x")))
	secret, err := kept.Get(t.Context(), "run/1/password")
	require.NoError(t, err)
	require.Equal(t, "x", secret.Reveal())
	require.NoError(t, kept.Purge(t.Context(), "run/1/password"))
	_, err = kept.Get(t.Context(), "run/1/password")
	require.ErrorIs(t, err, step.ErrNotFound)
	_, err = newPlace(t).world.Handover.Get(t.Context(), "run/1/password")
	require.ErrorContains(t, err, "without a handover")
	require.NotErrorIs(t, err, step.ErrNotFound)
}
