package fakehost

import (
	"net/url"
	"path"
	"strings"
)

// decodePath is the path as the host's server sees it: decoded, but for the
// slash, and with dots resolved.
func decodePath(raw string) string {
	kept := strings.NewReplacer("%2F", "%252F", "%2f", "%252f").Replace(raw)
	decoded, err := url.PathUnescape(kept)
	if err != nil {
		decoded = raw
	}
	if !strings.Contains(decoded, "/.") {
		return decoded
	}
	clean := path.Clean(decoded)
	if strings.HasSuffix(decoded, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}

// encodePath writes a decoded path as the host sends it on. What it left
// encoded is encoded a second time: %2F becomes %252F.
func encodePath(decoded string) string {
	const plain = "/:@!$&'()*+,;=-._~"
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(decoded) {
		switch {
		case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte(plain, c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
	return b.String()
}
