package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"usher/handler/flow"
)

// Store is a flow.Store in an SQLite file. One goroutine writes: it takes all
// commits that wait into one transaction, which is on disk before any of them
// is answered. Reads go beside it and see whatever was answered.
//
// When the disk fails, the store stops: that commit and every later one get
// the error, because a sync that failed once may succeed the next time without
// having written anything. Reads go on.
type Store struct {
	db     *database
	writer *writer
	get    *sql.Stmt
	list   *sql.Stmt // keys from a first one on
	past   *sql.Stmt // keys after one
}

func openStore(dir string) (*Store, error) {
	db, err := openDatabase(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), db.close())
	}
	return s, nil
}

func (s *Store) prepare() (err error) {
	ctx := context.Background()
	const list = "SELECT key, data, version FROM rows WHERE partition = ? AND key %s ? AND key < ? ORDER BY key LIMIT ?"
	if s.get, err = s.db.reading.PrepareContext(ctx, "SELECT data, version FROM rows WHERE partition = ? AND key = ?"); err != nil {
		return err
	}
	if s.list, err = s.db.reading.PrepareContext(ctx, fmt.Sprintf(list, ">=")); err != nil {
		return err
	}
	if s.past, err = s.db.reading.PrepareContext(ctx, fmt.Sprintf(list, ">")); err != nil {
		return err
	}
	s.writer, err = startWriter(s.db)
	return err
}

// Get returns one row, or flow.ErrNoRow.
func (s *Store) Get(ctx context.Context, partition, key string) (flow.Row, error) {
	if err := errors.Join(flow.CheckName("partition", partition), flow.CheckName("key", key)); err != nil {
		return flow.Row{}, fmt.Errorf("get row: %w", err)
	}
	row := flow.Row{Key: key}
	var version int64
	err := s.get.QueryRowContext(ctx, partition, key).Scan(&row.Data, &version)
	if errors.Is(err, sql.ErrNoRows) {
		err = flow.ErrNoRow
	}
	if err != nil {
		return flow.Row{}, fmt.Errorf("get row %s of %s: %w", key, partition, err)
	}
	row.Version = formatVersion(version)
	return row, nil
}

// List returns up to limit rows of a partition whose keys begin with prefix
// and are greater than after, in the order of their keys.
func (s *Store) List(ctx context.Context, partition, prefix, after string, limit int) ([]flow.Row, error) {
	err := errors.Join(flow.CheckName("partition", partition), flow.CheckPart("prefix", prefix), flow.CheckPart("key", after))
	if err != nil {
		return nil, fmt.Errorf("list rows: %w", err)
	}
	// No character of a key is greater than DEL.
	end := prefix + "\x7f"
	query, from := s.list, prefix
	if after >= prefix {
		query, from = s.past, after
	}
	found, err := query.QueryContext(ctx, partition, from, end, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("list rows of %s: %w", partition, err)
	}
	rows, err := scan(found)
	if err != nil {
		return nil, fmt.Errorf("list rows of %s: %w", partition, err)
	}
	return rows, nil
}

func scan(found *sql.Rows) (rows []flow.Row, err error) {
	defer func() { err = errors.Join(err, found.Close()) }()
	for found.Next() {
		var row flow.Row
		var version int64
		if err := found.Scan(&row.Key, &row.Data, &version); err != nil {
			return nil, err
		}
		row.Version = formatVersion(version)
		rows = append(rows, row)
	}
	return rows, found.Err()
}

// Commit makes all changes, or none. After flow.ErrConflict, a refusal and the
// context's error nothing was saved; after a failure of the disk nothing is
// seen, but what was to be saved may turn up after a restart.
func (s *Store) Commit(ctx context.Context, partition string, changes ...flow.Change) error {
	if err := flow.CheckCommit(partition, changes); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if err := s.writer.commit(ctx, partition, changes); err != nil {
		return fmt.Errorf("commit to %s: %w", partition, err)
	}
	return nil
}

// Failed is closed once the disk has failed and the store takes no more
// commits; Failure then says what happened.
func (s *Store) Failed() <-chan struct{} { return s.writer.failed }

// Failure returns why the store takes no more commits, or nil.
func (s *Store) Failure() error {
	select {
	case <-s.writer.failed:
		return s.writer.failure
	default:
		return nil
	}
}

func (s *Store) close() error {
	s.writer.stop()
	return s.db.close()
}

func formatVersion(version int64) string { return strconv.FormatInt(version, 36) }
