package offboard

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"usher/steps/step"
)

// A mailbox dies with its Exchange licence unless it is a shared one first.
// Every line that can take such a licence says so in its wanted state, and
// asks here before it says needed, and again before it does anything.

// The keys and words by which a wanted state says so.
const (
	mailboxKey = "mailbox"       // what it must be before the licence goes
	limitKey   = "sharedLimit"   // bytes, see MailboxSettings
	unasked    = "not converted" // nobody asked for the conversion
)

// defaultSharedLimit is used where a document leaves the limit out.
// Source: learn.microsoft.com/microsoft-365/admin/email/about-shared-mailboxes
const defaultSharedLimit = 50 << 30

// guardMailbox puts what must become of the mailbox into the wanted state of
// a line that takes an Exchange licence.
func guardMailbox(then step.Values, r step.Request, c step.Customer) {
	then[mailboxKey] = unasked
	if converts(r, c) {
		then[mailboxKey] = step.SharedMailbox
	}
	then[limitKey] = sharedLimit(c)
}

// sharedLimit is the customer's limit for shared mailboxes, in bytes.
func sharedLimit(c step.Customer) string {
	limit := c.Offboarding.Mailbox.SharedLimit
	if limit == 0 {
		limit = defaultSharedLimit
	}
	return strconv.FormatInt(limit, 10)
}

// mailboxHolds says, in words for a person, why the line mustn't take the
// licence, and that byHand is then left to do; it is empty where the mailbox
// is safe. While the mailbox is still to be converted it is a *step.Wait, but
// not when planning: the conversion comes first then.
func mailboxHolds(ctx context.Context, w *step.World, line step.Line, byHand string) (string, error) {
	if line.Then[mailboxKey] == "" {
		return "", nil
	}
	mailbox, err := w.Mailboxes.Get(ctx, line.Request.Person.UPN)
	if errors.Is(err, step.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the mailbox: %w", err)
	}
	if why := needsLicence(mailbox, line.Then[limitKey]); why != "" {
		return fmt.Sprintf("The licence stays: the mailbox %s, so it needs Exchange Online Plan 2. Keep a licence that includes it, or assign Plan 2 first and then %s by hand.", why, byHand), nil
	}
	if mailbox.Kind == step.SharedMailbox {
		return "", nil
	}
	if line.Then[mailboxKey] != step.SharedMailbox {
		return fmt.Sprintf("The licence stays: the mailbox would be lost with it. Convert it to a shared mailbox or keep its content elsewhere, then %s by hand.", byHand), nil
	}
	if line.Began.IsZero() {
		return "", nil
	}
	return "", notShared(mailbox)
}

// unlessHeld turns a finding into one for a person where the mailbox holds
// the licence.
func unlessHeld(ctx context.Context, w *step.World, line step.Line, found step.Finding, byHand string) (step.Finding, error) {
	why, err := mailboxHolds(ctx, w, line, byHand)
	if why != "" {
		found.State, found.Saw = step.ByHand, why
	}
	return found, err
}

// stopIfHeld is the last look before the licence is taken.
func stopIfHeld(ctx context.Context, w *step.World, line step.Line, byHand string) error {
	why, err := mailboxHolds(ctx, w, line, byHand)
	if err == nil && why != "" {
		return &step.Stop{Says: why}
	}
	return err
}

// notShared waits for Exchange to say that the mailbox is a shared one.
func notShared(mailbox step.Mailbox) error {
	return &step.Wait{For: 15 * time.Second, Why: "Exchange still says that " + mailbox.UPN + " is a " + mailbox.Kind + " mailbox"}
}

// needsLicence says what about a mailbox makes it need a licence even when it
// is shared; it is empty where nothing does.
// Source: learn.microsoft.com/microsoft-365/admin/email/remove-license-from-shared-mailbox
func needsLicence(mailbox step.Mailbox, limit string) string {
	most, err := strconv.ParseInt(limit, 10, 64)
	if err != nil {
		most = defaultSharedLimit
	}
	var why []string
	if mailbox.Size > most {
		why = append(why, fmt.Sprintf("is %s large, over the %s of a shared mailbox without a licence", gigabytes(mailbox.Size), gigabytes(most)))
	}
	if mailbox.Hold {
		why = append(why, "is on hold")
	}
	if mailbox.Archive {
		why = append(why, "has an archive")
	}
	return list(why)
}

// gigabytes writes a size as Exchange does, in units of 1024.
func gigabytes(bytes int64) string {
	return strconv.FormatFloat(float64(bytes)/(1<<30), 'f', 1, 64) + " GB"
}
