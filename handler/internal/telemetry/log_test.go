package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"usher/handler/internal/telemetry"
	"usher/steps/step"
)

func tagged(t *testing.T) context.Context {
	t.Helper()
	return step.WithTags(t.Context(), step.Tags{Run: "r-1-1", Line: "7", Customer: "contoso", Ticket: "T-1"})
}

func TestLinesCarryWhatTheContextKnows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ctx  context.Context
		say  func(context.Context, *slog.Logger)
		want string
	}{
		"all": {
			tagged(t), func(ctx context.Context, log *slog.Logger) { log.InfoContext(ctx, "x") },
			`{"msg":"x","run":"r-1-1","line":"7","customer":"contoso","ticket":"T-1"}`,
		},
		"some": {
			step.WithTags(t.Context(), step.Tags{Customer: "contoso"}), func(ctx context.Context, log *slog.Logger) { log.InfoContext(ctx, "x") },
			`{"msg":"x","customer":"contoso"}`,
		},
		"nothing": {
			t.Context(), func(ctx context.Context, log *slog.Logger) { log.InfoContext(ctx, "x") },
			`{"msg":"x"}`,
		},
		"what the line says itself stays": {
			tagged(t), func(ctx context.Context, log *slog.Logger) {
				log.With("customer", "fabrikam").InfoContext(ctx, "x", "run", "r-2-2", "line", "8", slog.String("ticket", "T-2"))
			},
			`{"msg":"x","run":"r-2-2","line":"8","customer":"fabrikam","ticket":"T-2"}`,
		},
		"in a group": {
			step.WithTags(t.Context(), step.Tags{Run: "r-1-1"}), func(ctx context.Context, log *slog.Logger) {
				log.With("run", "r-2-2").WithGroup("g").InfoContext(ctx, "x", "a", 1)
			},
			`{"msg":"x","run":"r-2-2","g":{"a":1,"run":"r-1-1"}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			c.say(c.ctx, telemetry.NewLog(&out, slog.LevelInfo, true))
			record := map[string]any{}
			require.NoError(t, json.Unmarshal(out.Bytes(), &record))
			require.NotEmpty(t, record["time"])
			require.Equal(t, "INFO", record["level"])
			delete(record, "time")
			delete(record, "level")
			got, err := json.Marshal(record)
			require.NoError(t, err)
			require.JSONEq(t, c.want, string(got))
			for _, key := range []string{"run", "line", "customer", "ticket"} {
				require.LessOrEqual(t, strings.Count(out.String(), `"`+key+`":`), 2)
			}
		})
	}
}

func TestLogHasALevel(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	telemetry.NewLog(&out, slog.LevelInfo, true).DebugContext(t.Context(), "call")
	require.Empty(t, out.String())
	telemetry.NewLog(&out, slog.LevelDebug, true).DebugContext(t.Context(), "call")
	require.Contains(t, out.String(), `"level":"DEBUG"`)
}

// injections are what somebody may write where a line of the log is to end,
// or a terminal to obey.
func injections() []string {
	all := []string{
		"Priya\nlevel=ERROR msg=\"run finished\"", "Priya\r\n{\"level\":\"ERROR\"}", "a\rb", "\x1b[2J\x1b[1;31mred\x1b[0m",
		"\x1b]0;title\a", "\x1b]8;;http://evil.example\x1b\\click", "\u009b31mred", "\u0085next", "\u2028next", "\u2029next", "\x00", "\x7f",
		"\u202egnp.exe", "\u2066hidden\u2069", "zero\u200bwidth", "\xff\xfe broken", "\xed\xa0\x80", "\U000e0041tag", `quote " and \ and '`,
		`"}{"msg":"run finished"`, "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "[click](http://evil.example)", "\v\f\b\t",
	}
	for r := rune(0); r < 0x100; r++ {
		all = append(all, "x"+string(r)+"y")
	}
	return all
}

// rendering is a value that marshals itself.
type rendering string

func (r rendering) MarshalJSON() ([]byte, error) { return json.Marshal(string(r)) }

// TestOneLineARecord holds both forms to one line of printable characters for
// each record, whatever stands in any of its places.
func TestOneLineARecord(t *testing.T) {
	t.Parallel()
	for _, asJSON := range []bool{true, false} {
		for _, evil := range injections() {
			ctx := step.WithTags(t.Context(), step.Tags{Run: evil, Line: evil, Customer: evil, Ticket: evil})
			var out bytes.Buffer
			log := telemetry.NewLog(&out, slog.LevelInfo, asJSON)
			log.With("with", evil).ErrorContext(ctx, evil, "value", evil, evil, "key", "error", errors.New(evil),
				"any", []string{evil}, "self", rendering(evil), "list", map[string]string{evil: evil}, slog.Group(evil, "inner", evil))
			line, ends := strings.CutSuffix(out.String(), "\n")
			require.True(t, ends)
			for _, r := range line {
				require.True(t, unicode.IsPrint(r), "%U of %q is in the log: %q", r, evil, line)
			}
			if asJSON {
				var record map[string]any
				require.NoError(t, json.Unmarshal([]byte(line), &record), line)
				want := strings.ToValidUTF8(evil, "\ufffd")
				if want == evil {
					require.Equal(t, evil, record["msg"])
					require.Equal(t, evil, record["value"])
					require.Equal(t, evil, record["ticket"])
				}
			}
		}
	}
}

// TestSecretsStayHidden holds values that hide themselves to it.
func TestSecretsStayHidden(t *testing.T) {
	t.Parallel()
	for _, asJSON := range []bool{true, false} {
		var out bytes.Buffer
		secret := step.NewSecret("canary-4711")
		telemetry.NewLog(&out, slog.LevelInfo, asJSON).InfoContext(t.Context(), "x", "s", secret,
			"in", struct{ S step.Secret }{secret}, "error", fmt.Errorf("%v: %w", secret, errors.New("x")))
		require.NotContains(t, out.String(), "canary")
	}
}
