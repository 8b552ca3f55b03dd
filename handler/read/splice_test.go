package read_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

// TestSpliced reads tickets that are put together from the pieces of others:
// whatever stands beside whatever, a reading keeps its contract.
func TestSpliced(t *testing.T) {
	t.Parallel()
	const seed = 20261123
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	pieces := piecesOf(t)
	for range 3000 {
		var body strings.Builder
		for range 1 + random.IntN(12) {
			body.WriteString(pieces[random.IntN(len(pieces))])
			body.WriteString([]string{" ", "\n", "\n\n", "\n> ", ", ", "\t"}[random.IntN(6)])
		}
		ticket := step.Ticket{Subject: pieces[random.IntN(len(pieces))], Body: body.String(), ReceivedAt: received()}
		reading, err := read.Rules{}.Read(context.Background(), ticket)
		require.NoError(t, err)
		checkReading(t, reading)
	}
}

// piecesOf returns the lines and halves of lines of all goldens, and marks
// that forms, threads and pages are made of.
func piecesOf(t *testing.T) []string {
	t.Helper()
	pieces := []string{
		"<td>", "</tr>", "<s>", "</s>", "From: A B", "Sent: Monday", "Subject: x", "-----Original Message-----", "Name:", "Manager:",
		"| Name | Start |", "|---|---|", "- [x]", "\"", "'", "(", ")", "@", "x@", "3/4", "31/12/2026", "13:00", "the 31st", "Feb 30", "\u202e", "\ue000", "\uf400", "🙂",
	}
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		text, _, _ := strings.Cut(string(content), dashes)
		for line := range strings.SplitSeq(text, "\n") {
			half := len(line) / 2
			pieces = append(pieces, line, strings.ToValidUTF8(line[:half], ""), strings.ToValidUTF8(line[half:], ""))
		}
	}
	return pieces
}
