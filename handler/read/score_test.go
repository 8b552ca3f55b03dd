package read_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
	"usher/steps/step"
)

// What the reader reaches on the labelled tickets, a little rounded down. A
// change that falls below is no improvement.
const (
	leastAccuracy    = 0.96
	leastFieldF1     = 0.95
	leastMissing     = 0.82
	leastMissingPrec = 0.85
	mostDangerous    = 0
)

// slowMedian is ten times what is promised for the median ticket, because
// tests run beside each other and with the race detector. BenchmarkRead gives
// the figure.
const slowMedian = 20 * time.Millisecond

// TestLabelledTickets scores the reader on labelled tickets.
func TestLabelledTickets(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("USHER_TICKETS")
	if folder == "" {
		t.Skip("USHER_TICKETS is unset: set it to the folder that holds dev.jsonl, labelled tickets one a line")
	}
	score := scored(t, filepath.Join(folder, "dev.jsonl"))
	require.GreaterOrEqual(t, score.accuracy(), leastAccuracy, "action accuracy")
	require.LessOrEqual(t, score.dangerous, mostDangerous, "dangerous readings")
	require.GreaterOrEqual(t, score.f1(), leastFieldF1, "field F1")
	require.GreaterOrEqual(t, score.missingRecall(), leastMissing, "missing facts asked for")
	require.GreaterOrEqual(t, score.missingPrecision(), leastMissingPrec, "missing facts asked for rightly")
}

// TestTicketsOfTestdata scores the reader on invented tickets of the same
// kinds, which were written by somebody who didn't know its rules.
func TestTicketsOfTestdata(t *testing.T) {
	t.Parallel()
	for file, least := range map[string]struct{ accuracy, f1 float64 }{
		"mails.jsonl": {0.97, 0.79},
		"forms.jsonl": {0.97, 0.89},
		"lang.jsonl":  {0.97, 0.93},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			score := scored(t, filepath.Join("testdata", "tickets", file))
			require.GreaterOrEqual(t, score.accuracy(), least.accuracy, "action accuracy")
			require.LessOrEqual(t, score.dangerous, mostDangerous, "dangerous readings")
			require.GreaterOrEqual(t, score.f1(), least.f1, "field F1")
		})
	}
}

// scored reads the tickets of a file and scores what is read.
func scored(t *testing.T, file string) *score {
	t.Helper()
	var score score
	var times []time.Duration
	for _, c := range labelled(t, file) {
		began := time.Now()
		reading, err := read.Rules{}.Read(context.Background(), c.Ticket)
		times = append(times, time.Since(began))
		require.NoError(t, err)
		for _, line := range score.add(c, asRead(t, reading)) {
			t.Log(line)
		}
	}
	t.Log(score.String())
	slices.Sort(times)
	t.Logf("median %s, longest %s", times[len(times)/2], times[len(times)-1])
	if !raced {
		require.Less(t, times[len(times)/2], slowMedian)
	}
	return &score
}

// labelledTicket is a ticket and what a careful person reads of it.
type labelledTicket struct {
	step.Ticket
	Expected struct {
		Action  step.Action      `json:"action"`
		AlsoOK  []step.Action    `json:"also_ok"`
		Users   []map[string]any `json:"users"`
		Missing []string         `json:"missing"`
		Lenient []string         `json:"lenient"`
	} `json:"expected"`
}

// asReading is a reading as its JSON form says it.
type asReading struct {
	Action  step.Action      `json:"action"`
	Users   []map[string]any `json:"users"`
	Missing []string         `json:"missing"`
}

func asRead(t *testing.T, reading step.Reading) asReading {
	t.Helper()
	text, err := json.Marshal(reading)
	require.NoError(t, err)
	var read asReading
	require.NoError(t, json.Unmarshal(text, &read))
	return read
}

func labelled(t *testing.T, file string) []labelledTicket {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	var list []labelledTicket
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var c labelledTicket
		require.NoError(t, json.Unmarshal(lines.Bytes(), &c))
		list = append(list, c)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, list)
	return list
}
