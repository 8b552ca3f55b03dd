// Package exchange speaks with Exchange Online through the InvokeCommand door
// that Microsoft's PowerShell module uses: the one way for an app to convert
// mailboxes, forward mail, grant access and change distribution lists. The
// door isn't documented, so nothing outside this package knows its shape.
package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// Scope is what a token for Exchange Online is asked for.
const Scope = "https://outlook.office365.com/.default"

// Base is where Exchange Online is.
const Base = "https://outlook.office365.com"

// cmdletHeader names the cmdlet of a call, for Exchange and for Changing.
const cmdletHeader = "X-CmdletName"

// Client is one tenant's Exchange Online.
type Client struct {
	door   string
	tenant string
	http   *http.Client
}

// New returns the client for the Exchange at base; its calls go through via.
func New(base, tenant string, via http.RoundTripper) *Client {
	door := base + "/adminapi/beta/" + url.PathEscape(tenant) + "/InvokeCommand"
	return &Client{door: door, tenant: tenant, http: &http.Client{Transport: via}}
}

// Lists returns the groups whose members only Exchange may change.
func (c *Client) Lists() step.Lists { return lists{c} }

// Mailboxes returns the tenant's mailboxes.
func (c *Client) Mailboxes() step.Mailboxes { return mailboxes{c} }

// AutoReplies returns the automatic replies of mailboxes.
func (c *Client) AutoReplies() step.AutoReplies { return autoReplies{c} }

// Delegates returns who has full access to mailboxes.
func (c *Client) Delegates() step.Delegates { return delegates{c} }

// Shared returns the tenant's shared mailboxes.
func (c *Client) Shared() step.SharedMailboxes { return sharedMailboxes{c} }

// Changing tells whether a call of this client changes anything: every call
// is a POST, and the cmdlets that only look are called Get-.
func Changing(request *http.Request) bool {
	return !strings.HasPrefix(request.Header.Get(cmdletHeader), "Get-")
}

// crowded is how Exchange says that too many calls are under way. It comes
// with changing statuses and as plain text.
const crowded = "You have reached the maximum number of concurrent requests per tenant"

// Throttled recognises an answer that asks for a pause in its text.
func Throttled(status int, body []byte) bool {
	if status >= http.StatusBadRequest {
		return bytes.Contains(body, []byte(crowded))
	}
	return bytes.HasPrefix(bytes.TrimLeft(body, "\" \r\n\t"), []byte(crowded))
}

// cmdlet is one call of a PowerShell cmdlet.
type cmdlet struct {
	name string
	// mailbox, where set, is the UPN of the mailbox that it is about, by which
	// Exchange finds the right server. A cmdlet about anything else goes by
	// the tenant's system mailbox.
	mailbox    string
	parameters map[string]any
}

// mostPages ends a listing that points to itself.
const mostPages = 1000

// run calls a cmdlet and returns its rows, from all pages. No row is fine:
// cmdlets that change something answer with nothing. Warnings are left out:
// they say that something was so already.
func (c *Client) run(ctx context.Context, command cmdlet) ([]json.RawMessage, error) {
	body, err := json.Marshal(map[string]any{
		"CmdletInput": map[string]any{"CmdletName": command.name, "Parameters": command.parameters},
	})
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", command.name, err)
	}
	var rows []json.RawMessage
	address := c.door
	for range mostPages {
		page, err := c.post(ctx, address, command, body)
		if err != nil {
			return nil, fail(command.name, err)
		}
		rows = append(rows, page.Value...)
		if page.NextLink == "" {
			return rows, nil
		}
		address = page.NextLink // asked for with the same body again
	}
	return nil, fmt.Errorf("%s: the listing doesn't end", command.name)
}

// page is an answer that isn't a refusal.
type page struct {
	Value    []json.RawMessage `json:"value"`
	NextLink string            `json:"@odata.nextLink"`
	Error    json.RawMessage   `json:"error"`
}

func (c *Client) post(ctx context.Context, address string, command cmdlet, body []byte) (page, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return page{}, fmt.Errorf("make request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Prefer", "odata.maxpagesize=1000")
	request.Header.Set("X-AnchorMailbox", c.anchor(command.mailbox))
	request.Header.Set(cmdletHeader, command.name)
	request.Header.Set("client-request-id", uuid.NewString())
	response, err := c.http.Do(request)
	if err != nil {
		return page{}, wire.Bare(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return page{}, fmt.Errorf("read answer: %w", err)
	}
	return readPage(response, answer)
}

func readPage(response *http.Response, answer []byte) (page, error) {
	if response.StatusCode >= http.StatusBadRequest {
		return page{}, readFailure(response, answer)
	}
	var read page
	if len(bytes.TrimSpace(answer)) == 0 {
		return read, nil
	}
	if err := json.Unmarshal(answer, &read); err != nil {
		return page{}, fmt.Errorf("read answer: %w", err)
	}
	if read.Error != nil {
		return page{}, readFailure(response, answer)
	}
	return read, nil
}

// anchor is the hint by which Exchange routes a call.
func (c *Client) anchor(mailbox string) string {
	if mailbox != "" {
		return "UPN:" + mailbox
	}
	return "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@" + c.tenant
}

// rowsOf calls a cmdlet and reads its rows.
func rowsOf[T any](ctx context.Context, c *Client, command cmdlet) ([]T, error) {
	raw, err := c.run(ctx, command)
	if err != nil {
		return nil, err
	}
	rows := make([]T, len(raw))
	for i := range raw {
		if err := json.Unmarshal(raw[i], &rows[i]); err != nil {
			return nil, fmt.Errorf("%s: read row: %w", command.name, err)
		}
	}
	return rows, nil
}

// rowOf calls a cmdlet that answers with one object. Several are an error:
// the name would be somebody else's as well.
func rowOf[T any](ctx context.Context, c *Client, command cmdlet) (T, error) {
	var none T
	rows, err := rowsOf[T](ctx, c, command)
	switch {
	case err != nil:
		return none, err
	case len(rows) == 0:
		return none, fmt.Errorf("%s: %w", command.name, step.ErrNotFound)
	case len(rows) > 1:
		return none, fmt.Errorf("%s: %d objects go by that name", command.name, len(rows))
	}
	return rows[0], nil
}

// change calls a cmdlet that changes something.
func (c *Client) change(ctx context.Context, command cmdlet) error {
	_, err := c.run(ctx, command)
	return err
}
