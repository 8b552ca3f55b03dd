package fakehost

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
	"github.com/google/uuid"
)

// envelope is what the host posts for a message or a tick: the trigger by the
// name of its binding, and what the host knows about it.
type envelope struct {
	Data     map[string]any
	Metadata map[string]any
}

func (e envelope) encode() ([]byte, error) { return encode(e) }

// encode writes JSON as the host does, which leaves <, > and & alone.
func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimRight(text.Bytes(), "\n"), err
}

// Layouts in which the host writes moments.
const (
	offsetLayout = "2006-01-02T15:04:05.9999999-07:00" // a DateTimeOffset
	zuluLayout   = "2006-01-02T15:04:05.9999999Z"
	bareLayout   = "2006-01-02T15:04:05" // a DateTime among metadata: UTC that doesn't say so
	secondLayout = "2006-01-02T15:04:05-07:00"
)

// system is what the host adds to all metadata.
func system(f *function) map[string]string {
	return map[string]string{
		"MethodName": f.name, "UtcNow": time.Now().UTC().Format(zuluLayout), "RandGuid": uuid.NewString(),
	}
}

// tickEnvelope is a timer's. A timer that comes more often than once a minute
// has no status.
func tickEnvelope(f *function, s timerStatus, late bool) envelope {
	var status any
	if f.monitored {
		status = map[string]string{
			"Last": s.last.UTC().Format(offsetLayout), "Next": s.next.UTC().Format(offsetLayout),
			"LastUpdated": s.last.UTC().Format(offsetLayout),
		}
	}
	tick := map[string]any{"Schedule": map[string]bool{"AdjustForDST": true}, "ScheduleStatus": status, "IsPastDue": late}
	return envelope{Data: map[string]any{f.binding: tick}, Metadata: map[string]any{"sys": system(f)}}
}

// messageEnvelope is that of a message whose binding has "dataType": "binary".
// Metadata has numbers in strings, strings quoted twice, and moments to the
// second. What else the extension puts there are .NET objects, such as
// MessageReceiver, written as well as the host can; they are left out.
// Source: ServiceBusTriggerBindingStrategy of Azure/azure-sdk-for-net and
// ScriptInvocationContextExtensions.cs of Azure/azure-functions-host
func messageEnvelope(f *function, m *azservicebus.ReceivedMessage) (envelope, error) {
	data := map[string]any{f.binding: append([]byte{}, m.Body...)}
	metadata := map[string]any{
		"DeliveryCount": strconv.FormatUint(uint64(m.DeliveryCount), 10),
		"sys":           system(f),
	}
	if m.SequenceNumber != nil {
		metadata["SequenceNumber"] = strconv.FormatInt(*m.SequenceNumber, 10)
	}
	properties := m.ApplicationProperties
	if properties == nil {
		properties = map[string]any{}
	}
	metadata["ApplicationProperties"], metadata["UserProperties"] = properties, properties
	token := uuid.UUID(m.LockToken).String()
	texts := map[string]*string{
		"MessageId": &m.MessageID, "LockToken": &token, "ContentType": m.ContentType, "CorrelationId": m.CorrelationID,
		"Subject": m.Subject, "Label": m.Subject, "To": m.To, "ReplyTo": m.ReplyTo, "SessionId": m.SessionID,
		"ReplyToSessionId": m.ReplyToSessionID, "PartitionKey": m.PartitionKey, "DeadLetterSource": m.DeadLetterSource,
	}
	for name, text := range texts {
		if text == nil || *text == "" {
			continue
		}
		quoted, err := encode(*text)
		if err != nil {
			return envelope{}, err
		}
		metadata[name] = string(quoted)
	}
	expires := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC) // .NET's last moment stands for never
	if m.ExpiresAt != nil {
		expires = *m.ExpiresAt
	}
	moments(metadata, "ExpiresAt", expires)
	if m.EnqueuedTime != nil {
		moments(metadata, "EnqueuedTime", *m.EnqueuedTime)
	}
	return envelope{Data: data, Metadata: metadata}, nil
}

func moments(metadata map[string]any, name string, at time.Time) {
	metadata[name] = at.UTC().Format(secondLayout)
	metadata[name+"Utc"] = at.UTC().Format(bareLayout)
}
