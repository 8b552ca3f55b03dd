package gate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"usher/steps/step"
)

// SignatureHeader carries the signature of the webhook desk:
// t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">. While its secret is
// being changed, a sender gives one v1 for each.
const SignatureHeader = "X-Usher-Signature"

// How old a signed body may be by our clock, which may run behind the
// sender's.
const (
	oldest = 300 * time.Second
	newest = -60 * time.Second
)

// mostMACs is how many v1 a header may hold.
const mostMACs = 4

// Signed tells whether body was signed with secret at about now. It takes the
// same time whether the header is well formed or not, so that a caller can
// ask it with a secret of its own where there is none to ask with.
func Signed(header http.Header, body []byte, secret step.Secret, now time.Time) bool {
	stamp, macs, ok := parseSignature(header.Values(SignatureHeader))
	want := hmac.New(sha256.New, []byte(secret.Reveal()))
	want.Write([]byte(stamp))
	want.Write([]byte("."))
	want.Write(body)
	sum := want.Sum(nil)

	match := false
	for _, mac := range macs {
		if hmac.Equal(mac, sum) {
			match = true
		}
	}
	return ok && match && !secret.IsZero() && fresh(stamp, now)
}

func fresh(stamp string, now time.Time) bool {
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	age := now.Sub(time.Unix(seconds, 0))
	return age >= newest && age <= oldest
}

// parseSignature takes the header apart. Anything unexpected, a MAC that
// isn't whole among it, makes all of it unusable.
func parseSignature(lines []string) (stamp string, macs [][]byte, ok bool) {
	if len(lines) != 1 {
		return "", nil, false
	}
	for part := range strings.SplitSeq(lines[0], ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch key {
		case "t":
			if stamp != "" || !digits(value) {
				return "", nil, false
			}
			stamp = value
		case "v1":
			mac, err := hex.DecodeString(value)
			if err != nil || len(mac) != sha256.Size || len(macs) == mostMACs {
				return "", nil, false
			}
			macs = append(macs, mac)
		default: // a later version of the signature; ours must be there too
		}
	}
	return stamp, macs, stamp != "" && len(macs) > 0
}

func digits(text string) bool {
	return text != "" && len(text) <= 12 && strings.Trim(text, "0123456789") == ""
}

// Unsigned refuses, with status 401, whoever isn't known or didn't sign: the
// two look the same from outside.
func Unsigned() *Refusal {
	return &Refusal{
		Status: http.StatusUnauthorized,
		Code:   "signature",
		Says:   "The customer isn't known, or the signature isn't right.",
		Hint:   "Check the address, the secret, and the sender's clock.",
	}
}
