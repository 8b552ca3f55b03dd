package connectwise

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// note is a note as the server shows it. Exactly one of the flags says on
// which tab it stands; the discussion is what the customer sees.
type note struct {
	ID         int       `json:"id,omitempty"`
	Text       string    `json:"text"`
	Discussion bool      `json:"detailDescriptionFlag"`
	Internal   bool      `json:"internalAnalysisFlag"`
	Resolution bool      `json:"resolutionFlag"`
	Created    time.Time `json:"dateCreated,omitzero"`
	CreatedBy  string    `json:"createdBy,omitempty"`
	Contact    reference `json:"contact,omitzero"`
	Member     reference `json:"member,omitzero"`
	Info       struct {
		Updated time.Time `json:"lastUpdated,omitzero"`
	} `json:"_info,omitzero"`
}

// Notes have no field for a marker, so it stands at the end of the text. Line
// ends may have become spaces by the time it comes back.
var marked = regexp.MustCompile(`(?s)^(.*?)\s*\[mark ([^\s\[\]]+)\]\s*$`)

// ours takes the marker off the end of a note. What a contact wrote is never
// ours, even where it quotes us.
func (n note) ours() (text, marker string, ok bool) {
	parts := marked.FindStringSubmatch(n.Text)
	if parts == nil || n.Contact.ID != 0 {
		return n.Text, "", false
	}
	return parts[1], parts[2], true
}

// Notes lists the notes of a ticket, ours with their marker.
func (d *Desk) Notes(ctx context.Context, ticket string) ([]step.Note, error) {
	found, err := d.find(ctx, ticket)
	if err != nil {
		return nil, fmt.Errorf("read notes: %w", err)
	}
	listed, err := list[note](ctx, d, found.path+"/notes", nil)
	if err != nil {
		return nil, fmt.Errorf("read notes: %w", err)
	}
	notes := make([]step.Note, 0, len(listed))
	for _, one := range listed {
		text, marker, _ := one.ours()
		notes = append(notes, step.Note{Internal: !one.Discussion, Text: text, Marker: marker})
	}
	return notes, nil
}

// AddNote adds a note to a ticket. Made twice, there are two. It sends no
// mail: processNotifications stays off.
func (d *Desk) AddNote(ctx context.Context, ticket string, added step.Note) error {
	const doing = "add note"
	found, err := d.find(ctx, ticket)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	body := note{Text: added.Text, Internal: added.Internal, Discussion: !added.Internal}
	if added.Marker != "" {
		body.Text += "\n\n[mark " + added.Marker + "]"
	}
	if _, err := d.do(ctx, call{method: http.MethodPost, path: found.path + "/notes", body: body}, nil); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func (n note) at() time.Time {
	if n.Created.IsZero() {
		return n.Info.Updated
	}
	return n.Created
}

func (n note) author() string {
	return cmp.Or(n.Contact.Name, n.Member.Name, n.CreatedBy, n.Member.Identifier)
}

// thread writes the notes as one text, the newest first, without ours. The
// older ones are set apart the way a mail in a thread is.
func thread(notes []note) string {
	slices.SortStableFunc(notes, func(a, b note) int {
		return cmp.Or(b.at().Compare(a.at()), cmp.Compare(b.ID, a.ID))
	})
	var all []string
	for _, one := range notes {
		if _, _, ours := one.ours(); ours || strings.TrimSpace(one.Text) == "" {
			continue
		}
		head := ""
		if len(all) > 0 {
			head = fmt.Sprintf("---- reply ----\nFrom: %s\nSent: %s\n\n", one.author(), one.at().UTC().Format(time.RFC1123))
		}
		all = append(all, head+strings.TrimSpace(one.Text))
	}
	return strings.Join(all, "\n\n")
}
