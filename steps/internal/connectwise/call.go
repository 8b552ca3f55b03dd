package connectwise

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// version pins the form of records: without it a server answers in its newest,
// and changes that break come with every release.
const version = "application/vnd.connectwise.com+json; version=2025.1"

// call is one request to the API.
type call struct {
	method, path string
	query        url.Values
	body         any // nil for none
}

// result is what a server answered.
type result struct {
	status int
	more   bool // the listing has another page
	body   []byte
}

// do makes a call and reads the answer into into, unless that is nil. Where
// the address itself isn't known any more, the server has been upgraded: the
// address is asked for again and the call, which did nothing, made once more.
func (d *Desk) do(ctx context.Context, asked call, into any) (result, error) {
	held, err := d.keys(ctx)
	if err != nil {
		return result{}, err
	}
	ctx = held.hide(ctx)
	codebase, err := d.where(ctx, held, "")
	if err != nil {
		return result{}, err
	}
	got, err := d.send(ctx, held, codebase+"apis/3.0"+asked.path, asked)
	if err == nil && got.elsewhere() {
		fresh, failed := d.where(ctx, held, codebase)
		if failed != nil {
			return result{}, failed
		}
		if fresh != codebase {
			got, err = d.send(ctx, held, fresh+"apis/3.0"+asked.path, asked)
		}
	}
	if err != nil {
		return result{}, err
	}
	if got.status >= http.StatusBadRequest {
		return got, got.refused()
	}
	if into != nil && json.Unmarshal(got.body, into) != nil {
		return got, errors.New("ConnectWise's answer can't be read")
	}
	return got, nil
}

// where is the first part of the API's path, which changes with each upgrade.
// stale is one that doesn't work any more, or empty.
// Source: developer.connectwise.com, Developer Guide, Cloud URL
func (d *Desk) where(ctx context.Context, held keys, stale string) (string, error) {
	d.mu.Lock()
	known := d.codebase
	d.mu.Unlock()
	if known != "" && known != stale {
		return known, nil
	}
	got, err := d.send(ctx, held, "login/companyinfo/"+url.PathEscape(held.Company), call{method: http.MethodGet})
	if err != nil {
		return "", fmt.Errorf("ask ConnectWise for its address: %w", err)
	}
	var info struct{ Codebase string }
	if got.status >= http.StatusBadRequest || json.Unmarshal(got.body, &info) != nil || !plainPath.MatchString(info.Codebase) {
		return "", &step.Stop{
			Says: "ConnectWise doesn't know the provider's company id. Check companyId among the stored keys and the desk's address in the customer's document.",
			Err:  fmt.Errorf("companyinfo answered %d", got.status),
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.codebase = info.Codebase
	return info.Codebase, nil
}

func (d *Desk) send(ctx context.Context, held keys, path string, asked call) (result, error) {
	var text []byte
	if asked.body != nil {
		var err error
		if text, err = json.Marshal(asked.body); err != nil {
			return result{}, fmt.Errorf("write body: %w", err)
		}
	}
	address := d.base + "/" + path
	if len(asked.query) > 0 {
		address += "?" + asked.query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, asked.method, address, bytes.NewReader(text))
	if err != nil {
		return result{}, errors.New("the desk's address in the customer's document isn't one")
	}
	request.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(held.basic())))
	request.Header.Set("clientId", held.ClientID)
	request.Header.Set("Accept", version)
	if asked.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := d.http.Do(request)
	if err != nil {
		return result{}, wire.Bare(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return result{}, fmt.Errorf("read answer: %w", err)
	}
	return result{status: response.StatusCode, more: next.MatchString(response.Header.Get("Link")), body: body}, nil
}
