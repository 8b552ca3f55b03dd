package fakehost_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/fakehost"
)

// recordFrom is the URL of a real host that runs testdata/app; with it, the
// recordings are made anew (testdata/README.md says how).
var recordFrom = flag.String("record", "", "URL of a real Functions host, to record what it does")

// exchange is what a host makes of a request: what its handler gets, and what
// the caller is answered. Values that differ each time are kept as they were.
type exchange struct {
	Name    string              `json:"name"`
	Method  string              `json:"method"`
	Path    string              `json:"path"`
	Header  map[string][]string `json:"header,omitempty"`
	Body    string              `json:"body,omitempty"`
	Chunked bool                `json:"chunked,omitempty"`

	Handler *seen    `json:"handler,omitempty"` // what the handler got; absent where it wasn't asked or answers otherwise
	Answer  answered `json:"answer"`
}

type answered struct {
	Status int                 `json:"status"`
	Header map[string][]string `json:"header,omitempty"`
	Body   string              `json:"body,omitempty"`
	Cut    bool                `json:"cut,omitempty"` // the connection broke
}

// exchanges are the requests that were tried, without what came of them.
func exchanges() []exchange {
	many := map[string][]string{
		"Content-Type": {"application/json"}, "X-Usher-Signature": {"t=1,v1=ab"}, "X-Multi": {"a", "b"}, "Cookie": {"a=b", "c=d"},
		"Origin": {"https://elsewhere.example"}, "Sec-Fetch-Site": {"cross-site"}, "Host": {"usher.example"},
		"Traceparent": {"00-209e82aaaaaaaaaaaaaaaaaaaaaaaaaa-8c98460000000000-01"}, "X-Ms-Client-Principal": {"abc"},
		"X-Forwarded-For": {"9.9.9.9"}, "X-Forwarded-Host": {"forged.example"}, "X-Forwarded-Proto": {"https"},
		"Accept-Encoding": {"gzip"}, "Connection": {"keep-alive, X-Hop"}, "X-Hop": {"1"}, "Last-Event-Id": {"7"},
		"X-Azure-Functions-Invocationid": {"forged"}, "X-Ms-Invocation-Id": {"forged"}, "X-Azure-Functions-Hostversion": {"1"},
	}
	return []exchange{
		{Name: "a query", Method: "GET", Path: "/api/echo/7?x=1&x=2&y=%20z&p=%2f+a"},
		{Name: "an empty query", Method: "GET", Path: "/api/rest/?"},
		{Name: "a slash at the end", Method: "GET", Path: "/api/echo/7/"},
		{Name: "letters of any case", Method: "GET", Path: "/API/All/1/B/2"},
		{Name: "the rest is empty", Method: "GET", Path: "/api/rest"},
		{Name: "the rest has an empty part", Method: "GET", Path: "/api/rest/a/b//c"},
		{Name: "an escaped slash", Method: "GET", Path: "/api/rest/a%2fb"},
		{Name: "escaped letters", Method: "GET", Path: "/api/rest/%41%2E%2D%7E"},
		{Name: "an umlaut and a space", Method: "GET", Path: "/api/rest/a%20c%C3%BC"},
		{Name: "what a path may have", Method: "GET", Path: "/api/rest/d+e;f=1,@:!'()*&=$~_-."},
		{Name: "what a path must escape", Method: "GET", Path: "/api/rest/%7B%22%5E%60%7C%5C%5B%3C%25"},
		{Name: "dots", Method: "GET", Path: "/api/rest/../echo/1"},
		{Name: "escaped dots", Method: "GET", Path: "/api/rest/%2e%2e/x"},
		{Name: "head", Method: "HEAD", Path: "/api/rest/a"},
		{Name: "options", Method: "OPTIONS", Path: "/api/all/1/b/2"},
		{Name: "many headers", Method: "POST", Path: "/api/echo/7", Header: many, Body: `{"a": 1}`},
		{Name: "a body in chunks", Method: "POST", Path: "/api/echo/7", Body: "a=1", Chunked: true},
		{Name: "no body", Method: "POST", Path: "/api/echo/7"},
		{Name: "a body that waits", Method: "POST", Path: "/api/echo/7", Header: map[string][]string{"Expect": {"100-continue"}}, Body: "x"},

		{Name: "another method", Method: "PUT", Path: "/api/echo/7"},
		{Name: "a parameter is missing", Method: "GET", Path: "/api/echo/"},
		{Name: "a part is missing", Method: "GET", Path: "/api/all/1/b"},
		{Name: "an empty part", Method: "GET", Path: "/api/all//b/2"},
		{Name: "an empty part before", Method: "GET", Path: "/api//rest/x"},
		{Name: "no such route", Method: "GET", Path: "/api/nothing"},
		{Name: "a queue's path", Method: "POST", Path: "/tick"},

		{Name: "a redirect of the handler's", Method: "GET", Path: "/api/echo/7?do=moved"},
		{Name: "a failure of the handler's", Method: "POST", Path: "/api/echo/7?do=500"},
		{Name: "an empty answer", Method: "GET", Path: "/api/echo/7?do=empty"},
		{Name: "no content", Method: "GET", Path: "/api/echo/7?do=204"},
		{Name: "an answer in pieces", Method: "GET", Path: "/api/echo/7?do=stream"},
		{Name: "no type", Method: "GET", Path: "/api/echo/7?do=no+type"},
		{Name: "no answer", Method: "POST", Path: "/api/echo/7?do=abort"},
		{Name: "no answer to a body", Method: "POST", Path: "/api/echo/7?do=abort", Body: "x"},
		{Name: "half an answer", Method: "GET", Path: "/api/echo/7?do=half"},
	}
}

// recorded is a host whose functions are those of testdata/app.
func recorded(t *testing.T) *fakehost.Host {
	t.Helper()
	files := folder{}
	root := os.DirFS(filepath.Join("testdata", "app"))
	names, err := filepath.Glob(filepath.Join("testdata", "app", "*", "function.json"))
	require.NoError(t, err)
	for _, name := range append(names, filepath.Join("testdata", "app", "host.json")) {
		relative, err := filepath.Rel(filepath.Join("testdata", "app"), name)
		require.NoError(t, err)
		file, err := root.Open(filepath.ToSlash(relative))
		require.NoError(t, err)
		text, err := io.ReadAll(file)
		require.NoError(t, err)
		files[relative] = string(text)
	}
	return start(t, files, fakehost.Options{})
}

func TestRequestsAreProxiedAsTheRealHostDoes(t *testing.T) {
	t.Parallel()
	if *recordFrom != "" {
		for _, one := range exchanges() {
			writeRecording(t, one.Name, try(t, *recordFrom, one))
		}
		return
	}
	host := recorded(t)
	for _, one := range exchanges() {
		t.Run(one.Name, func(t *testing.T) {
			t.Parallel()
			var want exchange
			readRecording(t, one.Name, &want)
			got := try(t, host.URL(), one)
			require.Equal(t, steady(t, want), steady(t, got))
		})
	}
}

func TestTicksAreWhatTheRealHostSends(t *testing.T) {
	t.Parallel()
	if *recordFrom != "" {
		recordTicks(t)
		return
	}
	host := recorded(t)
	ready(t, host)
	for _, function := range []string{"often", "tick"} {
		var want seen
		readRecording(t, "a tick of "+function, &want)
		_, err := host.Fire(soon(t), function)
		require.NoError(t, err)
		require.Equal(t, steady(t, want), steady(t, ticksOf(t, host.URL(), function)[0]))
	}
}

// recordTicks waits for a tick of each timer, the first of a host being the
// second for the one that is remembered.
func recordTicks(t *testing.T) {
	t.Helper()
	for _, function := range []string{"often", "tick"} {
		require.Eventually(t, func() bool { return len(ticksOf(t, *recordFrom, function)) > 0 }, 90*time.Second, time.Second)
		writeRecording(t, "a tick of "+function, ticksOf(t, *recordFrom, function)[0])
	}
}

func ticksOf(t *testing.T, base, function string) []seen {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/api/seen", nil)
	require.NoError(t, err)
	answer, err := plain.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	var s state
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&s))
	return slices.DeleteFunc(s.Calls, func(call seen) bool { return call.URI != "/"+function })
}

// try makes a request and keeps what came of it.
func try(t *testing.T, base string, one exchange) exchange {
	t.Helper()
	at, err := url.Parse(base)
	require.NoError(t, err)
	var body io.Reader = strings.NewReader(one.Body)
	if one.Chunked {
		body = io.MultiReader(body) // of no known length
	}
	request, err := http.NewRequestWithContext(soon(t), one.Method, base, body)
	require.NoError(t, err)
	path, query, asked := strings.Cut(one.Path, "?")
	request.URL = &url.URL{Scheme: "http", Host: at.Host, Opaque: path, RawQuery: query, ForceQuery: asked && query == ""}
	request.Header = http.Header(one.Header).Clone()
	if request.Header == nil {
		request.Header = http.Header{}
	}
	request.Header.Set("User-Agent", "recorder")
	if name := request.Header.Get("Host"); name != "" {
		request.Host = name
		request.Header.Del("Host")
	}
	response, err := plain.Do(request)
	if err != nil {
		one.Answer.Cut = true
		return one
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	one.Answer = answered{Status: response.StatusCode, Header: response.Header, Body: string(text), Cut: err != nil}
	if len(response.TransferEncoding) > 0 {
		one.Answer.Header["Transfer-Encoding"] = response.TransferEncoding
	}
	if _, said := response.Header["X-Ours"]; !said || strings.Contains(one.Path, "do=") {
		return one
	}
	// The handler answered what it got, whose length changes with its port.
	delete(one.Answer.Header, "Content-Length")
	if one.Method != http.MethodHead {
		one.Handler, one.Answer.Body = &seen{}, ""
		require.NoError(t, json.Unmarshal(text, one.Handler))
	}
	return one
}

func recording(name string) string {
	return filepath.Join("testdata", "recorded", strings.ReplaceAll(name, " ", "_")+".json")
}

func writeRecording(t *testing.T, name string, value any) {
	t.Helper()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(value))
	require.NoError(t, os.WriteFile(recording(name), text.Bytes(), 0o644))
}

func readRecording(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(recording(name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, into))
}

// changing is what differs each time, with what stands for it.
var changing = []struct {
	what  *regexp.Regexp
	shape string
}{
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "GUID"},
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:PORT"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,7}`), "MOMENT.F"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`), "MOMENT"},
	{regexp.MustCompile(`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [0-9:]{8} GMT`), "DATE"},
}

// steady is a value as fields, with one shape for what differs each time and
// JSON within JSON taken apart.
func steady(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	var fields any
	require.NoError(t, json.Unmarshal(text, &fields))
	return shape(fields)
}

func shape(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name := range value {
			value[name] = shape(value[name])
		}
		if body, ok := value["body"].(string); ok && strings.HasPrefix(body, `{"Data"`) {
			value["length"] = "that of the body"
		}
	case []any:
		for n := range value {
			value[n] = shape(value[n])
		}
	case string:
		var inner any
		if strings.HasPrefix(value, `{"Data"`) && json.Unmarshal([]byte(value), &inner) == nil {
			return shape(inner)
		}
		for _, one := range changing {
			value = one.what.ReplaceAllString(value, one.shape)
		}
		return value
	}
	return value
}
