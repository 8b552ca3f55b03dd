package exchange_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

func TestListsAreJoinedAndLeftByIDWithTheBypass(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"Add-DistributionGroupMember": "204 ", "Remove-DistributionGroupMember": `200 {"value":[]}`})
	lists := fake.client.Lists()
	require.NoError(t, lists.Join(t.Context(), list, priya))
	require.NoError(t, lists.Leave(t.Context(), list, priya))
	require.Equal(t, map[string]any{"Identity": list, "Member": priya, "BypassSecurityGroupManagerCheck": true}, fake.calls[0].Parameters)
	require.Equal(t, map[string]any{
		"Identity": list, "Member": priya, "BypassSecurityGroupManagerCheck": true, "Confirm": false,
	}, fake.calls[1].Parameters)
	require.Equal(t, "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@"+tenant, fake.calls[0].Anchor)
}

func TestListsThatAreAsWantedAlready(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"Add-DistributionGroupMember":    `400 {"error":{"details":[{"message":"Ex|Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException|already"}]}}`,
		"Remove-DistributionGroupMember": `400 {"error":{"details":[{"message":"Ex|Microsoft.Exchange.Management.Tasks.MemberNotFoundException|not"}]}}`,
	})
	require.NoError(t, fake.client.Lists().Join(t.Context(), list, priya))
	require.NoError(t, fake.client.Lists().Leave(t.Context(), list, priya))
	gone := newFake(t, nil)
	require.ErrorIs(t, gone.client.Lists().Join(t.Context(), list, priya), step.ErrNotFound)
	require.ErrorIs(t, gone.client.Lists().Leave(t.Context(), list, priya), step.ErrNotFound)
	_, err := gone.client.Lists().Has(t.Context(), list, priya)
	require.ErrorIs(t, err, step.ErrNotFound)
}

func TestAMemberIsKnownByObjectID(t *testing.T) {
	t.Parallel()
	const him = `200 {"value":[{"ExternalDirectoryObjectId":"a1","PrimarySmtpAddress":"p.nair@contoso.example","WindowsLiveID":"priya.nair@contoso.example"}]}`
	for name, one := range map[string]struct {
		members, recipient string
		has                bool
	}{
		"by id":                   {`{"ExternalDirectoryObjectId":"A1","PrimarySmtpAddress":"old@contoso.example"}`, him, true},
		"another with their name": {`{"ExternalDirectoryObjectId":"b2","PrimarySmtpAddress":"priya.nair@contoso.example"}`, him, false},
		"by primary address":      {`{"PrimarySmtpAddress":"P.Nair@contoso.example"}`, him, true},
		"no mailbox any more":     {`{"WindowsLiveID":"Priya.Nair@contoso.example"}`, "404 ", true},
		"nobody":                  {``, him, false},
	} {
		fake := newFake(t, map[string]string{"Get-DistributionGroupMember": `200 {"value":[` + one.members + `]}`, "Get-Recipient": one.recipient})
		has, err := fake.client.Lists().Has(t.Context(), list, priya)
		require.NoError(t, err, name)
		require.Equal(t, one.has, has, name)
	}
}
