package embedded

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"usher/handler/flow"
)

// writer is the one goroutine that writes.
type writer struct {
	pen     *pen
	tidier  *tidier
	waiting chan *commit
	ended   chan struct{} // closed when the goroutine has gone
	closing chan struct{} // closed to make it go
	noticed chan struct{} // gets a value when another process has written

	failed  chan struct{} // closed when the disk has failed
	failure error         // set before that
}

// commit is one call that waits.
type commit struct {
	partition string
	changes   []flow.Change
	answer    chan error
}

// A batch holds what one transaction may carry without making the first
// commit wait long for the last.
const (
	batchCommits = 512
	batchBytes   = 8 << 20
)

// glanceEvery is how often the writer looks whether another process has
// written, so that a command's row is noticed within a second, and whether the
// log has grown.
const glanceEvery = 250 * time.Millisecond

var errClosed = errors.New("the store is closed")

func startWriter(db *database) (*writer, error) {
	pen, err := newPen(db.conn)
	if err != nil {
		return nil, err
	}
	w := &writer{
		pen:     pen,
		tidier:  newTidier(db),
		waiting: make(chan *commit),
		ended:   make(chan struct{}),
		closing: make(chan struct{}),
		noticed: make(chan struct{}, 1),
		failed:  make(chan struct{}),
	}
	go w.run()
	return w, nil
}

// commit waits for its turn and its answer. Once the writer has taken it, the
// answer comes even if the context ends: the outcome is never unknown.
func (w *writer) commit(ctx context.Context, partition string, changes []flow.Change) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := &commit{partition: partition, changes: changes, answer: make(chan error, 1)}
	select {
	case w.waiting <- c:
		return <-c.answer
	case <-ctx.Done():
		return ctx.Err()
	case <-w.ended:
		return errClosed
	}
}

func (w *writer) run() {
	defer close(w.ended)
	ticker := time.NewTicker(glanceEvery)
	defer ticker.Stop()
	for {
		select {
		case first := <-w.waiting:
			w.write(w.gather(first))
		case <-ticker.C:
			w.glance()
		case err := <-w.tidier.moved:
			w.tidied(err)
		case <-w.closing:
			_ = w.check(w.tidier.stop())
			return
		}
	}
}

// gather takes whoever waits. It lets others run first, because those who were
// just answered are about to commit again.
func (w *writer) gather(first *commit) []*commit {
	runtime.Gosched()
	batch, size := []*commit{first}, first.size()
	for len(batch) < batchCommits && size < batchBytes {
		select {
		case next := <-w.waiting:
			batch = append(batch, next)
			size += next.size()
		default:
			return batch
		}
	}
	return batch
}

func (c *commit) size() int {
	size := 0
	for _, change := range c.changes {
		size += len(change.Data)
	}
	return size
}

// write answers every commit of a batch, after all that were accepted are on
// disk together.
func (w *writer) write(batch []*commit) {
	verdicts, err := w.attempt(batch)
	for i, c := range batch {
		if err != nil {
			c.answer <- err
			continue
		}
		c.answer <- verdicts[i]
	}
	if w.failure == nil && w.pen.pages > tidyAtOnce {
		w.tidier.start()
	}
}

func (w *writer) attempt(batch []*commit) ([]error, error) {
	if w.failure != nil {
		return nil, w.failure
	}
	verdicts, err := w.pen.write(batch)
	return verdicts, w.check(err)
}

// check ends the store for good if an error says more than that somebody else
// was at it.
func (w *writer) check(err error) error {
	if err == nil || isBusy(err) {
		return err
	}
	if w.failure == nil {
		w.failure = fmt.Errorf("the disk failed, and nothing is saved until a restart: %w", err)
		close(w.failed)
	}
	return w.failure
}

// glance looks for others' work, and tidies up where there is enough to tidy.
func (w *writer) glance() {
	if w.failure != nil {
		return
	}
	others, err := w.pen.others()
	if w.check(err) == nil && w.pen.pages > tidyPages {
		w.tidier.start()
	}
	if others {
		select {
		case w.noticed <- struct{}{}:
		default:
		}
	}
}

// tidied ends what the tidier began. A failure has nobody to be told to but
// the commits that come next, whom check tells.
func (w *writer) tidied(err error) {
	if w.failure != nil {
		return
	}
	w.pen.pages, err = w.tidier.finish(err)
	w.pen.stats.checkpoints.Add(1)
	_ = w.check(err)
}

func (w *writer) stop() {
	close(w.closing)
	<-w.ended
}
