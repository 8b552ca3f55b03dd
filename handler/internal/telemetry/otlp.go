package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// otlp hands spans on as OTLP over HTTP in its JSON form, which every
// collector takes. OpenTelemetry's own exporter writes protobuf and weighs ten
// times as much as the rest of it, gRPC included.
// Source: opentelemetry.io/docs/specs/otlp/#otlphttp
type otlp struct {
	url  string
	http *http.Client
	log  *slog.Logger
}

// ExportSpans hands spans on, once. What isn't taken is lost and logged: it is
// never an error, because OpenTelemetry would write that to standard error.
func (o *otlp) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if err := o.export(ctx, spans); err != nil {
		o.log.WarnContext(ctx, "traces not handed on", "spans", len(spans), "error", err)
	}
	return nil
}

// Shutdown has nothing to do: nothing is kept here.
func (o *otlp) Shutdown(context.Context) error { return nil }

func (o *otlp) export(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	body, err := json.Marshal(spansOf(spans))
	if err != nil {
		return fmt.Errorf("encode spans: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, o.url, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("make request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := o.http.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, longestAnswer))
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s", answer.Status)
	}
	return inPart(text)
}

// inPart tells what of the spans wasn't taken. An answer in another form says
// nothing that could be told.
func inPart(answer []byte) error {
	var taken struct {
		PartialSuccess struct {
			RejectedSpans json.Number
			ErrorMessage  string
		}
	}
	_ = json.Unmarshal(answer, &taken)
	rejected, says := taken.PartialSuccess.RejectedSpans, taken.PartialSuccess.ErrorMessage
	if says == "" && (rejected == "" || rejected == "0") {
		return nil
	}
	return fmt.Errorf("%s spans rejected: %s", rejected, shortened(says))
}

// longestAnswer is how much of an answer is read, in bytes.
const longestAnswer = 64 << 10

// shortened is as much of somebody else's text as the log needs.
func shortened(text string) string {
	const longest = 200
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}
