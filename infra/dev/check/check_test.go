package check_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
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

// TestRunEndsWhatStagesLeave, however the stages went.
func TestRunEndsWhatStagesLeave(t *testing.T) {
	t.Parallel()
	for name, ctx := range map[string]func() (context.Context, context.CancelFunc){
		"whole":       func() (context.Context, context.CancelFunc) { return t.Context(), func() {} },
		"interrupted": func() (context.Context, context.CancelFunc) { return context.WithCancel(t.Context()) },
	} {
		ended := 0
		leaving := stage("doubles", nil)
		leaving.End = func() error {
			ended++
			return nil
		}
		ctx, cancel := ctx()
		cancel()
		_ = check.Run(ctx, []check.Stage{leaving, stage("test", errors.New("wrong"))}, check.Options{Out: io.Discard, Now: clock()})
		require.Equal(t, 1, ended, name)
	}

	broken := stage("doubles", nil)
	broken.End = func() error { return errors.New("it won't go") }
	require.EqualError(t, check.Run(t.Context(), []check.Stage{broken}, check.Options{Out: io.Discard, Now: clock()}), "it won't go")
}

func TestChoose(t *testing.T) {
	t.Parallel()
	stages := []check.Stage{stage("format", nil), stage("vet", nil), stage("test", nil)}
	stages[2].Needs = "vet"

	chosen, err := check.Choose(stages, []string{"vet", "format"})
	require.NoError(t, err)
	require.Equal(t, []string{"format", "vet"}, check.Names(chosen))

	chosen, err = check.Choose(stages, []string{"test"})
	require.NoError(t, err)
	require.Equal(t, []string{"vet", "test"}, check.Names(chosen), "test needs vet")

	chosen, err = check.Choose(stages, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"format", "vet", "test"}, check.Names(chosen))

	_, err = check.Choose(stages, []string{"tset"})
	require.EqualError(t, err, `no stage "tset"; there are format, vet, test`)
}
