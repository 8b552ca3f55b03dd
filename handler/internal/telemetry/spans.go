package telemetry

import (
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// The JSON form of spans: ids as hex, 64-bit numbers as strings.
// Source: opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding

type traces struct {
	ResourceSpans []resourceSpans `json:"resourceSpans"`
}

type resourceSpans struct {
	Resource   attributed   `json:"resource"`
	ScopeSpans []scopeSpans `json:"scopeSpans"`
}

type attributed struct {
	Attributes []pair `json:"attributes,omitempty"`
}

type scopeSpans struct {
	Scope scope  `json:"scope"`
	Spans []span `json:"spans"`
}

type scope struct {
	Name string `json:"name"`
}

type span struct {
	TraceID string     `json:"traceId"`
	SpanID  string     `json:"spanId"`
	Parent  string     `json:"parentSpanId,omitempty"`
	Name    string     `json:"name"`
	Kind    int        `json:"kind"`
	Start   string     `json:"startTimeUnixNano"`
	End     string     `json:"endTimeUnixNano"`
	Links   []link     `json:"links,omitempty"`
	Status  spanStatus `json:"status"`
	attributed
}

type link struct {
	TraceID string `json:"traceId"`
	SpanID  string `json:"spanId"`
}

type spanStatus struct {
	Code int `json:"code,omitempty"`
}

type pair struct {
	Key   string `json:"key"`
	Value value  `json:"value"`
}

type value struct {
	Text  *string `json:"stringValue,omitempty"`
	Whole *string `json:"intValue,omitempty"`
}

// spansOf puts one provider's spans into one resource. What isn't named here
// isn't handed on: no events, no texts of errors, no trace state.
func spansOf(spans []sdk.ReadOnlySpan) traces {
	all := make([]span, 0, len(spans))
	for _, s := range spans {
		all = append(all, spanOf(s))
	}
	name := service
	return traces{[]resourceSpans{{
		Resource:   attributed{[]pair{{"service.name", value{Text: &name}}}},
		ScopeSpans: []scopeSpans{{Scope: scope{service}, Spans: all}},
	}}}
}

func spanOf(s sdk.ReadOnlySpan) span {
	out := span{
		TraceID: s.SpanContext().TraceID().String(), SpanID: s.SpanContext().SpanID().String(),
		Name: s.Name(), Kind: int(s.SpanKind()),
		Start: strconv.FormatInt(s.StartTime().UnixNano(), 10), End: strconv.FormatInt(s.EndTime().UnixNano(), 10),
		Status:     spanStatus{statusCode(s.Status().Code)},
		attributed: attributed{pairs(s.Attributes())},
	}
	if s.Parent().HasSpanID() {
		out.Parent = s.Parent().SpanID().String()
	}
	for _, l := range s.Links() {
		out.Links = append(out.Links, linkTo(l.SpanContext))
	}
	return out
}

func linkTo(to trace.SpanContext) link { return link{to.TraceID().String(), to.SpanID().String()} }

// statusCode is OTLP's number, which isn't the SDK's.
func statusCode(c codes.Code) int {
	switch c {
	case codes.Ok:
		return 1
	case codes.Error:
		return 2
	default:
		return 0
	}
}

func pairs(attributes []attribute.KeyValue) []pair {
	var all []pair
	for _, a := range attributes {
		text := a.Value.Emit()
		v := value{Text: &text}
		if a.Value.Type() == attribute.INT64 {
			v = value{Whole: &text}
		}
		all = append(all, pair{string(a.Key), v})
	}
	return all
}
