package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// licences finds what the ticket calls a licence among those that the tenant
// owns: by product name, part number, common short name or the document's own
// names for bundles. What the tenant doesn't own is never meant.
func (r *resolver) licences(ctx context.Context, j *step.Joiner) error {
	if !r.customer.Onboarding.Licences {
		return nil
	}
	words := r.subject.Licenses
	if len(words) == 0 {
		words = r.customer.Licences.Default
	}
	if answer, _ := r.answer("license", ""); len(words) == 0 && answer != "" {
		words = []string{answer}
	}
	if len(words) == 0 && !slices.Contains(r.missing, "license") {
		return nil
	}
	seats, err := r.world.Licences.Seats(ctx)
	if err != nil {
		return fmt.Errorf("licences of the tenant: %w", err)
	}
	if len(words) == 0 {
		r.ask(question{name: "license", kind: LicenceAnswer, holds: HoldsLines, choices: seatsAsChoices(seats)})
		return nil
	}
	for _, word := range words {
		for _, name := range r.bundle(r.orAnswer("license", word)) {
			if err := r.licence(ctx, j, licenceWord{name, word}, seats); err != nil {
				return err
			}
		}
	}
	return nil
}

// licenceWord is a licence as the bundle or an answer has it, and the word in
// the ticket that stands for it.
type licenceWord struct{ name, said string }

// bundle is what the document means by a name, or the name itself.
func (r *resolver) bundle(word string) []string {
	for name, products := range r.customer.Licences.Bundles {
		if strings.EqualFold(name, word) {
			return products
		}
	}
	return []string{word}
}

func (r *resolver) licence(ctx context.Context, j *step.Joiner, word licenceWord, seats []step.Seat) error {
	fitting, sure := owned(word.name, seats)
	q := question{about: word.said, kind: LicenceAnswer, holds: HoldsLines, values: values{"words": word.name}}
	if answer, answered := r.answer("license", word.said); answered && answer == "" {
		fitting, sure = nil, false
	}
	if len(fitting) == 1 && sure {
		return r.wishFor(ctx, j, fitting[0])
	}
	q.name, q.choices = "license.several", seatsAsChoices(fitting)
	if len(fitting) == 0 {
		q.name, q.choices = "license.unknown", seatsAsChoices(seats)
	}
	if answer, _ := r.answer("license", word.said); answer != "" {
		r.forget("license", word.said)
	}
	r.ask(q)
	return nil
}

func (r *resolver) wishFor(ctx context.Context, j *step.Joiner, seat step.Seat) error {
	name := step.ProductName(seat.Name)
	group, known, err := r.licensingGroup(ctx, name)
	if err != nil || !known {
		return err
	}
	wish := step.LicenceWish{SKU: seat.SKU, Name: name, Mail: seat.Mail, Group: group}
	if !slices.ContainsFunc(j.Licences, func(l step.LicenceWish) bool { return l.SKU == wish.SKU }) {
		j.Licences = append(j.Licences, wish)
	}
	if seat.Used >= seat.All {
		r.out.warn("seats", fmt.Sprintf("No seat of %s is free: %d of %d are used. The line stops until one is bought or freed.", name, seat.Used, seat.All))
	}
	return nil
}

func seatsAsChoices(seats []step.Seat) []Choice {
	choices := make([]Choice, 0, len(seats))
	for _, s := range seats {
		choices = append(choices, Choice{Value: s.Name, Says: step.ProductName(s.Name)})
	}
	return choices
}

// licensingGroup is the group through which the document assigns a product;
// empty where it is assigned directly. It isn't known where the document's
// name for it fits no group, or several: whoever keeps the document is told,
// since a ticket can't answer that.
func (r *resolver) licensingGroup(ctx context.Context, product string) (id string, known bool, err error) {
	for name, words := range r.customer.Licences.Groups {
		if plainProduct(name) != plainProduct(product) && plainProduct(name) != unbranded(plainProduct(product)) {
			continue
		}
		found, err := r.world.Directory.Groups(ctx, words)
		if err != nil {
			return "", false, fmt.Errorf("find licensing group %q: %w", words, err)
		}
		if len(found) != 1 {
			r.out.warn(byHandWish, fmt.Sprintf("The document assigns %s through the group %q, and %d go by that name, so it isn't assigned. Correct the document, and assign it by hand.", product, words, len(found)))
			return "", false, nil
		}
		return found[0].ID, true, nil
	}
	return "", true, nil
}

// owned lists the products of the tenant that people may mean by these words.
// It isn't sure where the words are an old name, of which nobody knows whether
// the old product is meant.
func owned(word string, seats []step.Seat) (fitting []step.Seat, sure bool) {
	pick := func(fits func(step.Seat) bool) []step.Seat {
		return slices.DeleteFunc(slices.Clone(seats), func(s step.Seat) bool { return !fits(s) })
	}
	if exact := pick(func(s step.Seat) bool {
		return strings.EqualFold(word, s.Name) || plainProduct(word) == plainProduct(step.ProductName(s.Name))
	}); len(exact) > 0 {
		return exact, true
	}
	if fits := pick(func(s step.Seat) bool { return fitsProduct(word, s.Name) }); len(fits) > 0 {
		return fits, true
	}
	return pick(func(s step.Seat) bool { return slices.Contains(oldNames[plainProduct(word)], s.Name) }), false
}

// fitsProduct tells whether people may mean a product by these words: its part
// number, its name with or without the brand, or a short name of it.
func fitsProduct(word, part string) bool {
	said, product := plainProduct(word), plainProduct(step.ProductName(part))
	return said != "" && (strings.EqualFold(word, part) || said == product || said == unbranded(product) || slices.Contains(shortNames[said], part))
}

// shortNames are what people call products, and the part numbers that they
// may mean by it. A name that is the product's own without the brand, such as
// E3, needs no entry.
var shortNames = map[string][]string{
	"bp":                       {"SPB"},
	"microsoft 365 bp":         {"SPB"},
	"premium":                  {"SPB"},
	"standard":                 {"O365_BUSINESS_PREMIUM"},
	"basic":                    {"O365_BUSINESS_ESSENTIALS", "EXCHANGESTANDARD", "SPE_F1", "DESKLESSPACK"},
	"just email":               {"O365_BUSINESS_ESSENTIALS", "EXCHANGESTANDARD", "SPE_F1", "DESKLESSPACK", "EXCHANGEDESKLESS"},
	"email only":               {"O365_BUSINESS_ESSENTIALS", "EXCHANGESTANDARD", "SPE_F1", "DESKLESSPACK", "EXCHANGEDESKLESS"},
	"e1":                       {"STANDARDPACK"},
	"office 365 enterprise e1": {"STANDARDPACK"},
	"office 365 enterprise e3": {"ENTERPRISEPACK"},
	"office 365 enterprise e5": {"ENTERPRISEPREMIUM"},
	"g3":                       {"ENTERPRISEPACK_GOV", "M365_G3_GOV"},
	"g5":                       {"ENTERPRISEPREMIUM_GOV", "M365_G5_GCC"},
	"f1":                       {"M365_F1"},
	"f3":                       {"SPE_F1", "DESKLESSPACK"},
	"kiosk":                    {"DESKLESSPACK", "EXCHANGEDESKLESS", "SPE_F1"},
	"web":                      {"DESKLESSPACK", "SPE_F1", "O365_BUSINESS_ESSENTIALS"},
	"exchange only":            {"EXCHANGESTANDARD", "EXCHANGEENTERPRISE"},
	"exchange":                 {"EXCHANGESTANDARD", "EXCHANGEENTERPRISE"},
	"plan 1":                   {"EXCHANGESTANDARD"},
	"plan 2":                   {"EXCHANGEENTERPRISE"},
	"exchange plan 1":          {"EXCHANGESTANDARD"},
	"exchange plan 2":          {"EXCHANGEENTERPRISE"},
	"visio":                    {"VISIOCLIENT", "VISIOONLINE_PLAN1"},
	"project":                  {"PROJECTPROFESSIONAL", "PROJECTPREMIUM", "PROJECT_P1"},
	"power bi":                 {"POWER_BI_PRO"},
	"powerbi":                  {"POWER_BI_PRO"},
	"copilot":                  {"Microsoft_365_Copilot"},
}

// oldNames were renamed by Microsoft: the part number says PREMIUM of what is
// called Business Standard today.
// Source: learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
var oldNames = map[string][]string{
	"business premium":               {"O365_BUSINESS_PREMIUM"},
	"bp":                             {"O365_BUSINESS_PREMIUM"},
	"microsoft 365 business premium": {"O365_BUSINESS_PREMIUM"},
	"office 365 business premium":    {"O365_BUSINESS_PREMIUM", "SPB"},
	"business essentials":            {"O365_BUSINESS_ESSENTIALS"},
	"office 365 business essentials": {"O365_BUSINESS_ESSENTIALS"},
}

func plainProduct(s string) string {
	s = strings.ToLower(s)
	s = strings.NewReplacer("m365", "microsoft 365", "o365", "office 365", "licence", "", "license", "", "(", "", ")", "").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

func unbranded(product string) string {
	for _, brand := range []string{"microsoft 365 ", "office 365 ", "microsoft "} {
		if rest, ok := strings.CutPrefix(product, brand); ok {
			return rest
		}
	}
	return product
}
