package intake_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/intake"
	"usher/handler/flow"
	"usher/steps/step"
)

// callback and its signature were made apart from this program.
const (
	callback = `{"FromUrl":"na.myconnectwise.net","CompanyId":"msp","MemberId":"jdoe","Action":"updated","Type":"ticket","ID":5001,` +
		`"Entity":"{\"id\":5001,\"_info\":{\"lastUpdated\":\"2026-11-23T09:00:00Z\"}}","Metadata":{"key_url":"https://api-na.myconnectwise.net/keys/1"}}`
	callbackSignature = "p1Or8sbJBvXlUW7efmSs74OiHaV4Y4oT1Si9dVkVOCs="
	signingKey        = "s1gning-key"
	keyURL            = "https://api-na.myconnectwise.net/keys/1"
)

// psa is the engine with a ConnectWise desk.
type psa struct {
	engine
	secret string
}

func (p *psa) Desk(_ context.Context, customer string) (string, step.Secret, error) {
	if customer != "contoso" {
		return "", step.Secret{}, flow.ErrNoCustomer
	}
	secret := p.secret
	if secret == "" {
		secret = `{"companyId":"MSP","publicKey":"a","privateKey":"b","clientId":"c"}`
	}
	return "connectwise", step.NewSecret(secret), nil
}

// keyring knows one key at one address, and who asked for it.
type keyring struct {
	err   error
	asked []string
}

func (k *keyring) Key(_ context.Context, customer, address string) (step.Secret, error) {
	if address != keyURL {
		return step.Secret{}, &step.Stop{Says: "elsewhere"}
	}
	k.asked = append(k.asked, customer+" "+address)
	return step.NewSecret(signingKey), k.err
}

func signCallback(key, body string) string {
	sum := sha256.Sum256([]byte(key))
	mac := hmac.New(sha256.New, sum[:])
	mac.Write([]byte(body))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func call(t *testing.T, verbs intake.Verbs, keys intake.Keys, customer, body string, signatures ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/intake/"+customer+"?recordId=66&action=deleted", strings.NewReader(body))
	for _, signature := range signatures {
		r.Header.Add("x-content-signature", signature)
	}
	answer := httptest.NewRecorder()
	intake.New(verbs, intake.Settings{Now: now, Keys: keys, Log: slog.New(slog.DiscardHandler)}).ServeHTTP(answer, r)
	return answer
}

func TestACallbackNamesATicket(t *testing.T) {
	t.Parallel()
	verbs, keys := &psa{}, &keyring{}
	for range 2 {
		answer := call(t, verbs, keys, "contoso", callback, callbackSignature)
		require.Equal(t, 202, answer.Code, answer.Body.String())
	}
	require.Len(t, verbs.arrivals, 2)
	arrival := verbs.arrivals[0]
	require.Equal(t, arrival, verbs.arrivals[1], "a replay is the same event")
	require.Equal(t, "contoso", arrival.Customer)
	require.Equal(t, step.Ticket{ID: "5001", Event: "5001 updated 2026-11-23T09:00:00Z", ReceivedAt: now()}, arrival.Ticket)
	require.NotEmpty(t, arrival.BodyHash)
	require.Equal(t, []string{"contoso " + keyURL, "contoso " + keyURL}, keys.asked)

	again := strings.Replace(callback, `"jdoe"`, `"other"`, 1)
	require.Equal(t, 202, call(t, verbs, keys, "contoso", again, signCallback(signingKey, again)).Code)
	require.Equal(t, arrival, verbs.arrivals[2], "the same change told by another body is no other event")
	later := strings.Replace(callback, "09:00:00Z", "09:00:01Z", 1)
	require.Equal(t, 202, call(t, verbs, keys, "contoso", later, signCallback(signingKey, later)).Code)
	require.NotEqual(t, arrival.Ticket.Event, verbs.arrivals[3].Ticket.Event)
	require.NotEqual(t, arrival.BodyHash, verbs.arrivals[3].BodyHash)
}

func TestACallbackWithoutItsEntityIsToldByItsBody(t *testing.T) {
	t.Parallel()
	verbs := &psa{}
	for _, entity := range []string{`null`, `""`, `"{"`, `"{\"Id\":5001}"`, `"{\"lastUpdated\":\"` + strings.Repeat("9", 500) + `\"}"`} {
		body := `{"CompanyId":"msp","Action":"Added","Type":"Ticket","ID":"5001","Entity":` + entity + `,"Metadata":{"key_url":"` + keyURL + `"}}`
		require.Equal(t, 202, call(t, verbs, &keyring{}, "contoso", body, signCallback(signingKey, body)).Code, entity)
	}
	names := map[string]bool{}
	for _, arrival := range verbs.arrivals {
		require.Equal(t, "5001", arrival.Ticket.ID)
		require.LessOrEqual(t, len(arrival.Ticket.Event), 200)
		names[arrival.Ticket.Event] = true
	}
	require.Len(t, names, 5)
	pascal := `{"CompanyId":"msp","Action":"added","Type":"ticket","ID":7,"Entity":"{\"LastUpdatedUTC\":\"2026-11-23T09:00:00Z\"}","Metadata":{"key_url":"` + keyURL + `"}}`
	require.Equal(t, 202, call(t, verbs, &keyring{}, "contoso", pascal, signCallback(signingKey, pascal)).Code)
	require.Equal(t, "7 added 2026-11-23T09:00:00Z", verbs.arrivals[5].Ticket.Event)
}

func TestCallbacksThatConcernNobody(t *testing.T) {
	t.Parallel()
	for _, change := range [][2]string{{`"updated"`, `"deleted"`}, {`"updated"`, `"exploded"`}, {`"ticket"`, `"company"`}} {
		verbs := &psa{}
		body := strings.Replace(callback, change[0], change[1], 1)
		answer := call(t, verbs, &keyring{}, "contoso", body, signCallback(signingKey, body))
		require.Equal(t, 202, answer.Code)
		require.JSONEq(t, `{"ticket":"5001","runs":[]}`, answer.Body.String())
		require.Empty(t, verbs.arrivals)
	}
}

func TestCallbacksThatAreNotSignedAsTheyShouldBe(t *testing.T) {
	t.Parallel()
	want := ring(t, &engine{}, http.MethodPost, "nobody", event, "")
	foreign := strings.Replace(callback, "api-na.myconnectwise.net", "api-na.myconnectwise.net.evil.example", 1)
	other := strings.Replace(callback, `"msp"`, `"another"`, 1)
	cases := map[string]struct {
		customer, body string
		signatures     []string
		keys           int
	}{
		"another key":         {"contoso", callback, []string{signCallback("guess", callback)}, 1},
		"empty key":           {"contoso", callback, []string{signCallback("", callback)}, 1},
		"changed":             {"contoso", strings.Replace(callback, "5001", "5002", 1), []string{callbackSignature}, 1},
		"written anew":        {"contoso", strings.ReplaceAll(callback, `":`, `": `), []string{callbackSignature}, 1},
		"half a signature":    {"contoso", callback, []string{callbackSignature[:24]}, 0},
		"hex":                 {"contoso", callback, []string{"a753abf2c6c906f5e5516edefe64acef8388"}, 0},
		"no signature":        {"contoso", callback, nil, 0},
		"two signatures":      {"contoso", callback, []string{callbackSignature, callbackSignature}, 0},
		"a foreign key host":  {"contoso", foreign, []string{signCallback(signingKey, foreign)}, 0},
		"another provider":    {"contoso", other, []string{signCallback(signingKey, other)}, 0},
		"an unknown customer": {"nobody", callback, []string{callbackSignature}, 0},
		"no JSON":             {"contoso", "ID=5001", []string{signCallback(signingKey, "ID=5001")}, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verbs, keys := &psa{}, &keyring{}
			got := call(t, verbs, keys, c.customer, c.body, c.signatures...)
			require.Equal(t, want.Code, got.Code)
			require.Equal(t, want.Body.String(), got.Body.String())
			require.Equal(t, want.Header(), got.Header())
			require.Empty(t, verbs.arrivals)
			require.Len(t, keys.asked, c.keys)
		})
	}
}

func TestTroubleAsksConnectWiseToComeAgain(t *testing.T) {
	t.Parallel()
	down := errors.New("vault shut at /dev/sda1")
	for name, c := range map[string]struct {
		verbs *psa
		keys  intake.Keys
	}{
		"store down":  {&psa{engine: engine{err: down}}, &keyring{}},
		"key missing": {&psa{}, &keyring{err: down}},
		"no keys":     {&psa{}, nil},
	} {
		answer := call(t, c.verbs, c.keys, "contoso", callback, callbackSignature)
		require.Equal(t, 429, answer.Code, name)
		require.Equal(t, "2", answer.Header().Get("Retry-After"))
		require.NotContains(t, answer.Body.String(), "sda1")
	}
	answer := call(t, &psa{secret: "{}"}, &keyring{}, "contoso", callback, callbackSignature)
	require.Equal(t, 401, answer.Code, "a desk without its provider's id takes nothing")
	body := strings.Replace(callback, "5001", `"T-1"`, 1)
	require.Equal(t, 401, call(t, &psa{}, &keyring{}, "contoso", body, signCallback(signingKey, body)).Code)
	body = strings.Replace(callback, `"ID":5001`, `"ID":0`, 1)
	require.Equal(t, 400, call(t, &psa{}, &keyring{}, "contoso", body, signCallback(signingKey, body)).Code)
}

func TestNoByteOfACallbackMayDiffer(t *testing.T) {
	t.Parallel()
	verbs, keys := &psa{}, &keyring{}
	for i := range len(callback) {
		body := callback[:i] + string(callback[i]^1) + callback[i+1:]
		require.Equal(t, 401, call(t, verbs, keys, "contoso", body, callbackSignature).Code, body)
	}
	for i := range len(callbackSignature) {
		for _, other := range []string{"A", "z", "=", "+", string(callbackSignature[i] + 1)} {
			if signature := callbackSignature[:i] + other + callbackSignature[i+1:]; signature != callbackSignature {
				require.Equal(t, 401, call(t, verbs, keys, "contoso", callback, signature).Code, signature)
			}
		}
	}
	require.Empty(t, verbs.arrivals)
}
