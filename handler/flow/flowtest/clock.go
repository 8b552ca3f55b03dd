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
	for name, test := range map[string]func(t *testing.T, clock flow.Clock){
		"time goes on while one sleeps": func(t *testing.T, clock flow.Clock) {
			before := clock.Now()
			require.NoError(t, clock.Sleep(t.Context(), 50*time.Millisecond))
			slept := clock.Now().Sub(before)
			// The machine's clock may be slowed down a little to agree with others.
			require.GreaterOrEqual(t, slept, 45*time.Millisecond)
			require.Less(t, slept, patience*time.Second)
		},
		"no time is slept at once": func(t *testing.T, clock flow.Clock) {
			require.NoError(t, clock.Sleep(t.Context(), 0))
			require.NoError(t, clock.Sleep(t.Context(), -time.Hour))
		},
		"sleep ends with its caller": func(t *testing.T, clock flow.Clock) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			before := clock.Now()
			require.ErrorIs(t, clock.Sleep(ctx, time.Hour), context.DeadlineExceeded)
			require.Less(t, clock.Now().Sub(before), patience*time.Second)
			require.ErrorIs(t, clock.Sleep(ctx, time.Hour), context.DeadlineExceeded)
			require.ErrorIs(t, clock.Sleep(ctx, 0), context.DeadlineExceeded)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}
