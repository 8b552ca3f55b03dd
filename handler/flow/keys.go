package flow

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"usher/steps/step"
)

// The partitions that aren't tickets.
const (
	activePartition = "active" // tickets with something under way
	duePartition    = "due"    // messages further ahead than a queue holds them

	quarantinePartition = "quarantine" // messages that were given up
)

// Within a ticket's partition, keys sort so that one prefix finds a run
// (r001|), its lines (r001|line|01|), its history (r001|hist|).
const (
	ticketKey    = "ticket"
	eventPrefix  = "event|"
	outboxPrefix = "out|"
)

// partitionOf names the partition of a ticket: 16 hex digits.
func partitionOf(customer, desk, ticket string) string {
	sum := sha256.Sum256([]byte(customer + "\x00" + desk + "\x00" + ticket))
	return hex.EncodeToString(sum[:8])
}

func eventKey(event string) string {
	sum := sha256.Sum256([]byte(event))
	return eventPrefix + hex.EncodeToString(sum[:16])
}

// ref is a parsed run id: r-<partition>-<number>, or t-<partition> for the
// ticket as a whole.
type ref struct {
	partition string
	number    int // 0: the ticket
}

func (r ref) String() string {
	if r.number == 0 {
		return "t-" + r.partition
	}
	return fmt.Sprintf("r-%s-%d", r.partition, r.number)
}

func parseRef(id string) (ref, error) {
	parts := strings.Split(id, "-")
	switch {
	case CheckName("run", id) != nil: // no row's key could hold it
	case len(parts) == 2 && parts[0] == "t" && parts[1] != "":
		return ref{partition: parts[1]}, nil
	case len(parts) == 3 && parts[0] == "r" && parts[1] != "":
		n, err := strconv.Atoi(parts[2])
		if err == nil && n > 0 {
			return ref{parts[1], n}, nil
		}
	}
	return ref{}, fmt.Errorf("%w: %q", ErrNoRun, id)
}

func (r ref) prefix() string { return fmt.Sprintf("r%03d|", r.number) }

func (r ref) runKey() string { return r.prefix() + "run" }

func (r ref) linePrefix(generation int) string {
	return fmt.Sprintf("%sline|%02d|", r.prefix(), generation)
}

func (r ref) lineKey(generation int, id string) string {
	n, _ := strconv.Atoi(id)
	return fmt.Sprintf("%s%03d", r.linePrefix(generation), n)
}

func (r ref) postPrefix() string { return r.prefix() + "post|" }

func (r ref) postKey(id string) string { return r.postPrefix() + id }

func (r ref) roundPrefix() string { return r.prefix() + "round|" }

func (r ref) roundKey(n int) string { return fmt.Sprintf("%s%03d", r.roundPrefix(), n) }

func (r ref) historyPrefix() string { return r.prefix() + "hist|" }

func (r ref) historyKey(chain string, n int) string {
	return fmt.Sprintf("%s%s|%06d", r.historyPrefix(), chain, n)
}

func outboxKey(queue string, m Message) string {
	return fmt.Sprintf("%s%s|%s|%s|%06d", outboxPrefix, queue, m.Run, m.Line, m.N)
}

// dueKey sorts by time.
func dueKey(o OutboxRecord) string {
	return fmt.Sprintf("%s|%s", o.At.UTC().Format(dueFormat), outboxKey(o.Queue, o.Message))
}

const dueFormat = "20060102T150405.000"

// isPost tells cards and notes from lines of the plan.
func isPost(line string) bool { return strings.HasPrefix(line, "p") }

// listPartition holds a customer's runs, newest first.
func listPartition(customer string) string { return "runs|" + customer }

// listKey sorts a customer's runs: newest first, and of one moment the one that
// was made last.
func listKey(created time.Time, r ref) string {
	const end, most = 99999999999999, 999999
	return fmt.Sprintf("%014d|%s|%06d", end-created.UnixMilli(), r.partition, most-r.number)
}

// chainOf names the chain of events that a line's events belong to. Lines of
// another generation of the plan have chains of their own.
func chainOf(line string, generation int) string {
	switch {
	case line == "":
		return "run"
	case isPost(line):
		return "post-" + line
	}
	return fmt.Sprintf("line-%02d-%s", generation, line)
}

func hashOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

func sameObject(a, b step.Object) bool { return a.Type == b.Type && a.ID == b.ID }
