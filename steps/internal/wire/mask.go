package wire

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

const masked = "[secret]"

type hiddenKey struct{}

// Hide marks a secret that a call carries in its body, so that an answer that
// repeats it is masked before anybody reads it.
func Hide(ctx context.Context, secret step.Secret) context.Context {
	return context.WithValue(ctx, hiddenKey{}, append(hidden(ctx), secret))
}

func hidden(ctx context.Context) []step.Secret {
	secrets, _ := ctx.Value(hiddenKey{}).([]step.Secret)
	return secrets[:len(secrets):len(secrets)]
}

// looksSecret finds tokens, signatures and the query of any address.
var looksSecret = regexp.MustCompile(
	`(?i)(bearer\s+)[\w.~+/=-]+|()eyJ[\w-]+\.[\w-]+\.[\w-]*|(https?://[^\s"'<>?]*\?)[^\s"'<>]+|(\b(?:sig|code|client_secret|client_assertion|password)=)[^&\s"'<>]+`)

// Mask takes secrets out of a text that may end in an error: those given, in
// the encodings in which an answer may repeat them, and whatever looks like a
// token or stands in an address after the question mark.
func Mask(text string, secrets ...step.Secret) string {
	for _, secret := range secrets {
		for _, form := range forms(secret.Reveal()) {
			text = strings.ReplaceAll(text, form, masked)
		}
	}
	return looksSecret.ReplaceAllString(text, "${1}${2}${3}${4}"+masked)
}

// forms lists how a secret may be written, the longest first; a short one is
// only looked for as text, since its codes would hit innocent words.
func forms(secret string) []string {
	if secret == "" {
		return nil
	}
	all := []string{secret, url.QueryEscape(secret), url.PathEscape(secret)}
	if raw := []byte(secret); len(raw) >= 6 {
		all = append(all,
			base64.StdEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw),
			base64.RawURLEncoding.EncodeToString(raw), hex.EncodeToString(raw))
	}
	once := quoted(secret)
	all = append(all, once...)
	for _, form := range once { // JSON in a text of JSON
		all = append(all, quoted(form)...)
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return all
}

// quoted writes a text as JSON does, without the quotes around it: as Go
// writes it, which escapes what HTML knows, and as everybody else does.
func quoted(text string) []string {
	var forms []string
	for _, escape := range []bool{true, false} {
		var out strings.Builder
		writer := json.NewEncoder(&out)
		writer.SetEscapeHTML(escape)
		if writer.Encode(text) == nil { // a string always encodes
			forms = append(forms, out.String()[1:out.Len()-2]) // quotes and line end
		}
	}
	return forms
}

// Brief masks a text and cuts it to a length that suits an error.
func Brief(text string, secrets ...step.Secret) string {
	const most = 300
	text = strings.Join(strings.Fields(Mask(text, secrets...)), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
