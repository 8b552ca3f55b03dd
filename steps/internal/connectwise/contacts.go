package connectwise

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"usher/steps/step"
)

// longestName is how many characters a first or last name may have; a longer
// one is refused.
const longestName = 30

// person is a contact as the server shows it. Its address isn't a field, but
// one of its communication items.
type person struct {
	ID        int       `json:"id,omitempty"`
	FirstName string    `json:"firstName"`
	LastName  string    `json:"lastName,omitempty"`
	Company   reference `json:"company"`
	Inactive  bool      `json:"inactiveFlag"`
	Items     []item    `json:"communicationItems,omitempty"`
}

type item struct {
	Type    reference `json:"type"`
	Value   string    `json:"value"`
	Kind    string    `json:"communicationType"` // Email, Phone or Fax
	Default bool      `json:"defaultFlag"`
}

const email = "Email"

// email is the contact's address: the default one where there are several.
func (p person) email() string {
	address := ""
	for _, one := range p.Items {
		if one.Kind == email && (address == "" || one.Default) {
			address = one.Value
		}
	}
	return address
}

func (p person) has(address string) bool {
	return slices.ContainsFunc(p.Items, func(one item) bool { return one.Kind == email && strings.EqualFold(one.Value, address) })
}

// Contacts returns the customer's contacts.
func (d *Desk) Contacts() step.Contacts { return contacts{d} }

type contacts struct{ *Desk }

// Find returns the company's contacts with this address, or, where there are
// none, with this name. Other companies' contacts may share an address, so
// the company is always asked for, and all that comes back is compared again.
func (c contacts) Find(ctx context.Context, address, firstName, lastName string) ([]step.Contact, error) {
	const doing = "find contact"
	company, err := c.companyID(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	within := fmt.Sprintf("company/id=%d", company)
	if address != "" {
		found, err := c.people(ctx, company, url.Values{
			"conditions":      {within},
			"childConditions": {"communicationItems/value=" + text(address) + ` and communicationItems/communicationType="Email"`},
		}, func(p person) bool { return p.has(address) })
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	first, last := short(firstName), short(lastName)
	if first == "" || last == "" {
		return nil, nil
	}
	return c.people(ctx, company, url.Values{"conditions": {within + " and firstName=" + text(first) + " and lastName=" + text(last)}},
		func(p person) bool {
			return strings.EqualFold(p.FirstName, first) && strings.EqualFold(p.LastName, last)
		})
}

func (c contacts) people(ctx context.Context, company int, query url.Values, fits func(person) bool) ([]step.Contact, error) {
	listed, err := list[person](ctx, c.Desk, "/company/contacts", query)
	if err != nil {
		return nil, fmt.Errorf("find contact: %w", err)
	}
	var found []step.Contact
	for _, one := range listed {
		if one.Company.ID == company && fits(one) {
			found = append(found, step.Contact{
				ID: strconv.Itoa(one.ID), FirstName: one.FirstName, LastName: one.LastName, Email: one.email(), Active: !one.Inactive,
			})
		}
	}
	return found, nil
}

// short cuts a name to what fits.
func short(name string) string {
	runes := []rune(strings.TrimSpace(name))
	return strings.TrimSpace(string(runes[:min(len(runes), longestName)]))
}

// Create adds a contact to the customer's company. Made twice, there are two.
// Names that are too long are cut.
func (c contacts) Create(ctx context.Context, made step.Contact) error {
	const doing = "create contact"
	company, err := c.companyID(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	kind, err := c.emailType(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	body := person{
		FirstName: short(made.FirstName), LastName: short(made.LastName), Company: reference{ID: company}, Inactive: !made.Active,
		Items: []item{{Type: reference{ID: kind.ID}, Value: made.Email, Kind: email, Default: true}},
	}
	if body.FirstName == "" { // it is required
		body.FirstName, body.LastName = body.LastName, ""
	}
	if _, err := c.do(ctx, call{method: http.MethodPost, path: "/company/contacts", body: body}, nil); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// emailType is the kind of address that contacts have here: its name and
// number are each provider's own.
func (c contacts) emailType(ctx context.Context) (reference, error) {
	all, err := list[struct {
		reference
		Email   bool `json:"emailFlag"`
		Default bool `json:"defaultFlag"`
	}](ctx, c.Desk, "/company/communicationTypes", nil)
	if err != nil {
		return reference{}, fmt.Errorf("kinds of addresses: %w", err)
	}
	var chosen reference
	for _, one := range all {
		if one.Email && (chosen.ID == 0 || one.Default) {
			chosen = one.reference
		}
	}
	if chosen.ID == 0 {
		return chosen, &step.Stop{Says: "ConnectWise has no communication type for e-mail, so no contact was made. Set one up and retry."}
	}
	return chosen, nil
}

var contactID = regexp.MustCompile(`^[1-9][0-9]{0,11}$`)

// SetActive makes a contact active, or inactive, and looks whether it is. A
// contact of another company isn't found.
func (c contacts) SetActive(ctx context.Context, id string, active bool) error {
	const doing = "set contact active"
	before, err := c.own(ctx, id)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	path := "/company/contacts/" + strconv.Itoa(before.ID)
	if _, err := c.do(ctx, call{method: http.MethodPatch, path: path, body: replace("inactiveFlag", !active)}, nil); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	after, err := c.own(ctx, id)
	if err != nil {
		return fmt.Errorf("%s: read it back: %w", doing, err)
	}
	if after.Inactive == active {
		return fmt.Errorf("%s: ConnectWise said that it did, but nothing changed", doing)
	}
	return nil
}

// own returns a contact of the customer's company.
func (c contacts) own(ctx context.Context, id string) (person, error) {
	var found person
	if !contactID.MatchString(id) {
		return found, fmt.Errorf("%q isn't a contact's number: %w", id, step.ErrNotFound)
	}
	company, err := c.companyID(ctx)
	if err != nil {
		return found, err
	}
	if _, err := c.do(ctx, call{method: http.MethodGet, path: "/company/contacts/" + id}, &found); err != nil {
		return found, err
	}
	if found.Company.ID != company {
		return found, fmt.Errorf("contact %s is another company's: %w", id, step.ErrNotFound)
	}
	return found, nil
}
