package runs

import (
	"fmt"
	"net/http"

	"usher/functions/gate"
	"usher/functions/page"
	"usher/handler/flow"
)

// list answers with a page of runs. ?customer=, ?ticket= and ?status= narrow
// it down; ?after= takes the "next" of the page before.
func (d *door) list(w http.ResponseWriter, r *http.Request) error {
	if err := gate.Method(w, r, http.MethodGet, http.MethodHead); err != nil {
		return err
	}
	if _, err := d.Access.Caller(r, gate.Reader, gate.Operator); err != nil {
		return err
	}
	query := r.URL.Query()
	filter := flow.Filter{
		Customer: query.Get("customer"),
		Ticket:   query.Get("ticket"),
		Status:   query.Get("status"),
		After:    query.Get("after"),
	}
	found, err := d.verbs.Runs(r.Context(), filter)
	if err != nil {
		return fmt.Errorf("list runs: %w", err)
	}
	if wantsPage(r) {
		return d.pages.Write(w, http.StatusOK, "list", page.Sheet{Title: "Runs", Data: newListing(found, filter)})
	}
	if found.Runs == nil {
		found.Runs = []flow.RunHead{}
	}
	return gate.JSON(w, http.StatusOK, found)
}

// one answers with one run, or takes an order from its page.
func (d *door) one(w http.ResponseWriter, r *http.Request) error {
	if err := gate.Method(w, r, http.MethodGet, http.MethodHead, http.MethodPost); err != nil {
		return err
	}
	if r.Method == http.MethodPost {
		return d.press(w, r)
	}
	if _, err := d.Access.Caller(r, gate.Reader, gate.Operator); err != nil {
		return err
	}
	run, err := d.verbs.Run(r.Context(), r.PathValue("id"))
	if err != nil {
		return fmt.Errorf("look at run: %w", err)
	}
	if wantsPage(r) {
		return d.show(w, r, run)
	}
	return gate.JSON(w, http.StatusOK, run)
}

// show answers with a run's page. With ?live it loads itself anew until the
// run has finished.
func (d *door) show(w http.ResponseWriter, r *http.Request, run flow.RunView) error {
	_, refused := d.Access.Caller(r, gate.Operator)
	view := newSheet(run, refused == nil)
	sheet := page.Sheet{Title: page.Plain(view.Heading)}
	if view.Live = r.URL.Query().Has("live") && !view.Finished; view.Live {
		sheet.Refresh = 3
	}
	sheet.Data = view
	return d.pages.Write(w, http.StatusOK, "run", sheet)
}
