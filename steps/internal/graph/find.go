package graph

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"usher/steps/step"
)

// Find returns everybody to whom these words may refer, guests and blocked
// accounts among them.
func (p people) Find(ctx context.Context, words string) ([]step.User, error) {
	words = strings.Join(strings.Fields(words), " ")
	if words == "" {
		return nil, nil
	}
	filter := byName(words)
	if strings.Contains(words, "@") {
		filter = byAddress(words)
	}
	found, err := p.list(ctx, filter)
	if err != nil {
		return nil, fail("find user", err)
	}
	return found, nil
}

// byAddress matches the name to sign in with and every address that mail
// arrives at. The primary one is written SMTP:, the others smtp:.
// Source: learn.microsoft.com/graph/api/resources/user (proxyAddresses)
func byAddress(address string) string {
	return fmt.Sprintf(
		"userPrincipalName eq %s or mail eq %s or proxyAddresses/any(p:p eq %s) or proxyAddresses/any(p:p eq %s)",
		literal(address), literal(address), literal("smtp:"+address), literal("SMTP:"+address))
}

// mostSplits keeps the filter under the 15 clauses that Graph takes.
const mostSplits = 3

// byName matches the display name, or first and last name in either order.
// Where one ends and the other begins isn't known, so each place is tried.
func byName(name string) string {
	clauses := []string{"displayName eq " + literal(name)}
	if last, first, ok := strings.Cut(name, ","); ok {
		first, last = strings.TrimSpace(first), strings.TrimSpace(last)
		return strings.Join(append(clauses, "displayName eq "+literal(first+" "+last), named(first, last)), " or ")
	}
	parts := strings.Fields(name)
	if len(parts) == 1 {
		return byWord(strings.TrimSuffix(name, "."))
	}
	for i := 1; i < len(parts) && i <= mostSplits; i++ {
		head, tail := strings.Join(parts[:i], " "), strings.Join(parts[i:], " ")
		clauses = append(clauses, named(head, tail), named(tail, head))
	}
	return strings.Join(append(clauses, byInitial(parts)...), " or ")
}

// byWord matches what one word may be: a display name, a first or last name,
// a login or an employee id.
func byWord(word string) string {
	word = literal(word)
	return fmt.Sprintf("displayName eq %[1]s or givenName eq %[1]s or surname eq %[1]s or mailNickname eq %[1]s or employeeId eq %[1]s", word)
}

// byInitial matches P. Nair, and Nair P.
func byInitial(parts []string) []string {
	initial := func(s string) (string, bool) {
		letter := strings.TrimSuffix(s, ".")
		return letter, utf8.RuneCountInString(letter) == 1
	}
	last := len(parts) - 1
	if letter, is := initial(parts[0]); is {
		return []string{startsWith(letter, strings.Join(parts[1:], " "))}
	}
	if letter, is := initial(parts[last]); is {
		return []string{startsWith(letter, strings.Join(parts[:last], " "))}
	}
	return nil
}

func startsWith(letter, surname string) string {
	return fmt.Sprintf("(startsWith(givenName,%s) and surname eq %s)", literal(letter), literal(surname))
}

func named(first, last string) string {
	return fmt.Sprintf("(givenName eq %s and surname eq %s)", literal(first), literal(last))
}

// literal writes text as an OData string: in quotes, each quote in it twice.
func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
