package embedded

import (
	"context"
	"database/sql"
	"fmt"
)

// How many pages of 4 KiB, about, make it worth while to tidy up now and then,
// and how many make it urgent.
const (
	tidyPages  = 1000
	tidyAtOnce = 8000
)

// tidier moves what was logged into the database file, so that the log can
// begin anew. SQLite would do that by itself, but while somebody waits for the
// commit that it comes with, and would keep a failure to itself.
//
// A log begins anew only if all of it has been moved. So most of it is moved
// beside the writer, and the few pages that came meanwhile by the writer.
type tidier struct {
	aside *sql.Conn
	own   *sql.Conn
	under bool       // way, aside
	moved chan error // one value for each start
}

func newTidier(db *database) *tidier {
	return &tidier{aside: db.tidying, own: db.conn, moved: make(chan error, 1)}
}

// start begins to tidy aside, unless that is under way.
func (t *tidier) start() {
	if t.under {
		return
	}
	t.under = true
	go func() {
		_, err := checkpoint(t.aside)
		t.moved <- err
	}()
}

// finish ends what start began, which failed with err or didn't. It tidies up
// what is left and returns how many pages couldn't be moved, because somebody
// reads them.
func (t *tidier) finish(err error) (left int, _ error) {
	t.under = false
	if err != nil {
		return 0, err
	}
	return checkpoint(t.own)
}

// stop waits for what is under way.
func (t *tidier) stop() error {
	if !t.under {
		return nil
	}
	t.under = false
	return <-t.moved
}

// checkpoint returns how many pages it had to leave.
func checkpoint(conn *sql.Conn) (left int, err error) {
	var busy, logged, moved int
	row := conn.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)")
	if err := row.Scan(&busy, &logged, &moved); err != nil {
		return 0, fmt.Errorf("tidy the log: %w", err)
	}
	return logged - moved, nil
}
