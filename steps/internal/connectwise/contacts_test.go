package connectwise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

func TestContactsAreFoundByAddressThenByName(t *testing.T) {
	t.Parallel()
	at := "GET " + api + "/company/contacts"
	ida := `{"id":5,"firstName":"Ida","lastName":"O\"Berg",` + asCompany + `,"inactiveFlag":true,"communicationItems":[{"value":"Ida@contoso.example","communicationType":"Email"}]}`
	stray := `{"id":6,"firstName":"X",` + strings.Replace(asCompany, "250", "251", 1) + `,"communicationItems":[{"value":"ida@contoso.example","communicationType":"Email"}]},
		{"id":7,"firstName":"Y",` + asCompany + `,"communicationItems":[{"value":"ida@contoso.example","communicationType":"Phone"}]}`
	fake := newFake(t, "250", map[string][]string{at: {"200[" + stray + "," + ida + "]"}})
	want := []step.Contact{{ID: "5", FirstName: "Ida", LastName: `O"Berg`, Email: "Ida@contoso.example"}}
	found, err := fake.desk.Contacts().Find(t.Context(), "ida@contoso.example", "Ida", `O"Berg`)
	require.NoError(t, err)
	require.Equal(t, want, found, "another company's, and another kind of address, are left out")
	require.Equal(t, "company/id=250", fake.calls[1].query.Get("conditions"))
	require.Equal(t, `communicationItems/value="ida@contoso.example" and communicationItems/communicationType="Email"`, fake.calls[1].query.Get("childConditions"))

	fake = newFake(t, "250", map[string][]string{at: {"200[]", "200[" + stray + "," + ida + "]"}})
	found, err = fake.desk.Contacts().Find(t.Context(), `a" or x="`, " Ida", "O\"Berg\n")
	require.NoError(t, err)
	require.Equal(t, want, found)
	require.Contains(t, fake.calls[1].query.Get("childConditions"), `value="a\" or x=\""`)
	require.Equal(t, `company/id=250 and firstName="Ida" and lastName="O\"Berg"`, fake.calls[2].query.Get("conditions"))

	fake = newFake(t, "250", map[string][]string{at: {"200[]"}})
	found, err = fake.desk.Contacts().Find(t.Context(), "a@b.example", "Ida", "")
	require.NoError(t, err)
	require.Empty(t, found)
	require.Len(t, fake.calls, 2, "half a name finds nobody")
}

func TestAContactIsCreatedWithWhatFits(t *testing.T) {
	t.Parallel()
	types := "GET " + api + "/company/communicationTypes"
	fake := newFake(t, "250", map[string][]string{
		types:                               {`200[{"id":1,"phoneFlag":true,"defaultFlag":true},{"id":2,"emailFlag":true},{"id":3,"emailFlag":true,"defaultFlag":true}]`},
		"POST " + api + "/company/contacts": {"201{}"},
	})
	long := strings.Repeat("é", 40)
	require.NoError(t, fake.desk.Contacts().Create(t.Context(), step.Contact{FirstName: long, LastName: " Berg ", Email: "i@contoso.example", Active: true}))
	require.JSONEq(t, `{"firstName":"`+long[:60]+`","lastName":"Berg","company":{"id":250},"inactiveFlag":false,
		"communicationItems":[{"type":{"id":3},"value":"i@contoso.example","communicationType":"Email","defaultFlag":true}]}`, fake.calls[2].body)
	require.NoError(t, fake.desk.Contacts().Create(t.Context(), step.Contact{LastName: "Prince", Email: "p@contoso.example"}))
	require.Contains(t, fake.calls[4].body, `"firstName":"Prince","company"`)
	require.Contains(t, fake.calls[4].body, `"inactiveFlag":true`)
	fake = newFake(t, "250", map[string][]string{types: {`200[{"id":1,"phoneFlag":true}]`}})
	var stop *step.Stop
	require.ErrorAs(t, fake.desk.Contacts().Create(t.Context(), step.Contact{FirstName: "I"}), &stop)
}

func TestAContactIsMadeInactiveAndReadBack(t *testing.T) {
	t.Parallel()
	at := api + "/company/contacts/5"
	active, inactive := `200{"id":5,`+asCompany+`,"inactiveFlag":false}`, `200{"id":5,`+asCompany+`,"inactiveFlag":true}`
	fake := newFake(t, "250", map[string][]string{"GET " + at: {active, inactive}, "PATCH " + at: {inactive}})
	require.NoError(t, fake.desk.Contacts().SetActive(t.Context(), "5", false))
	require.JSONEq(t, `[{"op":"replace","path":"inactiveFlag","value":true}]`, fake.calls[2].body)
	fake = newFake(t, "250", map[string][]string{"GET " + at: {active}, "PATCH " + at: {inactive}})
	require.ErrorContains(t, fake.desk.Contacts().SetActive(t.Context(), "5", false), "nothing changed")
	fake = newFake(t, "251", map[string][]string{"GET " + at: {active}})
	for _, id := range []string{"5", "6", "", "../5", "5/communications"} {
		require.ErrorIs(t, fake.desk.Contacts().SetActive(t.Context(), id, false), step.ErrNotFound, id)
	}
	require.NotContains(t, strings.Join(fake.lines(), " "), "PATCH")
}

func TestACompanyThatIsNotThere(t *testing.T) {
	t.Parallel()
	fake := newFake(t, `con"toso`, map[string][]string{"GET " + api + "/company/companies": {`200[{"id":1,"identifier":"contoso"}]`}})
	_, err := fake.desk.Contacts().Find(t.Context(), "a@b.example", "", "")
	var stop *step.Stop
	require.ErrorAs(t, err, &stop)
	require.Equal(t, `identifier="con\"toso"`, fake.calls[1].query.Get("conditions"))
}
