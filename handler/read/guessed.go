package read

import "strings"

// guessed finds out what the columns of a table hold that has no head of
// known labels: names, kinds of request, dates. It is none without names and
// one of the others in at least two rows.
func guessed(rows [][]string) []key {
	if len(rows) < 2 {
		return nil
	}
	rows = rows[:min(len(rows), mostSampled)]
	keys := make([]key, len(rows[0]))
	for i := range keys {
		keys[i] = guess(rows, i)
	}
	return keys
}

// mostSampled is how many rows tell what a column holds.
const mostSampled = 30

// guess returns what most cells of a column are.
func guess(rows [][]string, column int) key {
	names, requests, dates := 0, 0, 0
	for _, row := range rows {
		if column >= len(row) {
			continue
		}
		switch value := row[column]; {
		case namesOne(value):
			names++
		case dateLike.MatchString(value):
			dates++
		case len(strings.Fields(value)) <= 3 && kindOf(value) != "":
			requests++
		}
	}
	most := max(len(rows)/2, 1)
	switch {
	case names >= most && names >= 2:
		return fullName
	case requests >= most:
		return kindOfRequest
	case dates >= most:
		return effective
	}
	return unknown
}

// withNames completes the keys of a head that has no known label for the
// column with the names.
func withNames(keys []key, rows [][]string) []key {
	named := false
	for _, k := range keys {
		named = named || k == fullName || k == givenName || k == surname || k == login || k == legalName
	}
	if named {
		return keys
	}
	for i, k := range guessed(rows) {
		if k == fullName && i < len(keys) && keys[i] != boss && keys[i] != delegate && keys[i] != forward && keys[i] != mirror && keys[i] != files {
			keys[i] = k
			break
		}
	}
	return keys
}
