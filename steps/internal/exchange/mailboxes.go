package exchange

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// mailboxes are the tenant's mailboxes.
type mailboxes struct{ *Client }

// stored is what Get-Mailbox tells. What decides is a pointer: it may not be
// taken for false because it is missing.
type stored struct {
	Kind          string   `json:"RecipientTypeDetails"`
	Forward       string   `json:"ForwardingAddress"`
	ForwardSMTP   string   `json:"ForwardingSmtpAddress"`
	KeepCopy      *bool    `json:"DeliverToMailboxAndForward"`
	Hidden        *bool    `json:"HiddenFromAddressListsEnabled"`
	Litigation    *bool    `json:"LitigationHoldEnabled"`
	InPlace       []string `json:"InPlaceHolds"`
	Compliance    bool     `json:"ComplianceTagHoldApplied"`
	Delayed       bool     `json:"DelayHoldApplied"`
	DelayedTwice  bool     `json:"DelayReleaseHoldApplied"`
	ArchiveStatus string   `json:"ArchiveStatus"`
	ArchiveID     string   `json:"ArchiveGuid"`
	Synced        bool     `json:"IsDirSynced"`
}

// Get returns a mailbox and its size, looked up side by side.
func (m mailboxes) Get(ctx context.Context, upn string) (step.Mailbox, error) {
	var found stored
	var size int64
	both, within := errgroup.WithContext(ctx)
	both.Go(func() (err error) {
		found, err = rowOf[stored](within, m.Client, about("Get-Mailbox", upn))
		return err
	})
	both.Go(func() (err error) { size, err = m.size(within, upn); return err })
	if err := both.Wait(); err != nil {
		return step.Mailbox{}, fmt.Errorf("look at mailbox: %w", err)
	}
	if found.Kind == "" || found.KeepCopy == nil || found.Hidden == nil || found.Litigation == nil {
		return step.Mailbox{}, errors.New("look at mailbox: Get-Mailbox left out its kind, forwarding, hiding or hold")
	}
	to, err := m.forwardTo(ctx, found)
	if err != nil {
		return step.Mailbox{}, fmt.Errorf("look at forwarding: %w", err)
	}
	return step.Mailbox{
		UPN: upn, Kind: kindOf(found.Kind), Size: size, ForwardTo: to, KeepCopy: *found.KeepCopy,
		Hidden: *found.Hidden, Hold: found.held(), Archive: found.archived(), Synced: found.Synced,
	}, nil
}

// kindOf turns SharedMailbox into shared, and so on.
func kindOf(details string) string { return strings.ToLower(strings.TrimSuffix(details, "Mailbox")) }

// held tells whether anything keeps the content. An entry that begins with a
// minus takes the mailbox out of a hold.
// Source: learn.microsoft.com/purview/ediscovery-identify-a-hold-on-an-exchange-online-mailbox
func (s stored) held() bool {
	for _, hold := range s.InPlace {
		if !strings.HasPrefix(hold, "-") {
			return true
		}
	}
	return *s.Litigation || s.Compliance || s.Delayed || s.DelayedTwice
}

func (s stored) archived() bool {
	const none = "00000000-0000-0000-0000-000000000000"
	return s.ArchiveStatus == "Active" || s.ArchiveID != "" && s.ArchiveID != none
}

// forwardTo is where mail really goes: ForwardingAddress wins over the other.
// Exchange may name a colleague by something else than an address, which is
// then looked up.
// Source: learn.microsoft.com/powershell/module/exchange/set-mailbox
func (m mailboxes) forwardTo(ctx context.Context, found stored) (string, error) {
	if found.Forward == "" {
		return trimPrefixFold(found.ForwardSMTP, "smtp:"), nil
	}
	if strings.Contains(found.Forward, "@") {
		return found.Forward, nil
	}
	colleague, err := m.recipient(ctx, found.Forward)
	if err != nil {
		return "", err
	}
	if colleague.UPN != "" {
		return colleague.UPN, nil
	}
	return colleague.Address, nil
}

func trimPrefixFold(text, prefix string) string {
	if len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix) {
		return text[len(prefix):]
	}
	return text
}

// size is what a mailbox holds in bytes. One that nobody has opened yet has
// no statistics and holds nothing.
func (m mailboxes) size(ctx context.Context, upn string) (int64, error) {
	rows, err := rowsOf[struct{ TotalItemSize string }](ctx, m.Client, about("Get-MailboxStatistics", upn))
	if err != nil || len(rows) == 0 || rows[0].TotalItemSize == "" {
		return 0, err
	}
	return bytesOf(rows[0].TotalItemSize)
}

var inBytes = regexp.MustCompile(`\(([\d.,'\s\x{00A0}\x{202F}]+)bytes\)`)

// bytesOf reads a size as Exchange writes it: 12.3 GB (13,207,024,435 bytes).
func bytesOf(size string) (int64, error) {
	found := inBytes.FindStringSubmatch(size)
	if found == nil {
		return 0, fmt.Errorf("size %q isn't in bytes", size)
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, found[1])
	bytes, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("size %q: %w", size, err)
	}
	return bytes, nil
}

// Convert makes it a user or a shared mailbox.
func (m mailboxes) Convert(ctx context.Context, upn, kind string) error {
	types := map[string]string{step.UserMailbox: "Regular", step.SharedMailbox: "Shared"}
	if types[kind] == "" {
		return fmt.Errorf("convert mailbox: there is no kind %q", kind)
	}
	return m.set(ctx, upn, map[string]any{"Type": types[kind]})
}

// Forward sends new mail on to a colleague. The other way of forwarding is
// always cleared, since Exchange ignores one of two.
func (m mailboxes) Forward(ctx context.Context, upn, to string, keepCopy bool) error {
	change := map[string]any{"ForwardingAddress": nil, "ForwardingSmtpAddress": nil, "DeliverToMailboxAndForward": false}
	if to != "" {
		change["ForwardingAddress"], change["DeliverToMailboxAndForward"] = to, keepCopy
	}
	return m.set(ctx, upn, change)
}

// Hide takes it out of the address lists, or puts it back.
func (m mailboxes) Hide(ctx context.Context, upn string, hidden bool) error {
	return m.set(ctx, upn, map[string]any{"HiddenFromAddressListsEnabled": hidden})
}

func (m mailboxes) set(ctx context.Context, upn string, change map[string]any) error {
	command := about("Set-Mailbox", upn)
	for name, value := range change {
		command.parameters[name] = value
	}
	return m.change(ctx, command)
}

// about is a cmdlet about one mailbox.
func about(name, upn string) cmdlet {
	return cmdlet{name: name, mailbox: upn, parameters: map[string]any{"Identity": upn}}
}
