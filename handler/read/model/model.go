// Package model reads tickets with a language model: Azure OpenAI, or any
// service that speaks OpenAI's Chat Completions with structured outputs.
//
// The model is a clerk that fills in a form. It is shown what a person sees of
// the ticket, its answer has to have the form of a reading, and every value has
// to be found in the ticket again; nothing else of the answer is used. What
// becomes of the reading beside that of the rules is for read.Both to say.
package model

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/azure"
	"github.com/openai/openai-go/v3/option"

	"usher/handler/read"
	"usher/steps/step"
)

// Options say where the model is.
type Options struct {
	// Endpoint is an Azure OpenAI resource such as
	// https://contoso.openai.azure.com, or the base URL of another service,
	// such as http://127.0.0.1:11434/v1. Plain http is for loopback alone.
	Endpoint string
	// Deployment is the name of the deployment on Azure, the model's elsewhere.
	Deployment string
	// APIVersion is Azure's, from 2024-10-21 on; None: the endpoint isn't Azure's.
	APIVersion string
	// Key fetches the key; it is asked each time, so that a new one counts at
	// once. Nil: Identity on Azure, no key elsewhere.
	Key func(ctx context.Context) (step.Secret, error)
	// Identity signs in to Azure where there is no key.
	Identity azcore.TokenCredential
	// Patience is how long one ticket may take; 0 means 20 s. It is never more
	// than half of what the caller's deadline leaves.
	Patience time.Duration
}

// None stands in the place of an API version where the service isn't Azure's.
const None = "none"

// Limits of one question. Answers are read up to mostAnswer bytes.
const (
	usualPatience = 20 * time.Second
	longestRetry  = 3 * time.Second
	mostAnswer    = 1 << 20
	mostTokens    = 4000
)

// Reader reads tickets with a model. It is safe for use by many goroutines.
type Reader struct {
	options Options
	http    *http.Client
}

// New returns a reader. It makes no call; its error says which option can't be
// right, and holds no value of it.
func New(o Options) (*Reader, error) {
	at, err := url.Parse(o.Endpoint)
	switch {
	case err != nil || at.Host == "" || at.User != nil || at.RawQuery != "" || at.Fragment != "":
		return nil, errors.New("the model's endpoint isn't a plain URL")
	case at.Scheme != "https" && !(at.Scheme == "http" && isLoopback(at.Hostname())):
		return nil, errors.New("the model's endpoint has to begin with https")
	case o.Deployment == "":
		return nil, errors.New("the model's deployment has no name")
	case o.APIVersion == "":
		return nil, errors.New("the model's API version is missing")
	case o.APIVersion != None && o.Key == nil && o.Identity == nil:
		return nil, errors.New("the model needs a key or an identity")
	case o.APIVersion != None && o.Key == nil && !isAzure(at.Hostname()) && !isLoopback(at.Hostname()):
		return nil, errors.New("the identity's token goes to hosts of Azure alone; another host needs a key")
	}
	if o.Patience == 0 {
		o.Patience = usualPatience
	}
	return &Reader{options: o, http: newHTTP()}, nil
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// isAzure knows the domains of Azure's clouds.
// Source: learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains
func isAzure(host string) bool {
	for _, domain := range []string{".azure.com", ".azure.us", ".azure.cn"} {
		if strings.HasSuffix(strings.ToLower(host), domain) {
			return true
		}
	}
	return false
}

// newHTTP follows no redirects: a key goes where it was meant to go.
func newHTTP() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Read asks the model about a ticket. Its reading holds what was found in the
// ticket again; what wasn't is dropped, and Notes say how much. The error is a
// *Trouble, or the context's where nobody waits any more.
func (r *Reader) Read(ctx context.Context, t step.Ticket) (step.Reading, error) {
	within, cancel := context.WithTimeout(ctx, r.patience(ctx))
	defer cancel()
	source := read.NewSource(t)
	content, err := r.ask(within, t, source)
	if ctx.Err() != nil {
		return step.Reading{}, fmt.Errorf("ask the model: %w", ctx.Err())
	}
	if err != nil {
		return step.Reading{}, err
	}
	var answer map[string]any
	if err := json.Unmarshal([]byte(content), &answer); err != nil {
		return step.Reading{}, &Trouble{Reason: Unreadable}
	}
	return check(t, source, answer)
}

// patience leaves half of the time that is left to whatever comes after the
// reading, so that a slow model costs a plan nothing but its opinion.
func (r *Reader) patience(ctx context.Context) time.Duration {
	if until, bounded := ctx.Deadline(); bounded {
		return min(r.options.Patience, time.Until(until)/2)
	}
	return r.options.Patience
}

// ask returns the content of the model's answer.
func (r *Reader) ask(ctx context.Context, t step.Ticket, source read.Source) (string, error) {
	w := &watch{}
	options, err := r.connection(ctx, w)
	if err != nil {
		return "", err
	}
	service := openai.NewChatCompletionService(options...)
	completion, err := service.New(ctx, r.question(t, source, step.AdviceOf(ctx)))
	if err != nil {
		return "", troubleOf(ctx, err, w.status)
	}
	if len(completion.Choices) == 0 {
		return "", &Trouble{Reason: Empty}
	}
	choice := completion.Choices[0]
	switch {
	case choice.FinishReason == "content_filter":
		return "", &Trouble{Reason: Filtered}
	case choice.Message.Refusal != "":
		return "", &Trouble{Reason: Refused}
	case choice.FinishReason == "length":
		return "", &Trouble{Reason: CutOff}
	case choice.Message.Content == "":
		return "", &Trouble{Reason: Empty}
	}
	return choice.Message.Content, nil
}

// connection says where a question goes, and how it proves who asks.
func (r *Reader) connection(ctx context.Context, w *watch) ([]option.RequestOption, error) {
	o := r.options
	options := []option.RequestOption{
		option.WithHTTPClient(r.http), option.WithMaxRetries(1), option.WithMaxRetryDelay(longestRetry), option.WithMiddleware(w.see),
	}
	key := ""
	if o.Key != nil {
		secret, err := o.Key(ctx)
		if err != nil || secret.IsZero() {
			return nil, &Trouble{Reason: NoKey}
		}
		key = secret.Reveal()
	}
	if o.APIVersion == None {
		options = append(options, option.WithBaseURL(strings.TrimRight(o.Endpoint, "/")+"/"))
		if key != "" {
			options = append(options, option.WithAPIKey(key))
		}
		return options, nil
	}
	options = append(options, azure.WithEndpoint(o.Endpoint, o.APIVersion))
	if strings.HasPrefix(o.Endpoint, "http://") {
		options = append(options, azure.WithUnsafeAllowHTTP()) // New lets loopback through alone
	}
	if key != "" {
		return append(options, azure.WithAPIKey(key)), nil
	}
	return append(options, azure.WithTokenCredential(o.Identity)), nil
}

// watch sees the answers of one question pass.
type watch struct{ status int }

// see remembers the newest status and bounds what is read of the answer.
func (w *watch) see(req *http.Request, next option.MiddlewareNext) (*http.Response, error) {
	resp, err := next(req)
	if resp != nil {
		w.status = resp.StatusCode
		resp.Body = http.MaxBytesReader(nil, resp.Body, mostAnswer)
	}
	return resp, err
}
