package check_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/dev/check"
)

func stage(name string, err error) check.Stage {
	return check.Stage{Name: name, Run: func(_ context.Context, out check.Output) error {
		fmt.Fprintf(out.Always, "result of %s\n", name)
		fmt.Fprintf(out.Detail, "detail of %s\n", name)
		return err
	}}
}

// clock is one that goes on by 1.5 s with each look at it.
func clock() func() time.Time {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(1500 * time.Millisecond)
		return at
	}
}

func TestRunShowsDetailOfWhatFailsOnly(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	stages := []check.Stage{stage("format", nil), stage("vet", errors.New("wrong; mend it")), stage("test", nil)}

	err := check.Run(t.Context(), stages, check.Options{Out: &out, Now: clock()})

	require.ErrorIs(t, err, check.ErrFailed)
	require.Equal(t, `result of format
format     passed     1.5s
result of vet
detail of vet
vet        FAILED     1.5s  wrong; mend it
result of test
test       passed     1.5s
Mend what is said above, then: go run ./infra/dev check vet
2 passed, 1 failed
`, out.String())
}

func TestRunVerbose(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer

	err := check.Run(t.Context(), []check.Stage{stage("format", nil)}, check.Options{Out: &out, Verbose: true, Now: clock()})

	require.NoError(t, err)
	require.Equal(t, "result of format\ndetail of format\nformat     passed     1.5s\n1 passed, 0 failed\n", out.String())
}

func TestRunStopsWhenItIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer

	err := check.Run(ctx, []check.Stage{stage("format", nil)}, check.Options{Out: &out, Now: clock()})

	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, out.String())
}

func TestChoose(t *testing.T) {
	t.Parallel()
	stages := []check.Stage{stage("format", nil), stage("vet", nil), stage("test", nil)}

	chosen, err := check.Choose(stages, []string{"test", "format"})
	require.NoError(t, err)
	require.Equal(t, []string{"format", "test"}, check.Names(chosen))

	chosen, err = check.Choose(stages, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"format", "vet", "test"}, check.Names(chosen))

	_, err = check.Choose(stages, []string{"tset"})
	require.EqualError(t, err, `no stage "tset"; there are format, vet, test`)
}
