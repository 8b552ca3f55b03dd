package customer

import "strings"

// nearest returns the candidate that was probably meant by word, or nothing.
func nearest(word string, candidates []string) string {
	word = plain(word)
	best, least := "", len(word)/3+2
	for _, candidate := range candidates {
		d := distance(word, plain(candidate))
		if d < least && d < len(candidate) {
			best, least = candidate, d
		}
	}
	return best
}

func plain(word string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(word))
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour until a is b.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	before, last := make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(from); i++ {
		row := make([]int, len(to)+1)
		row[0] = i
		for j := 1; j <= len(to); j++ {
			cost := 1
			if from[i-1] == to[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(to)]
}

// meant makes the hint of a wrong word: the nearest candidate, or all of them
// where none is near.
func meant(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
		return "did you mean " + near + "?"
	}
	return "possible are " + strings.Join(candidates, ", ")
}
