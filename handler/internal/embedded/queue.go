package embedded

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"usher/handler/flow"
)

// Queue is a flow.Queue in memory. Messages are hints and everything that
// lasts is in rows, so that what a process still held when it died is sent
// again by the flow of the next one.
type Queue struct {
	clock *Clock
	lanes map[string]*lane
}

func newQueue(clock *Clock) *Queue {
	q := &Queue{clock: clock, lanes: map[string]*lane{}}
	for _, name := range []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue} {
		q.lanes[name] = newLane(clock)
	}
	return q
}

// Send puts a message into a queue, to be delivered once its time has come. A
// message that waits there already isn't put there twice; the earlier time
// counts.
func (q *Queue) Send(ctx context.Context, queue string, m flow.Message, at time.Time) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("send to %s: %w", queue, err)
	}
	lane, known := q.lanes[queue]
	if !known {
		return fmt.Errorf("send to %s: there is no such queue", queue)
	}
	if ahead := at.Sub(q.clock.Now()); ahead > flow.MaxDelay {
		return fmt.Errorf("send to %s: %s ahead, at most %s is possible", queue, ahead, flow.MaxDelay)
	}
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("send to %s: %w", queue, err)
	}
	lane.put(&parcel{message: m, body: body, sent: q.clock.Now(), due: at})
	return nil
}
