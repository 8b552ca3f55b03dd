package fakehost_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/infra/doubles"
	"usher/infra/fakehost"
)

// pass is a credential that the double takes.
type pass struct{}

func (pass) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// bench is a queue of the double's, and what sends to it.
type bench struct {
	t       *testing.T
	address string
	queue   string
	sender  *azservicebus.Sender
}

func newBench(t *testing.T, settings doubles.Settings) *bench {
	t.Helper()
	b := &bench{t: t, address: doubles.ServiceBus(t), queue: "execute-" + strings.ToLower(rand.Text())}
	doubles.Change(t, b.queue, settings)
	client, err := azservicebus.NewClient("double.servicebus.windows.net", pass{}, &azservicebus.ClientOptions{
		NewWebSocketConn: func(ctx context.Context, _ azservicebus.NewWebSocketConnArgs) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", b.address)
		},
	})
	require.NoError(t, err)
	b.sender, err = client.NewSender(b.queue, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close(context.Background())) })
	return b
}

// start runs a host whose function work has the queue.
func (b *bench) start(o fakehost.Options, settings ...string) *fakehost.Host {
	b.t.Helper()
	o.ServiceBus = b.address
	return start(b.t, folder{"work/function.json": queueJSON}, o, append(settings, "QUEUE="+b.queue)...)
}

func (b *bench) send(message *azservicebus.Message) {
	b.t.Helper()
	require.NoError(b.t, b.sender.SendMessage(soon(b.t), message, nil))
}

// told is a message that says what to do with it.
func told(do string) *azservicebus.Message {
	body, err := json.Marshal(map[string]string{"do": do})
	if err != nil {
		panic(err)
	}
	id := do
	return &azservicebus.Message{Body: body, MessageID: &id}
}

// settled waits for the n-th delivery, and returns all of them.
func settled(t *testing.T, h *fakehost.Host, n int) (found []fakehost.Invocation) {
	t.Helper()
	require.Eventually(t, func() bool {
		found = slices.DeleteFunc(h.Invocations(), func(one fakehost.Invocation) bool { return one.Function != "work" })
		return len(found) >= n
	}, 20*time.Second, 5*time.Millisecond)
	return found
}

func TestAMessageArrivesInTheHostsEnvelope(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	id, kind, correlation, subject := `r1/"quoted" Müller/3`, "application/json", "c-1", "a <b> & c"
	b.send(&azservicebus.Message{
		Body: []byte("\x00\xff <&>"), MessageID: &id, ContentType: &kind, CorrelationID: &correlation, Subject: &subject,
		ApplicationProperties: map[string]any{"Diagnostic-Id": "00-aa-bb-01", "n": int64(7), "yes": true},
	})
	h := b.start(fakehost.Options{})
	got := settled(t, h, 1)[0]
	require.Equal(t, fakehost.Succeeded, got.Outcome, got.Says)
	require.Equal(t, "completed", got.Settled)
	require.Equal(t, id, got.MessageID)
	require.Equal(t, 1, got.Delivery)

	call := stateOf(t, h).Calls[0]
	require.Equal(t, "/work", call.URI)
	require.Equal(t, []string{got.ID}, call.Header["X-Azure-Functions-Invocationid"])
	require.True(t, call.Chunked)
	require.EqualValues(t, -1, call.Length)
	require.Contains(t, call.Body, `"Subject":"\"a <b> & c\""`, "the host doesn't escape for HTML")
	var envelope struct{ Data, Metadata map[string]any }
	require.NoError(t, json.Unmarshal([]byte(call.Body), &envelope))
	require.Equal(t, map[string]any{"message": base64.StdEncoding.EncodeToString([]byte("\x00\xff <&>"))}, envelope.Data)
	properties := map[string]any{"Diagnostic-Id": "00-aa-bb-01", "n": 7.0, "yes": true}
	for name, want := range map[string]any{
		"MessageId": `"r1/\"quoted\" Müller/3"`, "ContentType": `"application/json"`, "CorrelationId": `"c-1"`,
		"Subject": `"a <b> & c"`, "Label": `"a <b> & c"`, "DeliveryCount": "1", "SequenceNumber": "1",
		"ApplicationProperties": properties, "UserProperties": properties,
	} {
		require.Equal(t, want, envelope.Metadata[name], name)
	}
	for name, layout := range map[string]string{
		"EnqueuedTimeUtc": "2006-01-02T15:04:05", "ExpiresAtUtc": "2006-01-02T15:04:05",
		"EnqueuedTime": "2006-01-02T15:04:05-07:00", "ExpiresAt": "2006-01-02T15:04:05-07:00",
	} {
		at, err := time.Parse(layout, envelope.Metadata[name].(string))
		require.NoError(t, err, name)
		require.True(t, strings.HasPrefix(name, "Expires") || time.Since(at) < time.Minute, name)
	}
	require.Regexp(t, `^"[0-9a-f-]{36}"$`, envelope.Metadata["LockToken"])
	require.NotContains(t, envelope.Metadata, "SessionId")
	require.Equal(t, "work", envelope.Metadata["sys"].(map[string]any)["MethodName"])
}

// What functions/host makes for loops that stand in for a host has to be part
// of what a host sends.
func TestRequestsOfFunctionsHostSayNothingElse(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	b.send(told("ok"))
	h := b.start(fakehost.Options{})
	invocation := settled(t, h, 1)[0]
	_, err := h.Fire(soon(t), "tick")
	require.NoError(t, err)
	sent := map[string]seen{}
	for _, call := range stateOf(t, h).Calls {
		sent[call.URI] = call
	}
	work, err := host.NewQueueRequest(t.Context(), "work", "message", told("ok").Body, host.Delivery{
		Count: 1, MessageID: "ok", InvocationID: invocation.ID, Enqueued: invocation.At,
	})
	require.NoError(t, err)
	tick, err := host.NewTimerRequest(t.Context(), "tick", "timer", false, invocation.ID)
	require.NoError(t, err)
	for _, ours := range []*http.Request{work, tick} {
		want := observe(ours)
		theirs := steady(t, sent[ours.URL.Path]).(map[string]any)["body"].(map[string]any)
		mine := shape(want.Body).(map[string]any)
		for _, part := range []string{"Data", "Metadata"} {
			for name, value := range mine[part].(map[string]any) {
				if name == "sys" || name == "timer" {
					continue // of which they say more
				}
				require.Equal(t, theirs[part].(map[string]any)[name], value, name)
			}
		}
		for name := range want.Header {
			require.Contains(t, sent[ours.URL.Path].Header, name)
		}
	}
}

func TestAFailedMessageComesBackAtOnce(t *testing.T) {
	t.Parallel()
	for _, do := range []string{"500", "text", "abort", "array"} {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			three := 3
			b := newBench(t, doubles.Settings{MaxDeliveries: &three})
			b.send(told(do))
			h := b.start(fakehost.Options{})
			for n, one := range settled(t, h, 3) {
				require.Equal(t, fakehost.Failed, one.Outcome)
				require.Equal(t, "abandoned", one.Settled)
				require.Equal(t, n+1, one.Delivery)
			}
			require.Eventually(t, func() bool { return doubles.Held(t, b.queue) == doubles.Counts{DeadLettered: 1} }, 5*time.Second, 10*time.Millisecond)
		})
	}
}

func TestAnEmptyAnswerCostsWhatIsUnderWayBesides(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	h := b.start(fakehost.Options{}, "AzureFunctionsJobHost__functionTimeout=00:00:00.7")
	ready(t, h)
	b.send(told("empty"))
	time.Sleep(400 * time.Millisecond) // so that the other is cut off and not timed out
	b.send(told("slow"))
	first := map[string]fakehost.Invocation{}
	require.Eventually(t, func() bool {
		for _, one := range h.Invocations() {
			if one.Delivery == 1 {
				first[one.MessageID] = one
			}
		}
		return len(first) == 2
	}, 20*time.Second, 5*time.Millisecond)
	require.Equal(t, fakehost.TimedOut, first["empty"].Outcome)
	require.Equal(t, fakehost.Failed, first["slow"].Outcome)
	require.Equal(t, "abandoned", first["empty"].Settled)
	require.Equal(t, "abandoned", first["slow"].Settled)
	require.Eventually(t, func() bool { _, handlers := h.Starts(); return handlers > 1 }, 5*time.Second, 5*time.Millisecond)
}

func TestNoMoreMessagesAtOnceThanHostJSONAllows(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	for n := range 8 {
		message := told("slow")
		id := fmt.Sprint(n)
		message.MessageID = &id
		b.send(message)
	}
	h := b.start(fakehost.Options{}) // 4 at once
	all := settled(t, h, 8)
	most := 0
	for _, one := range all {
		beside := 0
		for _, other := range all {
			if !other.At.After(one.At) && other.At.Add(other.Took).After(one.At) {
				beside++
			}
		}
		most = max(most, beside)
	}
	require.Equal(t, 4, most)
	require.Equal(t, doubles.Counts{}, doubles.Held(t, b.queue))
}

func TestALockIsRenewedWhileTheFunctionWorks(t *testing.T) {
	t.Parallel()
	short := 600
	b := newBench(t, doubles.Settings{LockMs: &short})
	b.send(told("slow")) // takes a second
	got := settled(t, b.start(fakehost.Options{}), 1)[0]
	require.Equal(t, "completed", got.Settled)
	require.GreaterOrEqual(t, got.Renewals, 2)
}

func TestALockIsRenewedNoLongerThanHostJSONSays(t *testing.T) {
	t.Parallel()
	short := 300
	b := newBench(t, doubles.Settings{LockMs: &short})
	b.send(told("slow"))
	h := b.start(fakehost.Options{}, "AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration=00:00:00.4")
	all := settled(t, h, 2)
	require.Equal(t, "lock lost", all[0].Settled)
	require.Equal(t, fakehost.Succeeded, all[0].Outcome)
	deliveries := []int{all[0].Delivery, all[1].Delivery}
	require.Subset(t, []int{1, 2, 3, 4}, deliveries)
	require.NotEqual(t, deliveries[0], deliveries[1])
}

func TestAKilledHandlersMessagesComeBackAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	h := b.start(fakehost.Options{})
	ready(t, h)
	b.send(told("slow"))
	time.Sleep(300 * time.Millisecond) // it has reached the handler
	require.NoError(t, h.Kill())
	var all []fakehost.Invocation
	require.Eventually(t, func() bool {
		all = settled(t, h, 2)
		return all[len(all)-1].Settled == "completed"
	}, 20*time.Second, 5*time.Millisecond)
	// Until the host sees that the handler is dead, it may give the message
	// back more than once.
	for n, one := range all {
		require.Equal(t, n+1, one.Delivery)
		require.Equal(t, n == len(all)-1, one.Outcome == fakehost.Succeeded)
	}
	require.Empty(t, says(h))
}

func TestSeveralHostsShareAQueue(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	first, second := b.start(fakehost.Options{}), b.start(fakehost.Options{})
	ready(t, first)
	ready(t, second)
	for n := range 12 {
		message := told("slow")
		id := fmt.Sprint(n)
		message.MessageID = &id
		b.send(message)
	}
	require.Eventually(t, func() bool { return len(first.Invocations())+len(second.Invocations()) == 12 }, 20*time.Second, 10*time.Millisecond)
	once := map[string]int{}
	for _, one := range append(first.Invocations(), second.Invocations()...) {
		require.Equal(t, "completed", one.Settled)
		once[one.MessageID]++
	}
	require.Len(t, once, 12)
	require.NotEmpty(t, first.Invocations())
	require.NotEmpty(t, second.Invocations())
}

func TestALostInstancesMessagesComeBackWhenTheirLocksRunOut(t *testing.T) {
	t.Parallel()
	lock := 1500
	b := newBench(t, doubles.Settings{LockMs: &lock})
	first := b.start(fakehost.Options{})
	ready(t, first)
	b.send(told("slow"))
	time.Sleep(500 * time.Millisecond) // it has reached the handler
	pid := stateOf(t, first).PID
	first.Lose()
	require.False(t, alive(pid))
	require.Equal(t, doubles.Counts{Locked: 1}, doubles.Held(t, b.queue))
	began := time.Now()
	second := b.start(fakehost.Options{})
	got := settled(t, second, 1)[0]
	require.Equal(t, "completed", got.Settled)
	require.Equal(t, 2, got.Delivery)
	require.Greater(t, time.Since(began), 500*time.Millisecond)
	for _, one := range first.Invocations() {
		require.NotEqual(t, "completed", one.Settled)
	}
}

func TestDrainLetsMessagesEndAndTakesNoMore(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	h := b.start(fakehost.Options{})
	ready(t, h)
	b.send(told("slow"))
	time.Sleep(300 * time.Millisecond) // it has reached the handler
	require.NoError(t, h.Drain(soon(t)))
	require.Equal(t, "completed", settled(t, h, 1)[0].Settled)
	b.send(told("ok"))
	time.Sleep(300 * time.Millisecond)
	require.Len(t, settled(t, h, 1), 1)
	require.Equal(t, 1, doubles.Held(t, b.queue).Active)
	status, _ := ask(t, h, http.MethodGet, "/api/echo/1", "")
	require.Equal(t, http.StatusOK, status)
}

func TestStopGivesNothingBackThatEndsInTime(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	h := b.start(fakehost.Options{})
	ready(t, h)
	b.send(told("slow"))
	time.Sleep(300 * time.Millisecond) // it has reached the handler
	require.NoError(t, h.Stop(soon(t)))
	require.Equal(t, "completed", settled(t, h, 1)[0].Settled)
	require.Equal(t, doubles.Counts{}, doubles.Held(t, b.queue))
}

func TestAQueueThatIsntThereIsTriedAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, doubles.Settings{})
	b.queue = "nothing-of-this-name"
	h := b.start(fakehost.Options{})
	require.Eventually(t, func() bool {
		return slices.ContainsFunc(texts(h, "host"), func(text string) bool { return strings.Contains(text, "the listener of work failed") })
	}, 20*time.Second, 20*time.Millisecond)
	status, _ := ask(t, h, http.MethodGet, "/api/echo/1", "")
	require.Equal(t, http.StatusOK, status)
}
