package azure

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/data/aztables"

	"usher/handler/flow"
)

// Store is a flow.Store in a table of Table Storage: a partition is a
// partition there, a row an entity, a commit an entity group transaction.
type Store struct {
	reads  *aztables.Client // tries again by itself
	writes *aztables.Client // doesn't: see commit
	log    *slog.Logger
}

// behindAll is greater than every character of a key. Keys that begin with it
// are the store's own.
const behindAll = "~"

// attempt is how long one try of a call may take, so that a connection that
// went dead takes not the whole of the caller's time.
const attempt = 10 * time.Second

func newStore(options Options, identity azcore.TokenCredential) (*Store, error) {
	s := &Store{log: options.Log}
	var err error
	if s.reads, err = newTable(options, identity, policy.RetryOptions{
		MaxRetries: 4, TryTimeout: attempt, RetryDelay: 50 * time.Millisecond, MaxRetryDelay: 5 * time.Second,
	}); err != nil {
		return nil, fmt.Errorf("tables: %w", err)
	}
	if s.writes, err = newTable(options, identity, policy.RetryOptions{MaxRetries: -1}); err != nil {
		return nil, fmt.Errorf("tables: %w", err)
	}
	return s, nil
}

func newTable(options Options, identity azcore.TokenCredential, retry policy.RetryOptions) (*aztables.Client, error) {
	o := &aztables.ClientOptions{ClientOptions: azcore.ClientOptions{
		Transport: options.HTTP, Retry: retry, PerRetryPolicies: []policy.Policy{batchAnswers{}},
	}}
	at, err := url.Parse(options.Tables)
	if err != nil {
		return nil, err
	}
	if options.Dev && isLoopback(at.Hostname()) {
		key, err := developmentKey()
		if err != nil {
			return nil, err
		}
		service, err := aztables.NewServiceClientWithSharedKey(options.Tables, key, o)
		if err != nil {
			return nil, err
		}
		return service.NewClient(options.Table), nil
	}
	service, err := aztables.NewServiceClient(options.Tables, identity, o)
	if err != nil {
		return nil, err
	}
	return service.NewClient(options.Table), nil
}

// Get returns one row, or flow.ErrNoRow.
func (s *Store) Get(ctx context.Context, partition, key string) (flow.Row, error) {
	if err := errors.Join(flow.CheckName("partition", partition), flow.CheckName("key", key)); err != nil {
		return flow.Row{}, fmt.Errorf("get row: %w", err)
	}
	row, err := s.row(ctx, partition, key)
	if err != nil {
		return flow.Row{}, fmt.Errorf("get row %s of %s: %w", key, partition, err)
	}
	return row, nil
}

func (s *Store) row(ctx context.Context, partition, key string) (flow.Row, error) {
	found, err := s.reads.GetEntity(ctx, partition, key, nil)
	if no := refusalOf(err); no != nil && no.status == http.StatusNotFound {
		return flow.Row{}, flow.ErrNoRow // be it that the table isn't there yet
	}
	if err != nil {
		return flow.Row{}, plainly(ctx, err)
	}
	return rowOf(found.Value, string(found.ETag))
}

// List returns up to limit rows of a partition whose keys begin with prefix
// and are greater than after, in the order of their keys. Table Storage hands
// rows out in this order, in pages, each of which may hold fewer rows than
// asked for, or none.
func (s *Store) List(ctx context.Context, partition, prefix, after string, limit int) ([]flow.Row, error) {
	err := errors.Join(flow.CheckName("partition", partition), flow.CheckPart("prefix", prefix), flow.CheckPart("key", after), ctx.Err())
	if err != nil {
		return nil, fmt.Errorf("list rows: %w", err)
	}
	var rows []flow.Row
	pages := s.reads.NewListEntitiesPager(query(partition, prefix, after, limit))
	for pages.More() && len(rows) < limit {
		page, err := pages.NextPage(ctx)
		if no := refusalOf(err); no != nil && no.code == tableNotFound {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("list rows of %s: %w", partition, plainly(ctx, err))
		}
		for _, entity := range page.Entities[:min(len(page.Entities), limit-len(rows))] {
			row, err := rowOf(entity, "")
			if err != nil {
				return nil, fmt.Errorf("list rows of %s: %w", partition, err)
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// query asks for a range of one partition: Table Storage finds it by its index,
// where any other condition would have it read the partition from end to end.
// Names hold no quote, so that they need no escaping.
func query(partition, prefix, after string, limit int) *aztables.ListEntitiesOptions {
	from := fmt.Sprintf("RowKey ge '%s'", prefix)
	if after >= prefix {
		from = fmt.Sprintf("RowKey gt '%s'", after)
	}
	filter := fmt.Sprintf("PartitionKey eq '%s' and %s and RowKey lt '%s'", partition, from, prefix+behindAll)
	const largestPage = 1000
	top := int32(max(1, min(limit, largestPage)))
	whole := aztables.MetadataFormatFull // of which the ETag is a part
	return &aztables.ListEntitiesOptions{Filter: &filter, Top: &top, Format: &whole}
}
