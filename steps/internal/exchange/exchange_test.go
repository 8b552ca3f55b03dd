package exchange_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/exchange"
	"usher/steps/step"
)

const (
	tenant = "c0470000-0000-4000-8000-000000000001"
	priya  = "priya.nair@contoso.example"
	arlene = "arlene.cho@contoso.example"
	list   = "77aa0000-0000-4000-8000-000000000002"
)

// heard is one cmdlet as it arrived.
type heard struct {
	Path, Cmdlet, Anchor, Header string
	Parameters                   map[string]any
}

// fake is an Exchange that answers by cmdlet.
type fake struct {
	answers map[string]string // "Get-Mailbox" to "200 {…}"
	client  *exchange.Client
	base    string

	mu    sync.Mutex
	calls []heard
}

func newFake(t *testing.T, answers map[string]string) *fake {
	t.Helper()
	made := &fake{answers: answers}
	server := httptest.NewServer(made)
	t.Cleanup(server.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	made.base = server.URL
	made.client = exchange.New(server.URL, tenant, transport)
	return made
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct {
		CmdletInput struct {
			CmdletName string
			Parameters map[string]any
		}
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil || r.Method != http.MethodPost {
		w.WriteHeader(http.StatusNotImplemented)
		return
	}
	input := body.CmdletInput
	f.mu.Lock()
	f.calls = append(f.calls, heard{
		Path: r.URL.Path, Cmdlet: input.CmdletName, Anchor: r.Header.Get("X-AnchorMailbox"),
		Header: r.Header.Get("X-CmdletName"), Parameters: input.Parameters,
	})
	f.mu.Unlock()
	answer, ok := f.answers[input.CmdletName+r.URL.Query().Get("page")]
	if !ok {
		answer = `404 {"error":{"code":"NotFound","message":"m","details":[{"message":"Ex|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object couldn't be found on 'DC1'."}]}}`
	}
	status, text, _ := strings.Cut(answer, " ")
	code, err := strconv.Atoi(status)
	if err != nil {
		panic(fmt.Sprintf("the test's answer %q begins with no status", answer))
	}
	w.WriteHeader(code)
	io.WriteString(w, strings.ReplaceAll(text, "BASE", f.base))
}

func (f *fake) only(t *testing.T) heard {
	t.Helper()
	require.Len(t, f.calls, 1)
	return f.calls[0]
}

func TestACallHasTheShapeThatExchangeWants(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"Set-Mailbox": "200 "})
	require.NoError(t, fake.client.Mailboxes().Convert(t.Context(), priya, step.SharedMailbox), "an empty body is success")
	require.Equal(t, heard{
		Path: "/adminapi/beta/" + tenant + "/InvokeCommand", Cmdlet: "Set-Mailbox", Header: "Set-Mailbox", Anchor: "UPN:" + priya,
		Parameters: map[string]any{"Identity": priya, "Type": "Shared"},
	}, fake.only(t))
}

func TestAWarningIsSuccess(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"Set-Mailbox": `200 {"value":[],"@adminapi.warnings":["The command completed successfully but no settings of 'x' have been modified."]}`,
	})
	require.NoError(t, fake.client.Mailboxes().Hide(t.Context(), priya, true))
	require.Equal(t, true, fake.only(t).Parameters["HiddenFromAddressListsEnabled"])
}

func TestForwardingClearsTheOtherWay(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{"Set-Mailbox": "204 "})
	mailboxes := fake.client.Mailboxes()
	require.NoError(t, mailboxes.Forward(t.Context(), priya, arlene, true))
	require.NoError(t, mailboxes.Forward(t.Context(), priya, "", true))
	require.Equal(t, map[string]any{
		"Identity": priya, "ForwardingAddress": arlene, "ForwardingSmtpAddress": nil, "DeliverToMailboxAndForward": true,
	}, fake.calls[0].Parameters)
	require.Equal(t, map[string]any{
		"Identity": priya, "ForwardingAddress": nil, "ForwardingSmtpAddress": nil, "DeliverToMailboxAndForward": false,
	}, fake.calls[1].Parameters)
}

func TestOnlyLookingCmdletsAreReads(t *testing.T) {
	t.Parallel()
	for name, changing := range map[string]bool{"Get-Mailbox": false, "Set-Mailbox": true, "Remove-MailboxPermission": true, "": true} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://x.example", nil)
		require.NoError(t, err)
		request.Header.Set("X-CmdletName", name)
		require.Equal(t, changing, exchange.Changing(request), name)
	}
}

func TestTooManyAtOnceIsAThrottle(t *testing.T) {
	t.Parallel()
	const crowded = "You have reached the maximum number of concurrent requests per tenant. Please wait and try again."
	require.True(t, exchange.Throttled(200, []byte(crowded)))
	require.True(t, exchange.Throttled(400, []byte(`{"error":{"message":"`+crowded+`"}}`)))
	require.False(t, exchange.Throttled(200, []byte(`{"value":[{"InternalMessage":"`+crowded+`"}]}`)), "somebody's reply may say so")
	require.False(t, exchange.Throttled(400, []byte("other")))
}

func TestPagesAreAskedForWithTheSameBody(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"Get-MailboxPermission":  `200 {"value":[{"User":"a@contoso.example","AccessRights":["FullAccess"]}],"@odata.nextLink":"BASE/next?page=2"}`,
		"Get-MailboxPermission2": `200 {"value":[{"User":"b@contoso.example","AccessRights":"FullAccess, ReadPermission"}]}`,
	})
	users, err := fake.client.Delegates().FullAccess(t.Context(), priya)
	require.NoError(t, err)
	require.Equal(t, []string{"a@contoso.example", "b@contoso.example"}, users)
	require.Equal(t, fake.calls[0].Parameters, fake.calls[1].Parameters)
}

func TestDelegatesAreThoseWithAGrantOfTheirOwn(t *testing.T) {
	t.Parallel()
	fake := newFake(t, map[string]string{
		"Get-MailboxPermission": `200 {"value":[
			{"User":"NT AUTHORITY\\SELF","AccessRights":["FullAccess","ReadPermission"]},
			{"User":"Organization Management","AccessRights":["FullAccess"],"IsInherited":true},
			{"User":"denied@contoso.example","AccessRights":["FullAccess"],"Deny":true},
			{"User":"reader@contoso.example","AccessRights":["ReadPermission"]},
			{"User":"arlene.cho@contoso.example","AccessRights":["FullAccess"],"IsInherited":false}]}`,
		"Add-MailboxPermission":    `200 {"value":[{"User":"x"}]}`,
		"Remove-MailboxPermission": `400 {"error":{"message":"Can't remove the access control entry on the object because the ACE doesn't exist on the object."}}`,
	})
	delegates := fake.client.Delegates()
	users, err := delegates.FullAccess(t.Context(), priya)
	require.NoError(t, err)
	require.Equal(t, []string{arlene}, users)
	require.NoError(t, delegates.Grant(t.Context(), priya, arlene))
	require.Equal(t, map[string]any{
		"Identity": priya, "User": arlene, "AccessRights": []any{"FullAccess"}, "InheritanceType": "All", "AutoMapping": true, "Confirm": false,
	}, fake.calls[1].Parameters)
	require.NoError(t, delegates.Revoke(t.Context(), priya, arlene), "no entry, no error")
	require.NotContains(t, fake.calls[2].Parameters, "AutoMapping")
}
