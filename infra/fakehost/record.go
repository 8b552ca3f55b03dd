package fakehost

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Outcome is how an invocation ended.
type Outcome string

// The outcomes.
const (
	Succeeded Outcome = "succeeded"
	Failed    Outcome = "failed"
	TimedOut  Outcome = "timed out" // after functionTimeout; the handler was killed for it
)

// Invocation is one call of a function.
type Invocation struct {
	Function string
	ID       string
	At       time.Time
	Took     time.Duration
	Outcome  Outcome
	Says     string // why it didn't succeed
	Status   int    // what the handler answered; 0 where it didn't
	Sent     int    // how often an HTTP request was sent to the handler
	// Of a message:
	MessageID string
	Delivery  int    // 1 at the first
	Settled   string // completed, abandoned, or why neither could be said
	Renewals  int    // of its lock
}

// Violation is something that a handler must not do under the host.
type Violation struct {
	At         time.Time
	Function   string // empty where it wasn't about one
	Invocation string
	Says       string
}

// Line is one line of output, of the handler or of the host itself.
type Line struct {
	At    time.Time
	From  string     // stdout, stderr, logs (of an answer) or host
	Level slog.Level // as the host logs it: stdout as information, stderr as an error
	Text  string
}

// record keeps what happened, in order.
type record struct {
	log *slog.Logger

	mu          sync.Mutex
	invocations []Invocation
	violations  []Violation
	lines       []Line
}

func newRecord(log *slog.Logger) *record {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &record{log: log}
}

func (r *record) invocation(one Invocation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.invocations = append(r.invocations, one)
}

func (r *record) violation(function, invocation, says string) {
	r.mu.Lock()
	r.violations = append(r.violations, Violation{At: time.Now(), Function: function, Invocation: invocation, Says: says})
	r.mu.Unlock()
	r.say(slog.LevelError, "the handler "+says)
}

func (r *record) line(from string, level slog.Level, text string) {
	r.mu.Lock()
	r.lines = append(r.lines, Line{At: time.Now(), From: from, Level: level, Text: text})
	r.mu.Unlock()
	r.log.Log(context.Background(), level, text, slog.String("from", from))
}

// say is a line of the host itself.
func (r *record) say(level slog.Level, text string) { r.line("host", level, text) }

// Invocations returns every call that has ended, in the order of their ends. A
// proxied request ends a moment after its caller has the answer.
func (h *Host) Invocations() []Invocation {
	h.record.mu.Lock()
	defer h.record.mu.Unlock()
	return slices.Clone(h.record.invocations)
}

// Violations returns what the handler did that no handler must.
func (h *Host) Violations() []Violation {
	h.record.mu.Lock()
	defer h.record.mu.Unlock()
	return slices.Clone(h.record.violations)
}

// Output returns every line that the handlers and the hosts have written.
func (h *Host) Output() []Line {
	h.record.mu.Lock()
	defer h.record.mu.Unlock()
	return slices.Clone(h.record.lines)
}
