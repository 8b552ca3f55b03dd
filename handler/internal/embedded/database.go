package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
)

// schema is counted up with every change of the tables. A database of a later
// schema is refused rather than misread.
const schema = 1

// busyTimeout is how long SQLite waits for a process beside us.
const busyTimeout = 10 * time.Second

// readers is how many reads run at once.
const readers = 4

// database is one SQLite file: one connection that writes, one that tidies up
// meanwhile, and some that read.
type database struct {
	writing *sql.DB
	conn    *sql.Conn
	tidying *sql.Conn
	reading *sql.DB
}

func openDatabase(dir string) (*database, error) {
	path, err := filepath.Abs(filepath.Join(dir, "usher.db"))
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := makeFile(path); err != nil {
		return nil, fmt.Errorf("make store: %w", err)
	}
	d := &database{}
	if d.writing, err = sql.Open("sqlite", source(path, "synchronous(FULL)", "wal_autocheckpoint(0)", "cache_size(-16000)")); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if d.reading, err = sql.Open("sqlite", source(path, "query_only(1)")); err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), d.close())
	}
	d.reading.SetMaxOpenConns(readers)
	d.reading.SetMaxIdleConns(readers)
	if err := d.prepare(); err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), d.close())
	}
	return d, nil
}

// makeFile makes the file for its owner alone; SQLite gives the files beside
// it the same rights. A file that is there is never opened: closing it again
// would drop the locks that SQLite may hold on it in this process.
func makeFile(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), syncDir(filepath.Dir(path)))
}

func source(path string, pragmas ...string) string {
	query := url.Values{"_pragma": append([]string{fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds())}, pragmas...)}
	address := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: query.Encode()}
	return address.String()
}

func (d *database) prepare() error {
	ctx := context.Background()
	var err error
	if d.conn, err = d.writing.Conn(ctx); err != nil {
		return err
	}
	if err := d.writeAhead(ctx); err != nil {
		return err
	}
	if d.tidying, err = d.writing.Conn(ctx); err != nil {
		return err
	}
	var sync int
	if err := d.conn.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&sync); err != nil {
		return err
	}
	if sync != 2 {
		return fmt.Errorf("SQLite syncs at level %d, not FULL", sync)
	}
	return d.makeTables(ctx)
}

// writeAhead puts the database into WAL mode, which it keeps. SQLite doesn't
// wait for others when it changes the mode, so that two processes at once on a
// new folder have to try again.
func (d *database) writeAhead(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	for {
		var mode string
		err := d.conn.QueryRowContext(ctx, "PRAGMA journal_mode=WAL").Scan(&mode)
		if err == nil && mode != "wal" {
			return fmt.Errorf("SQLite can't write ahead here (journal mode %s): is the folder on a network drive?", mode)
		}
		if err == nil || !isBusy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (d *database) makeTables(ctx context.Context) error {
	if _, err := d.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	found, err := d.schema(ctx)
	if err == nil && found > schema {
		err = fmt.Errorf("the store was written by a newer release (schema %d, this one knows %d): use that one", found, schema)
	}
	if err == nil && found < schema {
		_, err = d.conn.ExecContext(ctx, fmt.Sprintf(`
			CREATE TABLE rows (
				partition TEXT NOT NULL,
				key       TEXT NOT NULL,
				data      BLOB NOT NULL,
				version   INTEGER NOT NULL,
				PRIMARY KEY (partition, key)
			);
			PRAGMA user_version = %d`, schema))
	}
	end := "COMMIT"
	if err != nil {
		end = "ROLLBACK"
	}
	_, endErr := d.conn.ExecContext(ctx, end)
	return errors.Join(err, endErr)
}

func (d *database) schema(ctx context.Context) (int, error) {
	var found int
	err := d.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found)
	return found, err
}

func (d *database) close() error {
	var errs []error
	if d.reading != nil {
		errs = append(errs, d.reading.Close())
	}
	for _, conn := range []*sql.Conn{d.conn, d.tidying} {
		if conn != nil {
			errs = append(errs, conn.Close())
		}
	}
	return errors.Join(append(errs, d.writing.Close())...)
}

// isBusy tells an error that says no more than that somebody else was at it.
// The low byte is SQLite's primary result code: sqlite.org/rescode.html
func isBusy(err error) bool {
	var failure *sqlite.Error
	const busy = 5
	return errors.As(err, &failure) && failure.Code()&0xff == busy
}
