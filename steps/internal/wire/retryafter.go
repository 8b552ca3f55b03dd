package wire

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// asked is how long another system wants us to wait.
type asked struct {
	For  time.Duration
	Said string // in words, where it asked for more than we grant
}

// retryAfter reads a Retry-After header: seconds, which Graph also gives as a
// fraction, or a date. Without a usable one ok is false. What goes beyond
// AskedAtMost is capped, and says so.
// Source: learn.microsoft.com/graph/throttling
func retryAfter(header http.Header, now time.Time) (wait asked, ok bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text == "" {
		return asked{}, false
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil {
		date, err := http.ParseTime(text)
		if err != nil {
			return asked{}, false
		}
		seconds = date.Sub(now).Seconds()
	}
	if seconds > AskedAtMost.Seconds() {
		return asked{For: AskedAtMost, Said: fmt.Sprintf(" and asked for %.0f s, capped at %s", seconds, AskedAtMost)}, true
	}
	if !(seconds > 0) { // also what isn't a number
		return asked{}, true
	}
	return asked{For: time.Duration(seconds * float64(time.Second))}, true
}
