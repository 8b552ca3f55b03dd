package exchange_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

const (
	plainMailbox = `"RecipientTypeDetails":"UserMailbox","DeliverToMailboxAndForward":false,"HiddenFromAddressListsEnabled":false,"LitigationHoldEnabled":false`
	statistics   = `200 {"value":[{"TotalItemSize":"4.1 GB (4,402,341,478 bytes)"}]}`
)

func TestAMailboxIsReadInFull(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"Get-Mailbox": `200 {"value":[{"RecipientTypeDetails":"SharedMailbox","ForwardingAddress":"arlene.cho@contoso.example",
			"ForwardingSmtpAddress":"smtp:ignored@x.example","DeliverToMailboxAndForward":true,"HiddenFromAddressListsEnabled":true,
			"LitigationHoldEnabled":false,"InPlaceHolds":["mbx1"],"ArchiveStatus":"Active","IsDirSynced":true,"X@odata.type":"#Int64"}]}`,
		"Get-MailboxStatistics": statistics,
	})
	mailbox, err := fake.client.Mailboxes().Get(t.Context(), priya)
	require.NoError(t, err)
	require.Equal(t, step.Mailbox{
		UPN: priya, Kind: step.SharedMailbox, Size: 4_402_341_478, ForwardTo: arlene, KeepCopy: true,
		Hidden: true, Hold: true, Archive: true, Synced: true,
	}, mailbox)
}

func TestMailboxesThatAreUnlikeTheRest(t *testing.T) {
	t.Parallel()
	for extra, expected := range map[string]step.Mailbox{
		``: {},
		`,"ForwardingSmtpAddress":"smtp:out@x.example"`:                                          {ForwardTo: "out@x.example"},
		`,"ForwardingAddress":"Arlene Cho"`:                                                      {ForwardTo: arlene},
		`,"InPlaceHolds":["-mbx1"],"ArchiveGuid":"00000000-0000-0000-0000-000000000000"`:         {},
		`,"DelayHoldApplied":true,"ArchiveStatus":"None"`:                                        {Hold: true},
		`,"ArchiveStatus":"None","ArchiveGuid":"11111111-0000-0000-0000-000000000000"`:           {Archive: true},
		`,"LitigationHoldEnabled":true`:                                                          {Hold: true},
		`,"ForwardingAddress":null,"ForwardingSmtpAddress":null,"InPlaceHolds":null,"Other":[1]`: {},
	} {
		fake := newFake(t, map[string]string{
			"Get-Mailbox":           `200 {"value":[{` + plainMailbox + extra + `}]}`,
			"Get-MailboxStatistics": statistics,
			"Get-Recipient":         `200 {"value":[{"PrimarySmtpAddress":"a.cho@contoso.example","WindowsLiveID":"arlene.cho@contoso.example"}]}`,
		})
		expected.UPN, expected.Kind, expected.Size = priya, step.UserMailbox, 4_402_341_478
		mailbox, err := fake.client.Mailboxes().Get(t.Context(), priya)
		require.NoError(t, err, extra)
		require.Equal(t, expected, mailbox, extra)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for text, size := range map[string]int64{
		"12.3 GB (13,207,024,435 bytes)": 13_207_024_435, "0 B (0 bytes)": 0, "12,3 GB (13.207.024.435 bytes)": 13_207_024_435,
		"": 0, "12.3 GB": -1, "Unlimited": -1,
	} {
		fake := newFake(t, map[string]string{
			"Get-Mailbox":           `200 {"value":[{` + plainMailbox + `}]}`,
			"Get-MailboxStatistics": `200 {"value":[{"TotalItemSize":"` + text + `"}]}`,
		})
		mailbox, err := fake.client.Mailboxes().Get(t.Context(), priya)
		require.Equal(t, size >= 0, err == nil, text)
		if size > 0 {
			require.Equal(t, size, mailbox.Size)
		}
	}
	neverOpened := newFake(t, map[string]string{
		"Get-Mailbox":           `200 {"value":[{` + plainMailbox + `}]}`,
		"Get-MailboxStatistics": `200 {"value":[],"@adminapi.warnings":["The user hasn't logged on to mailbox"]}`,
	})
	mailbox, err := neverOpened.client.Mailboxes().Get(t.Context(), priya)
	require.NoError(t, err)
	require.Zero(t, mailbox.Size)
}

func TestAMailboxThatIsNotThere(t *testing.T) {
	t.Parallel()
	fake := newFake(t, nil)
	_, err := fake.client.Mailboxes().Get(t.Context(), priya)
	require.ErrorIs(t, err, step.ErrNotFound)
	require.ErrorIs(t, fake.client.Mailboxes().Convert(t.Context(), priya, step.SharedMailbox), step.ErrNotFound)
	_, err = fake.client.AutoReplies().Get(t.Context(), priya)
	require.ErrorIs(t, err, step.ErrNotFound)
	fake = newFake(t, map[string]string{"Get-Mailbox": `200 {"value":[{` + plainMailbox + `},{` + plainMailbox + `}]}`, "Get-MailboxStatistics": statistics})
	_, err = fake.client.Mailboxes().Get(t.Context(), priya)
	require.ErrorContains(t, err, "2 objects")
	fake = newFake(t, map[string]string{"Get-Mailbox": `200 {"value":[{"RecipientTypeDetails":"UserMailbox"}]}`, "Get-MailboxStatistics": statistics})
	_, err = fake.client.Mailboxes().Get(t.Context(), priya)
	require.ErrorContains(t, err, "left out", "a missing hold isn't no hold")
	require.Error(t, fake.client.Mailboxes().Convert(t.Context(), priya, "room"))
}

func TestRefusalsAreReadWhereverTheyStand(t *testing.T) {
	t.Parallel()
	for answer, contains := range map[string]string{
		`400 {"error":{"code":"BadRequest","message":"outer","details":[{"message":"Ex|Some.Exception|inner words","target":"x"}]}}`: "Some.Exception: inner words",
		`400 {"error":{"message":"outer","innererror":{"message":"inner","internalException":{"message":"deep","type":"Deep"}}}}`:    "Deep: deep",
		`400 {"error":{"code":"C","message":"outer"}}`:         "C: outer",
		`400 <html>proxy</html>`:                               "proxy",
		`200 {"error":{"code":"C","message":"hidden in 200"}}`: "hidden in 200",
	} {
		fake := newFake(t, map[string]string{"Set-Mailbox": answer})
		require.ErrorContains(t, fake.client.Mailboxes().Hide(t.Context(), priya, true), contains)
	}
}

func TestWhatTheAppMayNot(t *testing.T) {
	t.Parallel()
	for answer, role := range map[string]string{
		`403 {"error":{"message":"The role assigned to application 11 isn't supported in this scenario."}}`: "Exchange Recipient Administrator",
		`401 {"error":{"message":"The role assigned to application 11 isn't supported in this scenario."}}`: "Exchange Recipient Administrator",
		`403 Forbidden`: "",
		`400 {"error":{"details":[{"message":"Ex|E|Parameter 'Type' is not present in the role definition of the current user."}]}}`: "Exchange Administrator",
	} {
		fake := newFake(t, map[string]string{"Set-Mailbox": answer})
		err := fake.client.Mailboxes().Hide(t.Context(), priya, true)
		var denied *step.Denied
		require.ErrorAs(t, err, &denied)
		require.Equal(t, step.Exchange, denied.Resource)
		require.Equal(t, role, denied.Role)
	}
	fake := newFake(t, map[string]string{
		"Set-Mailbox": `400 {"error":{"message":"The action can't be performed because the object is being synchronized from your on-premises organization."}}`,
	})
	var stop *step.Stop
	require.ErrorAs(t, fake.client.Mailboxes().Hide(t.Context(), priya, true), &stop)
}
