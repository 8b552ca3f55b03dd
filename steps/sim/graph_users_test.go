package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUserShowsOnlyDefaultProperties(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	got := r.graph("GET", "users/"+priya, nil)
	require.Equal(t, 200, got.status)
	delete(got.body, "@odata.context")
	require.Equal(t, object{
		"id": priya, "displayName": "Priya Nair", "givenName": "Priya", "surname": "Nair", "jobTitle": "Account Manager",
		"mail": "priya.nair@contoso.example", "userPrincipalName": "priya.nair@contoso.example", "officeLocation": "London",
		"mobilePhone": "+44 7700 900101", "preferredLanguage": nil, "businessPhones": []any{},
	}, got.body)
}
