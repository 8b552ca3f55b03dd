package runs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"usher/functions/gate"
	"usher/handler/flow"
)

// quietest is how many looks without news go by before the stream says that
// it is still there.
const quietest = 15

// events streams a run's history as server-sent events, each with an id from
// which Last-Event-ID resumes. The stream ends with the run, or after the
// door's limit; to a client that has seen all of a finished run it answers
// 204, upon which browsers stop asking.
func (d *door) events(w http.ResponseWriter, r *http.Request) error {
	if err := gate.Method(w, r, http.MethodGet); err != nil {
		return err
	}
	if _, err := d.Access.Caller(r, gate.Reader, gate.Operator); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), d.Limit)
	defer cancel()
	run, err := d.look(ctx, r.PathValue("id"))
	if err != nil {
		return fmt.Errorf("look at run: %w", err)
	}
	last := r.Header.Get("Last-Event-ID")
	seen := parseCursor(last)
	if last != "" && run.State == flow.Finished && len(seen.unseen(run.Events)) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	d.stream(ctx, w, run, seen)
	return nil
}

func (d *door) look(ctx context.Context, id string) (flow.RunView, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	return d.verbs.Run(ctx, id)
}

// stream sends what is new of a run until it ends. What goes wrong from here
// on cuts the stream, and the client resumes.
func (d *door) stream(ctx context.Context, w http.ResponseWriter, run flow.RunView, seen cursor) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	h.Set("X-Content-Type-Options", "nosniff")
	control := http.NewResponseController(w)
	if err := control.SetWriteDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		d.Log.WarnContext(ctx, "events: no deadline", "error", err)
	}
	tick := time.NewTicker(d.Every)
	defer tick.Stop()
	for quiet := 0; ; quiet++ {
		if err := send(w, control, run, seen, quiet == 0 || quiet%quietest == 0); err != nil {
			return // the client has gone
		}
		if run.State == flow.Finished {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		next, err := d.look(ctx, run.ID)
		if err != nil {
			if ctx.Err() == nil {
				d.Log.ErrorContext(ctx, "events", "run", run.ID, "error", err)
			}
			return
		}
		run = next
	}
}

// send writes the events that the client hasn't seen. A comment keeps an idle
// connection open, and sends the headers of a new one.
func send(w io.Writer, control *http.ResponseController, run flow.RunView, seen cursor, greet bool) error {
	fresh := seen.unseen(run.Events)
	for _, event := range fresh {
		data, err := json.Marshal(event)
		if err != nil {
			return fmt.Errorf("encode event: %w", err)
		}
		seen.see(event)
		if _, err := fmt.Fprintf(w, "id: %s\ndata: %s\n\n", seen, data); err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		if !greet {
			return nil
		}
		if _, err := io.WriteString(w, ": waiting\n\n"); err != nil {
			return err
		}
	}
	return control.Flush()
}
