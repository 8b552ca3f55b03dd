package telemetry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// service is what Usher is called in traces and events.
const service = "usher"

// exportTime is how long handing spans on may take.
const exportTime = 10 * time.Second

// TraceOptions say where traces go.
type TraceOptions struct {
	// Endpoint takes OTLP over HTTP, such as http://127.0.0.1:4318; spans go to
	// /v1/traces below it. Empty: nowhere.
	Endpoint string
	Log      *slog.Logger
}

// StartTraces returns the tracer for doors, flow and clients. Without an
// endpoint it records nothing, and a traceparent still goes on as it came.
// Stop hands on what is left; it ends with its context. Nothing is put into
// variables that libraries share: theirs would record addresses and queries.
func StartTraces(o TraceOptions) (tracer trace.Tracer, stop func(context.Context) error, err error) {
	if o.Endpoint == "" {
		return noop.NewTracerProvider().Tracer(service), func(context.Context) error { return nil }, nil
	}
	endpoint, err := url.Parse(o.Endpoint)
	if err != nil || endpoint.Host == "" || endpoint.Scheme != "https" && endpoint.Scheme != "http" || endpoint.RawQuery != "" || endpoint.User != nil {
		return nil, nil, errors.New("the traces' endpoint is no plain URL such as http://127.0.0.1:4318")
	}
	exporter := &otlp{
		url:  strings.TrimRight(endpoint.String(), "/") + "/v1/traces",
		http: &http.Client{Timeout: exportTime, CheckRedirect: noRedirect},
		log:  o.Log,
	}
	provider := sdk.NewTracerProvider(
		sdk.WithBatcher(exporter),
		sdk.WithResource(resource.NewSchemaless(attribute.String("service.name", service))),
		// Whoever sets an endpoint wants to see each run; the host says of many
		// calls that it doesn't record them itself.
		sdk.WithSampler(sdk.AlwaysSample()),
	)
	return provider.Tracer(service), func(ctx context.Context) error {
		if err := provider.Shutdown(ctx); err != nil {
			return fmt.Errorf("hand on the last traces: %w", err)
		}
		return nil
	}, nil
}

// noRedirect keeps what is sent to the place that the settings name.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
