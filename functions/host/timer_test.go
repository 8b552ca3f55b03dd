package host_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
)

func TestTimerTellsWhetherTheHostIsLate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		envelope string
		late     bool
	}{
		"in time":      {string(fixture(t, "timer.json")), false},
		"late":         {string(fixture(t, "timer_late.json")), true},
		"in text":      {`{"Data":{"tick":"{\"IsPastDue\":true}"}}`, true},
		"truth quoted": {`{"Data":{"tick":{"IsPastDue":"true"}}}`, true},
		"not said":     {`{"Data":{"tick":{}}}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			door := host.Timer(func(_ context.Context, pastDue bool) error {
				calls++
				require.Equal(t, c.late, pastDue)
				return nil
			})
			require.Equal(t, http.StatusOK, post(t, door, []byte(c.envelope)).Code)
			require.Equal(t, 1, calls)
		})
	}
}

func TestTimerReportsFailure(t *testing.T) {
	t.Parallel()
	door := host.Timer(func(context.Context, bool) error { return errors.New("no table") }, host.Pause(atOnce))
	w := post(t, door, fixture(t, "timer.json"))
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Contains(t, w.Body.String(), "no table")
	require.Equal(t, http.StatusInternalServerError, post(t, door, []byte(`{"Data":{"tick":7}}`)).Code)
}
