package flow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// TestPortsAwayAreWaitedFor has a vault or a table away far more often than a
// surprise would be forgiven, wherever a run stands: it goes on afterwards.
func TestPortsAwayAreWaitedFor(t *testing.T) {
	t.Parallel()
	const often = 20
	t.Run("while it is planned", func(t *testing.T) {
		t.Parallel()
		left := often
		r := newRig(t, eachFails(func() error { return awayFor(&left) }))
		r.send("e1")
		r.pump(2 * time.Hour)
		require.Equal(t, flow.Approving, r.run().State)
	})
	t.Run("while it is planned again", func(t *testing.T) {
		t.Parallel()
		left := 0
		r := newRig(t, eachFails(func() error { return awayFor(&left) }))
		r.send("e1")
		r.pump(time.Minute)
		left = often
		r.tenant.groups = append(r.tenant.groups, "Board")
		r.decide(flow.Approve)
		r.pump(2 * time.Hour)
		require.False(t, r.tenant.enabled, "the cut waits for no plan")
		require.Equal(t, flow.Held, r.states()["leave Board"])
	})
	t.Run("while a line is carried out", func(t *testing.T) {
		t.Parallel()
		r := newRig(t)
		left := often
		r.tenant.fault = func(change string) error {
			if change == "leave Forecast" {
				return awayFor(&left)
			}
			return nil
		}
		r.approve()
		r.pump(12 * time.Hour)
		require.Equal(t, flow.StatusSuccess, r.status())
	})
	t.Run("while a card is posted", func(t *testing.T) {
		t.Parallel()
		r := newRig(t)
		left := often
		r.tenant.fault = func(change string) error {
			if strings.HasPrefix(change, "card") {
				return awayFor(&left)
			}
			return nil
		}
		r.send("e1")
		r.pump(12 * time.Hour)
		require.NotEmpty(t, r.tenant.cards["teams-arlene"])
	})
}

func awayFor(left *int) error {
	if *left--; *left >= 0 {
		return fmt.Errorf("read secret: %w", flow.ErrAway)
	}
	return nil
}
