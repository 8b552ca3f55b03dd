package azure

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"usher/handler/flow"
)

// written lists the keys whose entities name this commit if it was made, those
// that were inserted first: they are the least likely to have been overwritten
// since.
func (c *commit) written() []string {
	var inserted, others []string
	for _, change := range c.changes {
		switch change.Do {
		case flow.Insert:
			inserted = append(inserted, change.Key)
		case flow.Replace, flow.Put:
			others = append(others, change.Key)
		}
	}
	if c.needsMarker() {
		return []string{c.marker()}
	}
	return append(inserted, others...)
}

// settle finds out what a refused transaction means. It is over where this
// commit had been made already, and with flow.ErrConflict where somebody else
// was first. It isn't where a row was to be deleted that is gone, which fails
// the whole transaction there: that change is left out.
func (c *commit) settle(ctx context.Context, no *refusal) (over bool, err error) {
	gone := -1
	if no.status == http.StatusNotFound {
		if gone, err = c.gone(ctx, no.change); err != nil {
			return false, err
		}
	}
	look := c.written()
	if !c.unsure && gone < 0 && c.writes(no.change) {
		// Each attempt's end is known, so the row in the way tells it alone.
		look = []string{c.changes[no.change].Key}
	}
	mine, err := c.mine(ctx, look)
	switch {
	case mine || err != nil:
		return mine, err
	case gone < 0:
		return true, flow.ErrConflict
	}
	c.changes = slices.Delete(slices.Clone(c.changes), gone, gone+1)
	return false, nil
}

func (c *commit) writes(change int) bool {
	return change >= 0 && change < len(c.changes) && c.changes[change].Do != flow.Delete
}

// gone returns the place of a row that was to be deleted, whatever its version,
// and isn't there; -1 if there is none. Mostly the refusal names it.
func (c *commit) gone(ctx context.Context, named int) (int, error) {
	for i, change := range c.changes {
		if change.Do != flow.Delete || change.Version != "" || named >= 0 && named != i {
			continue
		}
		if named == i {
			return i, nil
		}
		_, err := c.store.row(ctx, c.partition, change.Key)
		if errors.Is(err, flow.ErrNoRow) {
			return i, nil
		}
		if err != nil {
			return -1, err
		}
	}
	return -1, nil
}

// mine tells whether any of the rows names this commit.
func (c *commit) mine(ctx context.Context, keys []string) (bool, error) {
	for _, key := range keys {
		row, err := c.store.row(ctx, c.partition, key)
		if errors.Is(err, flow.ErrNoRow) {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("read back row %s: %w", key, err)
		}
		if _, saves := splitVersion(row.Version); slices.Contains(saves, c.save) {
			return true, nil
		}
	}
	return false, nil
}

// needsMarker tells whether the commit leaves no entity that could name it, and
// yet may fail because of others: it only deletes, and some rows at a version.
// Such a commit writes a row of its own, for as long as it is under way.
func (c *commit) needsMarker() bool {
	atVersion := false
	for _, change := range c.changes {
		if change.Do != flow.Delete {
			return false
		}
		atVersion = atVersion || change.Version != ""
	}
	return atVersion && len(c.changes) < flow.MaxChanges
}

func (c *commit) marker() string { return behindAll + c.save }

// sweepMarker takes the marker away. One that stays is never listed and harms
// nobody.
func (c *commit) sweepMarker(ctx context.Context) {
	if !c.needsMarker() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if _, err := c.store.reads.DeleteEntity(ctx, c.partition, c.marker(), nil); err != nil {
		c.store.log.WarnContext(ctx, "marker left in the table", "partition", c.partition, "key", c.marker(), "error", plainly(ctx, err))
	}
}
