package approve

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"unicode/utf8"

	"usher/functions/gate"
	"usher/handler/flow"
)

// How much an answer may hold: bytes of the form, characters of the comment.
const (
	longestForm    = 64 << 10
	longestComment = 2000
)

// answer reads an approver's answer off a POST, or refuses it.
func (d *door) answer(w http.ResponseWriter, r *http.Request) (flow.Answer, error) {
	if err := gate.SameSite(r, d.Public); err != nil {
		return flow.Answer{}, err
	}
	signed, err := d.signed(r)
	if err != nil {
		return flow.Answer{}, err
	}
	if err := readForm(w, r); err != nil {
		return flow.Answer{}, err
	}
	verdict := flow.Verdict(r.PostForm.Get("decision"))
	switch verdict {
	case flow.Approve, flow.SendBack, flow.Reject:
	default:
		return flow.Answer{}, badForm("The answer is neither approve, change nor reject.")
	}
	hash := r.PostForm.Get("hash")
	if hash == "" {
		return flow.Answer{}, badForm("The answer doesn't say which plan it is about.")
	}
	comment := strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get("comment"), "\r\n", "\n"))
	if utf8.RuneCountInString(comment) > longestComment {
		return flow.Answer{}, badForm("The comment is longer than 2,000 characters.")
	}
	return flow.Answer{Verdict: verdict, Hash: hash, Comment: comment, From: d.from(r), Signed: signed}, nil
}

func readForm(w http.ResponseWriter, r *http.Request) error {
	if err := gate.MediaType(r, "application/x-www-form-urlencoded"); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	err := r.ParseForm()
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return &gate.Refusal{
			Status: http.StatusRequestEntityTooLarge,
			Code:   "too-large",
			Says:   "The answer is larger than this page takes.",
			Hint:   "Shorten the comment.",
		}
	}
	if err != nil {
		return badForm("The answer couldn't be read.")
	}
	return nil
}

func badForm(says string) *gate.Refusal {
	return &gate.Refusal{
		Status: http.StatusBadRequest,
		Code:   "form",
		Says:   says,
		Hint:   "Open your link again and answer on the page itself.",
	}
}

// from is the caller's address, for the history: what the proxy in front of
// the door says, or else the connection's other end.
func (d *door) from(r *http.Request) string {
	if d.Forwarded {
		said := strings.Join(r.Header.Values("X-Forwarded-For"), ", ")
		if len(said) > 200 {
			said = said[:200]
		}
		return strings.ToValidUTF8(said, "")
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
