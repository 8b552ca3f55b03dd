package flowtest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// Clock tests a flow.Clock whose time goes on by itself.
func Clock(t *testing.T, open func(t *testing.T) flow.Clock) {
	t.Helper()
	for name, test := range map[string]func(d dial){
		"time goes on while one sleeps": timeGoesOn,
		"no time is slept at once":      noTime,
		"sleep ends with its caller":    endsWithCaller,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(dial{t, open(t)})
		})
	}
}

// dial is a clock in the hands of a test.
type dial struct {
	t     *testing.T
	clock flow.Clock
}

// timeGoesOn allows for a machine that slows its clock down a little, to agree
// with others.
func timeGoesOn(d dial) {
	before := d.clock.Now()
	require.NoError(d.t, d.clock.Sleep(d.t.Context(), 50*time.Millisecond))
	slept := d.clock.Now().Sub(before)
	require.GreaterOrEqual(d.t, slept, 45*time.Millisecond)
	require.Less(d.t, slept, patience)
}

func noTime(d dial) {
	require.NoError(d.t, d.clock.Sleep(d.t.Context(), 0))
	require.NoError(d.t, d.clock.Sleep(d.t.Context(), -time.Hour))
}

func endsWithCaller(d dial) {
	ctx, cancel := context.WithTimeout(d.t.Context(), 20*time.Millisecond)
	defer cancel()
	before := d.clock.Now()
	require.ErrorIs(d.t, d.clock.Sleep(ctx, time.Hour), context.DeadlineExceeded)
	require.Less(d.t, d.clock.Now().Sub(before), patience)
	require.ErrorIs(d.t, d.clock.Sleep(ctx, time.Hour), context.DeadlineExceeded)
	require.ErrorIs(d.t, d.clock.Sleep(ctx, 0), context.DeadlineExceeded)
}
