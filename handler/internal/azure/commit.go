package azure

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/data/aztables"

	"usher/handler/flow"
)

// Commit makes all changes, or none and returns flow.ErrConflict.
//
// An answer may be lost, or be somebody else's word: what lies between may
// send a request twice and hand out the second answer. So every entity carries
// the name of the commit that wrote it, and both a conflict and an attempt
// whose end is unknown are settled by reading back whether the name is there.
// After another error nobody knows whether the changes were made.
func (s *Store) Commit(ctx context.Context, partition string, changes ...flow.Change) error {
	if err := errors.Join(flow.CheckCommit(partition, changes), ctx.Err()); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	c := &commit{store: s, partition: partition, changes: changes, save: newSave()}
	if err := c.run(ctx); err != nil {
		return fmt.Errorf("commit to %s: %w", partition, err)
	}
	c.sweepMarker(ctx)
	return nil
}

// commit is one commit under way.
type commit struct {
	store     *Store
	partition string
	changes   []flow.Change
	save      string
	unsure    bool // some attempt may have succeeded
}

// attempts is how often a commit is tried whose end is unknown: for a second or
// two, after which the message that led to it comes again anyhow.
const attempts = 6

func (c *commit) run(ctx context.Context) error {
	for tried := 0; len(c.changes) > 0; {
		err := c.submit(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		no := refusalOf(err)
		switch {
		case no != nil && no.code == tableNotFound && tried < attempts:
			tried++
			if err := c.store.makeTable(ctx); err != nil {
				return err
			}
		case no == nil || mayPass(no.status) || isConflict(no.status) && !c.mayConflict():
			tried++
			if done, err := c.wait(ctx, tried, err); done || err != nil {
				return err
			}
		case no.status == http.StatusNotFound, isConflict(no.status):
			if over, err := c.settle(ctx, no); over || err != nil {
				return err
			}
		default:
			return no
		}
	}
	return nil
}

// wait lets some time pass after an attempt whose end is unknown, and finds out
// whether it was made.
func (c *commit) wait(ctx context.Context, tried int, cause error) (done bool, err error) {
	c.unsure = true
	cause = plainly(ctx, cause)
	if tried >= attempts {
		return false, fmt.Errorf("given up after %d attempts: %w", tried, cause)
	}
	if err := (Clock{}).Sleep(ctx, pause(tried)); err != nil {
		return false, err
	}
	done, err = c.mine(ctx, c.written())
	if err != nil {
		return false, errors.Join(cause, err)
	}
	return done, nil
}

// mayPass tells the statuses after which nobody knows whether a request was
// carried out, or which say to come again.
func mayPass(status int) bool {
	return status >= http.StatusInternalServerError || status == http.StatusRequestTimeout || status == http.StatusTooManyRequests
}

func isConflict(status int) bool {
	return status == http.StatusConflict || status == http.StatusPreconditionFailed
}

// mayConflict tells whether the changes ask for anything that others may have
// changed. If not, a conflict is somebody else's word.
func (c *commit) mayConflict() bool {
	return slices.ContainsFunc(c.changes, func(change flow.Change) bool {
		return change.Do == flow.Insert || change.Do == flow.Replace || change.Version != ""
	})
}

// pause doubles from 50 ms to half a second, with jitter.
func pause(tried int) time.Duration {
	longest := min(50*time.Millisecond<<(tried-1), 500*time.Millisecond)
	return longest/2 + rand.N(longest/2)
}

// submit sends the changes as one transaction.
func (c *commit) submit(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, attempt)
	defer cancel()
	actions, err := c.actions()
	if err != nil {
		return err
	}
	_, err = c.store.writes.SubmitTransaction(ctx, actions, nil)
	return err
}

func (c *commit) actions() ([]aztables.TransactionAction, error) {
	changes := c.changes
	if c.needsMarker() {
		changes = append(changes[:len(changes):len(changes)], flow.Change{Do: flow.Put, Key: c.marker()})
	}
	actions := make([]aztables.TransactionAction, 0, len(changes))
	for _, change := range changes {
		entity, err := entityOf(c.partition, change, c.save)
		if err != nil {
			return nil, fmt.Errorf("write row %s: %w", change.Key, err)
		}
		actions = append(actions, aztables.TransactionAction{ActionType: kinds[change.Do], Entity: entity, IfMatch: condition(change)})
	}
	return actions, nil
}

// kinds are Table Storage's words for changes.
var kinds = map[flow.ChangeKind]aztables.TransactionType{
	flow.Insert:  aztables.TransactionTypeAdd,
	flow.Replace: aztables.TransactionTypeUpdateReplace,
	flow.Put:     aztables.TransactionTypeInsertReplace,
	flow.Delete:  aztables.TransactionTypeDelete,
}

// condition is the ETag that a row must have.
func condition(change flow.Change) *azcore.ETag {
	if change.Do != flow.Replace && change.Do != flow.Delete {
		return nil
	}
	etag := azcore.ETagAny
	if change.Version != "" {
		text, _ := splitVersion(change.Version)
		etag = azcore.ETag(text)
	}
	return &etag
}

// makeTable makes the table, or finds that somebody has.
func (s *Store) makeTable(ctx context.Context) error {
	_, err := s.reads.CreateTable(ctx, nil)
	if no := refusalOf(err); no != nil && no.code == tableAlreadyExists {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make the table: %w", plainly(ctx, err))
	}
	return nil
}
