package gate_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/steps/step"
)

const body = `{"id":"T-1"}`

func mac(secret, stamp, body string) string {
	sum := hmac.New(sha256.New, []byte(secret))
	sum.Write([]byte(stamp + "." + body))
	return hex.EncodeToString(sum.Sum(nil))
}

func TestSigned(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_764_000_000, 0)
	at := func(age int) string { return strconv.FormatInt(now.Unix()-int64(age), 10) }
	good := mac("s3cret", at(0), body)
	cases := map[string]struct {
		header string
		want   bool
	}{
		"as it should be":         {"t=" + at(0) + ",v1=" + good, true},
		"blanks after commas":     {"t=" + at(0) + ", v1=" + good, true},
		"second of two secrets":   {"t=" + at(0) + ",v1=" + mac("old", at(0), body) + ",v1=" + good, true},
		"first of two secrets":    {"t=" + at(0) + ",v1=" + good + ",v1=" + mac("new", at(0), body), true},
		"a later version beside":  {"t=" + at(0) + ",v2=xyz,v1=" + good, true},
		"300 s old":               {"t=" + at(300) + ",v1=" + mac("s3cret", at(300), body), true},
		"301 s old":               {"t=" + at(301) + ",v1=" + mac("s3cret", at(301), body), false},
		"60 s ahead":              {"t=" + at(-60) + ",v1=" + mac("s3cret", at(-60), body), true},
		"61 s ahead":              {"t=" + at(-61) + ",v1=" + mac("s3cret", at(-61), body), false},
		"no header":               {"", false},
		"no MAC":                  {"t=" + at(0), false},
		"no time":                 {"v1=" + mac("s3cret", "", body), false},
		"another secret":          {"t=" + at(0) + ",v1=" + mac("guess", at(0), body), false},
		"another body":            {"t=" + at(0) + ",v1=" + mac("s3cret", at(0), body+" "), false},
		"another time":            {"t=" + at(1) + ",v1=" + good, false},
		"half a MAC":              {"t=" + at(0) + ",v1=" + good[:32], false},
		"an empty MAC":            {"t=" + at(0) + ",v1=", false},
		"a MAC and more":          {"t=" + at(0) + ",v1=" + good + "00", false},
		"half a MAC beside":       {"t=" + at(0) + ",v1=" + good + ",v1=" + good[:32], false},
		"no hex":                  {"t=" + at(0) + ",v1=" + good[:62] + "zz", false},
		"two times":               {"t=" + at(0) + ",t=" + at(0) + ",v1=" + good, false},
		"a signed time":           {"t=+" + at(0) + ",v1=" + mac("s3cret", "+"+at(0), body), false},
		"a time beyond all times": {"t=9999999999999,v1=" + mac("s3cret", "9999999999999", body), false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{}
			if c.header != "" {
				header.Set(gate.SignatureHeader, c.header)
			}
			require.Equal(t, c.want, gate.Signed(header, []byte(body), step.NewSecret("s3cret"), now))
		})
	}
}

func TestSignedNeedsASecret(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_764_000_000, 0)
	header := http.Header{}
	header.Set(gate.SignatureHeader, "t=1764000000,v1="+mac("", "1764000000", body))
	require.False(t, gate.Signed(header, []byte(body), step.Secret{}, now))
}

func TestSignedRefusesTwoHeaders(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_764_000_000, 0)
	line := "t=1764000000,v1=" + mac("s3cret", "1764000000", body)
	header := http.Header{gate.SignatureHeader: {line, line}}
	require.False(t, gate.Signed(header, []byte(body), step.NewSecret("s3cret"), now))
}

func FuzzSigned(f *testing.F) {
	now := time.Unix(1_764_000_000, 0)
	f.Add("t=1764000000,v1=" + mac("other", "1764000000", body))
	f.Add("t=1764000000,v1=")
	f.Fuzz(func(t *testing.T, line string) {
		header := http.Header{gate.SignatureHeader: {line}}
		require.False(t, gate.Signed(header, []byte(body), step.NewSecret("s3cret"), now))
	})
}
