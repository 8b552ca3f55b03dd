package telemetry

import (
	"context"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"

	"usher/handler/flow"
)

// envelope is an item of telemetry as Application Insights takes it.
// Source: github.com/microsoft/ApplicationInsights-Home, EndpointSpecs/Schemas
type envelope struct {
	Name string            `json:"name"`
	Time string            `json:"time"`
	Key  string            `json:"iKey"`
	Tags map[string]string `json:"tags"`
	Data struct {
		BaseType string    `json:"baseType"`
		BaseData eventData `json:"baseData"`
	} `json:"data"`
}

type eventData struct {
	Ver        int               `json:"ver"`
	Name       string            `json:"name"`
	Properties map[string]string `json:"properties"`
}

// runFinished is the event of a run's end. Queries of alerts and the workbook
// name it and its properties.
func runFinished(ctx context.Context, key string, end flow.RunEnd, at time.Time) envelope {
	e := envelope{
		Name: "Microsoft.ApplicationInsights." + strings.ReplaceAll(key, "-", "") + ".Event",
		Time: at.UTC().Format(time.RFC3339Nano), Key: key,
		Tags: map[string]string{"ai.cloud.role": service, "ai.internal.sdkVersion": service},
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		e.Tags["ai.operation.id"], e.Tags["ai.operation.parentId"] = span.TraceID().String(), span.SpanID().String()
	}
	e.Data.BaseType = "EventData"
	e.Data.BaseData = eventData{Ver: 2, Name: "RunFinished", Properties: map[string]string{
		"run": end.Run, "customer": end.Customer, "ticket": end.Ticket, "action": string(end.Action),
		"status": string(end.Status), "lines": strconv.Itoa(end.Lines), "cut": end.Cut,
	}}
	return e
}
