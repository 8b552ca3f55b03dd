package exchange_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

func TestWhateverHasAnAddressInExchange(t *testing.T) {
	t.Parallel()
	const gone = `404 {"error":{"details":[{"message":"Ex|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|couldn't be found on 'x'"}]}}`
	for answer, says := range map[string]string{
		`200 {"value":[{"DisplayName":"Ida at home","RecipientTypeDetails":"MailContact"}]}`:                          "Ida at home, in Exchange a MailContact",
		`200 {"value":[{"DisplayName":"All","RecipientTypeDetails":"DynamicDistributionGroup"},{"DisplayName":"B"}]}`: "All, in Exchange a DynamicDistributionGroup",
		`200 {"value":[]}`: "",
		gone:               "",
	} {
		fake := newFake(t, map[string]string{"Get-Recipient": answer})
		taken, err := fake.client.Taken(t.Context(), "ida@contoso.example")
		require.NoError(t, err)
		require.Equal(t, says, taken)
	}
	fake := newFake(t, map[string]string{"Get-Recipient": `403 {"error":{"message":"no"}}`})
	_, err := fake.client.Taken(t.Context(), "ida@contoso.example")
	var denied *step.Denied
	require.ErrorAs(t, err, &denied, "who can't look doesn't say free")
}
