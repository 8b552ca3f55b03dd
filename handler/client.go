package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"usher/handler/flow"
	"usher/steps/step"
)

// The demo speaks with the app as everybody else does, over HTTP: as the desk
// that sends a ticket, as the approver, as the technician who looks.

// sendTicket posts a ticket as a signed event.
func (a *app) sendTicket(ctx context.Context, customer string, t step.Ticket) error {
	t.Event = "demo-" + t.ID
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(a.now().Unix(), 10)
	h := hmac.New(sha256.New, []byte(a.secret.Reveal()))
	h.Write([]byte(stamp + "."))
	h.Write(body)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url+"/api/intake/"+customer, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Usher-Signature", "t="+stamp+",v1="+hex.EncodeToString(h.Sum(nil)))
	return ask(req, nil)
}

// approve posts the approval page's form.
func (a *app) approve(ctx context.Context, link, hash string) error {
	form := url.Values{"decision": {"approve"}, "hash": {hash}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, link, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return ask(req, nil)
}

// runOf returns the newest run of a ticket; its id is empty if there is none
// yet.
func (a *app) runOf(ctx context.Context, ticket string) (flow.RunView, error) {
	var page flow.Page
	if err := getJSON(ctx, a.url+"/api/runs?ticket="+url.QueryEscape(ticket), &page); err != nil || len(page.Runs) == 0 {
		return flow.RunView{}, err
	}
	var v flow.RunView
	return v, getJSON(ctx, a.url+"/api/runs/"+page.Runs[0].ID, &v)
}

func getJSON(ctx context.Context, address string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	return ask(req, into)
}

// ask sends a request and decodes its answer, unless into is nil.
func ask(req *http.Request, into any) error {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s answered %s", req.Method, req.URL.Path, resp.Status)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(body, into)
}
