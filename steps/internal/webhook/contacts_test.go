package webhook_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

func TestContactsOfACustomer(t *testing.T) {
	t.Parallel()
	desk, fake := desk(t, canary, map[string]string{
		"GET /desk/contoso/contacts":         `200{"contacts":[{"id":"c/1","email":"i+b@contoso.example","firstName":"Ida","lastName":"Berg","active":true}]}`,
		"POST /desk/contoso/contacts":        `201{"id":"c2"}`,
		"PATCH /desk/contoso/contacts/c%2F1": `200{}`,
	})
	contacts := desk.Contacts()
	found, err := contacts.Find(t.Context(), "i+b@contoso.example", "Ida", "Berg")
	require.NoError(t, err)
	require.Equal(t, []step.Contact{{ID: "c/1", Email: "i+b@contoso.example", FirstName: "Ida", LastName: "Berg", Active: true}}, found)
	require.NoError(t, contacts.Create(t.Context(), step.Contact{Email: "a@contoso.example", FirstName: "A", LastName: "B", Active: true}))
	require.NoError(t, contacts.SetActive(t.Context(), "c/1", false))
	require.ErrorIs(t, contacts.SetActive(t.Context(), "nobody", false), step.ErrNotFound)
	require.Equal(t, []string{
		"GET /desk/contoso/contacts ",
		`POST /desk/contoso/contacts {"email":"a@contoso.example","firstName":"A","lastName":"B","active":true}`,
		`PATCH /desk/contoso/contacts/c%2F1 {"active":false}`, `PATCH /desk/contoso/contacts/nobody {"active":false}`,
	}, fake.heard)
	require.Equal(t, []string{"email=i%2Bb%40contoso.example", "", "", ""}, fake.queries)
	_, err = desk.Tickets().Read(t.Context(), "T-1")
	require.ErrorIs(t, err, step.ErrNotFound, "its events bring the whole ticket")
}
