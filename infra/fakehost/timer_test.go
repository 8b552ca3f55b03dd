package fakehost_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/fakehost"
)

// tick is a timer's envelope.
type tick struct {
	Data struct {
		Timer struct {
			ScheduleStatus *struct{ Last, Next, LastUpdated time.Time }
			IsPastDue      bool
		}
	}
}

func ticks(t *testing.T, calls []seen, function string) (found []tick) {
	t.Helper()
	for _, call := range calls {
		if call.URI == "/"+function {
			var one tick
			require.NoError(t, json.Unmarshal([]byte(call.Body), &one))
			found = append(found, one)
		}
	}
	return found
}

func TestASchedulesNextMoment(t *testing.T) {
	t.Parallel()
	files, wants := folder{}, map[string]func(now time.Time) time.Time{}
	add := func(schedule string, want func(now time.Time) time.Time) {
		name := fmt.Sprintf("t%d", len(wants))
		files[name+"/function.json"] = strings.Replace(timerJSON, "0 0 5 1 1 *", schedule, 1)
		wants[name] = want
	}
	midnight := func(now time.Time) time.Time { return now.Truncate(24 * time.Hour) }
	add("0 * * * * *", func(now time.Time) time.Time { return now.Truncate(time.Minute).Add(time.Minute) })
	add("0 */15 * * * *", func(now time.Time) time.Time { return now.Truncate(15 * time.Minute).Add(15 * time.Minute) })
	add("59 59 23 * * 0-6", func(now time.Time) time.Time { return midnight(now).Add(24*time.Hour - time.Second) })
	add("0 0 0 1 1 *", func(now time.Time) time.Time { return time.Date(now.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC) })
	add("0 0 0 29 2 *", func(now time.Time) time.Time {
		at := time.Date(now.Year(), 2, 29, 0, 0, 0, 0, time.UTC)
		for at.Day() != 29 || at.Before(now) {
			at = time.Date(at.Year()+1, 2, 29, 0, 0, 0, 0, time.UTC)
		}
		return at
	})
	add("0 0 0 * * 1,3-5/2", func(now time.Time) time.Time { // Monday, Wednesday, Friday
		at := midnight(now).AddDate(0, 0, 1)
		for at.Weekday() != time.Monday && at.Weekday() != time.Wednesday && at.Weekday() != time.Friday {
			at = at.AddDate(0, 0, 1)
		}
		return at
	})
	now := time.Now().UTC()
	host := start(t, files, fakehost.Options{})
	ready(t, host)
	for name, want := range wants {
		_, err := host.Fire(soon(t), name)
		require.NoError(t, err)
		got := ticks(t, stateOf(t, host).Calls, name)[0].Data.Timer
		// A minute may have begun meanwhile.
		require.Contains(t, []time.Time{want(now), want(time.Now().UTC())}, got.ScheduleStatus.Next.UTC(), files[name+"/function.json"])
		require.True(t, got.ScheduleStatus.Last.Equal(time.Time{}))
	}
}

func TestTicksComeOneAfterTheOther(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{TimerEvery: 30 * time.Millisecond})
	require.Eventually(t, func() bool { return len(host.Invocations()) >= 5 }, 10*time.Second, 10*time.Millisecond)
	require.NoError(t, host.Drain(soon(t)))
	previous := time.Time{}
	for _, one := range ticks(t, stateOf(t, host).Calls, "tick") {
		status := one.Data.Timer.ScheduleStatus
		require.True(t, status.Next.After(status.Last))
		require.True(t, status.Last.After(previous) || previous.IsZero())
		require.Equal(t, status.Last, status.LastUpdated)
		require.False(t, one.Data.Timer.IsPastDue)
		previous = status.Last
	}
}

func TestATimerMayRunAtStart(t *testing.T) {
	t.Parallel()
	host := start(t, folder{"tick/function.json": strings.Replace(timerJSON, `"schedule"`, `"runOnStartup":true,"schedule"`, 1)}, fakehost.Options{})
	require.Eventually(t, func() bool { return len(host.Invocations()) == 1 }, 10*time.Second, 10*time.Millisecond)
	require.Len(t, ticks(t, stateOf(t, host).Calls, "tick"), 1)
}

func TestWhatWasMissedIsMadeUpForOnceAndLate(t *testing.T) {
	t.Parallel()
	storage := fakehost.NewStorage()
	first := start(t, nil, fakehost.Options{TimerEvery: 300 * time.Millisecond, Storage: storage})
	ready(t, first)
	first.Lose()
	time.Sleep(700 * time.Millisecond) // two ticks are missed
	second := start(t, nil, fakehost.Options{TimerEvery: time.Hour, Storage: storage})
	require.Eventually(t, func() bool { return len(second.Invocations()) > 0 }, 10*time.Second, 10*time.Millisecond)
	got := ticks(t, stateOf(t, second).Calls, "tick")
	require.Len(t, got, 1)
	require.True(t, got[0].Data.Timer.IsPastDue)
}

func TestOneOfSeveralHostsRunsATimer(t *testing.T) {
	t.Parallel()
	o := fakehost.Options{TimerEvery: 20 * time.Millisecond, Storage: fakehost.NewStorage()}
	first := start(t, nil, o)
	require.Eventually(t, func() bool { return len(first.Invocations()) > 2 }, 10*time.Second, 5*time.Millisecond)
	second := start(t, nil, o)
	ready(t, second)
	time.Sleep(100 * time.Millisecond)
	require.Empty(t, second.Invocations())
	first.Lose()
	require.Eventually(t, func() bool { return len(second.Invocations()) > 2 }, 10*time.Second, 5*time.Millisecond)
}

func TestOnlyTimersAreFired(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{})
	_, err := host.Fire(soon(t), "echo")
	require.ErrorContains(t, err, "echo is no timer function of this app")
}
