package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"usher/functions/gate"
	"usher/handler/flow"
)

// largest is how many bytes an order may have.
const largest = 64 << 10

func verbs() []string {
	return []string{"retry", "skip", "cancel", "undo", "close", "confirm", "reschedule"}
}

// order takes an operator's verb as JSON: {"line"?,"reason"}, and "due" to
// reschedule. It answers 202 once the order is stored.
func (d *door) order(w http.ResponseWriter, r *http.Request) error {
	verb := r.PathValue("verb")
	if !slices.Contains(verbs(), verb) {
		gate.NotFound(w, r)
		return nil
	}
	if err := gate.Method(w, r, http.MethodPost); err != nil {
		return err
	}
	if err := gate.SameSite(r, d.Public); err != nil {
		return err
	}
	by, err := d.Access.Caller(r, gate.Operator)
	if err != nil {
		return err
	}
	if err := gate.MediaType(r, "application/json"); err != nil {
		return err
	}
	order, err := readOrder(w, r)
	if err != nil {
		return err
	}
	order.Verb, order.By = verb, by
	if err := d.verbs.Order(r.Context(), r.PathValue("id"), order); err != nil {
		return err // the flow's own sentence, for the operator
	}
	return gate.JSON(w, http.StatusAccepted, map[string]string{"run": r.PathValue("id"), "verb": verb})
}

func readOrder(w http.ResponseWriter, r *http.Request) (flow.Order, error) {
	body, err := gate.Body(w, r, largest)
	if err != nil {
		return flow.Order{}, err
	}
	var form struct {
		Line   string `json:"line"`
		Reason string `json:"reason"`
		Due    string `json:"due"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&form); err != nil {
		return flow.Order{}, badOrder(err)
	}
	order := flow.Order{Line: form.Line, Reason: form.Reason}
	if form.Due == "" {
		return order, nil
	}
	if order.Due, err = time.Parse(time.RFC3339, form.Due); err != nil {
		return flow.Order{}, fmt.Errorf(`%w: "due" isn't a time such as 2025-11-24T18:00:00Z`, flow.ErrBadOrder)
	}
	return order, nil
}

func badOrder(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return fmt.Errorf("%w: %q must be a text, not a JSON %s", flow.ErrBadOrder, wrong.Field, wrong.Value)
	}
	return fmt.Errorf("%w: %w", flow.ErrBadOrder, err)
}

// press takes an order from a form on the run's own page, and goes back
// there. A form can be sent from anywhere without asking, so only a browser
// that says that it comes from our page is believed.
func (d *door) press(w http.ResponseWriter, r *http.Request) error {
	if err := gate.SameSite(r, d.Public); err != nil {
		return err
	}
	if r.Header.Get("Sec-Fetch-Site") != "same-origin" && r.Header.Get("Origin") == "" {
		return &gate.Refusal{
			Status: http.StatusForbidden,
			Code:   "cross-site",
			Says:   "Only the run's own page sends such a form.",
			Hint:   "Programs post JSON to the run's verbs.",
		}
	}
	by, err := d.Access.Caller(r, gate.Operator)
	if err != nil {
		return err
	}
	if err := gate.MediaType(r, "application/x-www-form-urlencoded"); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, largest)
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("%w: %w", flow.ErrBadOrder, err)
	}
	order := flow.Order{
		Verb:   r.PostForm.Get("verb"),
		Line:   r.PostForm.Get("line"),
		Reason: r.PostForm.Get("reason"),
		By:     by,
	}
	if err := d.verbs.Order(r.Context(), r.PathValue("id"), order); err != nil {
		return err
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}
