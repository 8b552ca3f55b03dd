// Package approve is the door that approvers come through: GET shows one
// question as a page, POST takes the answer. Link scanners, previews and
// browsers that fetch ahead open links, so nothing but a POST decides.
package approve

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"usher/functions/gate"
	"usher/functions/page"
	"usher/handler/flow"
	"usher/steps/step"
)

// Verbs are what the door rings.
type Verbs interface {
	// Ask returns what is asked behind a link. With ErrLinkUsed, ErrLinkOld
	// and ErrLinkExpired it returns as much as the approver may still see.
	Ask(ctx context.Context, run, token string, signed *flow.Principal) (flow.Asked, error)
	// Decide records an answer, with the same errors as Ask.
	Decide(ctx context.Context, run, token string, answer flow.Answer) (flow.Asked, error)
}

// Settings are what the door needs to know of its surroundings.
type Settings struct {
	Public    string           // our own URL as approvers see it
	Entra     bool             // Entra sign-in stands in front of the door and sets the principal headers
	Forwarded bool             // a proxy stands in front and names the caller's address
	Now       func() time.Time // the run's clock, by which "today" and "in 3 days" are said
	Log       *slog.Logger
}

// deadline is how long one call may take.
const deadline = 20 * time.Second

//go:embed *.html
var files embed.FS

type door struct {
	Settings
	verbs Verbs
	pages *page.Pages
}

// New returns the door, for /api/approve/{run}. Its answers are pages: 200;
// 404 for an unknown or altered link, 409 for one that is used or replaced,
// 410 for an expired one, 403 for the wrong person and for a POST from
// another site. GET, HEAD and OPTIONS change nothing.
func New(verbs Verbs, settings Settings) http.Handler {
	d := &door{Settings: settings, verbs: verbs, pages: page.New(files)}
	routes := http.NewServeMux()
	routes.HandleFunc("/api/approve/{run}", d.ring)
	routes.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { d.refuse(w, r, flow.ErrLinkUnknown) })
	return routes
}

func (d *door) ring(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(gate.About(r.Context(), step.Tags{Run: r.PathValue("run")}), deadline)
	defer cancel()
	r = r.WithContext(ctx)
	if err := gate.Method(w, r, http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions); err != nil {
		d.refuse(w, r, err)
		return
	}
	switch r.Method {
	case http.MethodPost:
		d.decide(w, r)
	case http.MethodOptions:
		w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
		w.WriteHeader(http.StatusNoContent)
	default:
		d.show(w, r)
	}
}

func (d *door) show(w http.ResponseWriter, r *http.Request) {
	signed, err := d.signed(r)
	if err != nil {
		d.refuse(w, r, err)
		return
	}
	asked, err := d.verbs.Ask(r.Context(), r.PathValue("run"), token(r), signed)
	if err != nil {
		d.close(w, r, asked, err)
		return
	}
	view := newQuestion(asked, d.Now(), true)
	d.write(w, r, http.StatusOK, "question", view.Title(), view)
}

func (d *door) decide(w http.ResponseWriter, r *http.Request) {
	answer, err := d.answer(w, r)
	if err != nil {
		d.refuse(w, r, err)
		return
	}
	asked, err := d.verbs.Decide(r.Context(), r.PathValue("run"), token(r), answer)
	if err != nil {
		d.close(w, r, asked, err)
		return
	}
	d.notice(w, r, decided(asked, answer.Verdict), asked)
}

// token is part of the link, for GET and POST alike; a form's fields never
// stand in for it.
func token(r *http.Request) string { return r.URL.Query().Get("t") }

func (d *door) signed(r *http.Request) (*flow.Principal, error) {
	if !d.Entra {
		return nil, nil
	}
	caller, err := gate.SignedIn(r)
	if caller == nil || err != nil {
		return nil, err
	}
	return &caller.Principal, nil
}

// refuse answers where nothing of the question may be shown.
func (d *door) refuse(w http.ResponseWriter, r *http.Request, err error) {
	d.close(w, r, flow.Asked{}, err)
}

// close answers a request that didn't lead to the question or to a decision.
func (d *door) close(w http.ResponseWriter, r *http.Request, asked flow.Asked, err error) {
	n := closed(asked, err)
	if errors.Is(err, flow.ErrWrongPerson) && d.Entra && r.Header.Get(gate.PrincipalHeader) == "" {
		n = signInFirst(r)
	}
	if n.Status >= http.StatusInternalServerError {
		d.Log.ErrorContext(r.Context(), "approve", "method", r.Method, "error", err)
	}
	d.notice(w, r, n, asked)
}

func (d *door) notice(w http.ResponseWriter, r *http.Request, n notice, asked flow.Asked) {
	view := struct {
		notice
		Question *question
	}{notice: n}
	if n.Shows {
		q := newQuestion(asked, d.Now(), false)
		view.Question = &q
	}
	d.write(w, r, n.Status, "notice", n.Headline, view)
}

func (d *door) write(w http.ResponseWriter, r *http.Request, status int, name, title string, data any) {
	if err := d.pages.Write(w, status, name, page.Sheet{Title: title, Data: data}); err != nil {
		d.Log.ErrorContext(r.Context(), "approve", "error", err)
	}
}
