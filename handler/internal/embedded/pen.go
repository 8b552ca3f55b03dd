package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"

	"usher/handler/flow"
)

// pen is the writing connection and what is prepared on it. The writer alone
// uses it.
type pen struct {
	begin, end, undo   *sql.Stmt
	look, save, remove *sql.Stmt
	version            *sql.Stmt // of all data; others' commits change it

	pages int   // written since the log was last tidied, about
	seen  int64 // the last version of all data
	stats stats
}

func newPen(conn *sql.Conn) (*pen, error) {
	p := &pen{}
	for statement, text := range map[**sql.Stmt]string{
		&p.begin: "BEGIN IMMEDIATE",
		&p.end:   "COMMIT",
		&p.undo:  "ROLLBACK",
		&p.look:  "SELECT version FROM rows WHERE partition = ? AND key = ?",
		&p.save: `INSERT INTO rows (partition, key, data, version) VALUES (?, ?, ?, ?)
			ON CONFLICT (partition, key) DO UPDATE SET data = excluded.data, version = excluded.version`,
		&p.remove:  "DELETE FROM rows WHERE partition = ? AND key = ?",
		&p.version: "PRAGMA data_version",
	} {
		prepared, err := conn.PrepareContext(context.Background(), text) //nolint:sqlclosecheck // lives as long as the connection, which closes it
		if err != nil {
			return nil, err
		}
		*statement = prepared
	}
	_, err := p.others()
	return p, err
}

// write makes one transaction of a batch. Each commit is judged by itself:
// the verdict of one that is refused is its error, and the others go on. The
// error is that of the transaction as a whole, of which then nothing holds.
func (p *pen) write(batch []*commit) ([]error, error) {
	// What has begun ends by itself: a context that cut it short would leave
	// everybody's outcome open.
	ctx := context.Background()
	if _, err := p.begin.ExecContext(ctx); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	verdicts := make([]error, len(batch))
	written := 0
	for i, c := range batch {
		var err error
		if verdicts[i], err = p.judge(ctx, c); err == nil && verdicts[i] == nil {
			err = p.apply(ctx, c)
			written += len(c.changes)
		}
		if err != nil {
			return nil, p.rollBack(ctx, err)
		}
	}
	if _, err := p.end.ExecContext(ctx); err != nil {
		return nil, p.rollBack(ctx, fmt.Errorf("sync: %w", err))
	}
	p.stats.count(verdicts, written)
	return verdicts, nil
}

// rollBack ends a transaction that failed. SQLite has ended it by itself after
// some errors, so that what ROLLBACK says adds nothing.
func (p *pen) rollBack(ctx context.Context, err error) error {
	_, _ = p.undo.ExecContext(ctx)
	return err
}

// judge tells whether a commit may be made.
func (p *pen) judge(ctx context.Context, c *commit) (verdict, err error) {
	for _, change := range c.changes {
		if change.Do == flow.Put || change.Do == flow.Delete && change.Version == "" {
			continue
		}
		version, err := p.current(ctx, c.partition, change.Key)
		if err != nil {
			return nil, err
		}
		if !fits(change, version) {
			return fmt.Errorf("row %s: %w", change.Key, flow.ErrConflict), nil
		}
	}
	return nil, nil
}

// current returns a row's version, empty where there is no row.
func (p *pen) current(ctx context.Context, partition, key string) (string, error) {
	var version int64
	err := p.look.QueryRowContext(ctx, partition, key).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return formatVersion(version), err
}

func fits(change flow.Change, version string) bool {
	if change.Do == flow.Insert {
		return version == ""
	}
	return version != "" && (change.Version == "" || change.Version == version)
}

func (p *pen) apply(ctx context.Context, c *commit) error {
	for _, change := range c.changes {
		var err error
		if change.Do == flow.Delete {
			_, err = p.remove.ExecContext(ctx, c.partition, change.Key)
		} else {
			// A random version, and not a counter, so that a row that was
			// deleted and made again never looks like its old self.
			_, err = p.save.ExecContext(ctx, c.partition, change.Key, blob(change.Data), rand.Int64())
		}
		if err != nil {
			return fmt.Errorf("write row %s: %w", change.Key, err)
		}
		p.pages += 1 + len(change.Data)/4096
	}
	return nil
}

// blob is data as SQLite takes it: a nil slice would be NULL.
func blob(data []byte) []byte {
	if data == nil {
		return []byte{}
	}
	return data
}

// others tells whether another process has written since the last look.
func (p *pen) others() (bool, error) {
	var version int64
	err := p.version.QueryRowContext(context.Background()).Scan(&version)
	if err != nil {
		return false, fmt.Errorf("look for others: %w", err)
	}
	changed := p.seen != 0 && version != p.seen
	p.seen = version
	return changed, nil
}
