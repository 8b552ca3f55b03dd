package model_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"usher/handler/read/fields"
	"usher/handler/read/model"
	"usher/steps/step"
)

// standIn speaks Chat Completions, and answers what a test tells it to.
type standIn struct {
	*httptest.Server
	answer http.HandlerFunc

	mu    sync.Mutex
	asked []asked
}

// asked is one question that came.
type asked struct {
	path, query string
	header      http.Header
	body        map[string]any
	raw         string
}

func newStandIn(t *testing.T, answer http.HandlerFunc) *standIn {
	t.Helper()
	s := &standIn{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return // the other side has gone
		}
		q := asked{path: r.URL.Path, query: r.URL.RawQuery, header: r.Header.Clone(), raw: string(raw)}
		if err := json.Unmarshal(raw, &q.body); err != nil {
			http.Error(w, "not JSON", http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		s.asked = append(s.asked, q)
		s.mu.Unlock()
		s.answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *standIn) questions() []asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]asked{}, s.asked...)
}

// plain is a service without a key, as it may run on this machine.
func (s *standIn) plain(t *testing.T, change ...func(*model.Options)) *model.Reader {
	t.Helper()
	o := model.Options{Endpoint: s.URL + "/v1", Deployment: "small", APIVersion: model.None, Patience: 5 * time.Second}
	for _, c := range change {
		c(&o)
	}
	r, err := model.New(o)
	require.NoError(t, err)
	return r
}

// onAzure is a deployment on Azure, reached with a key.
func (s *standIn) onAzure(t *testing.T, change ...func(*model.Options)) *model.Reader {
	t.Helper()
	return s.plain(t, append([]func(*model.Options){func(o *model.Options) {
		o.Endpoint, o.Deployment, o.APIVersion = s.URL, "reader", "2024-10-21"
		o.Key = func(context.Context) (step.Secret, error) { return step.NewSecret(canary), nil }
	}}, change...)...)
}

// canary is a key that mustn't be seen anywhere but in its header.
const canary = "canary-key-5f21"

// pass is an identity.
type pass struct{}

func (pass) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "token-for-" + o.Scopes[0], ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// says answers with a reading.
func says(answer map[string]any) http.HandlerFunc {
	text, err := json.Marshal(answer)
	if err != nil {
		panic(err) // a test's own table
	}
	return choice(map[string]any{"finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": string(text)}})
}

// choice answers with one choice.
func choice(c map[string]any) http.HandlerFunc {
	return body(http.StatusOK, map[string]any{"id": "c1", "object": "chat.completion", "model": "small", "choices": []any{c}})
}

func body(status int, answer map[string]any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		// Whoever has hung up misses it.
		_ = json.NewEncoder(w).Encode(answer)
	}
}

// person fills in one person's form: all that isn't said is null.
func person(said map[string]any) map[string]any {
	form := map[string]any{"action": nil}
	for _, f := range fields.All() {
		form[f.Name] = said[f.Name]
	}
	if said["action"] != nil {
		form["action"] = said["action"]
	}
	return form
}

// reading fills in a whole form.
func reading(action string, people ...map[string]any) map[string]any {
	users := []any{}
	for _, p := range people {
		users = append(users, person(p))
	}
	return map[string]any{"action": action, "users": users, "missing": []any{}}
}
