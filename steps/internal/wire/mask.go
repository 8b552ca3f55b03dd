package wire

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"regexp"
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

// forms lists how a secret may be written; a short one is only looked for as
// it is, since its codes would hit innocent text.
func forms(secret string) []string {
	if secret == "" {
		return nil
	}
	quoted, _ := json.Marshal(secret) // a string always marshals
	all := []string{secret, string(quoted[1 : len(quoted)-1]), url.QueryEscape(secret), url.PathEscape(secret)}
	if len(secret) < 6 {
		return all
	}
	raw := []byte(secret)
	return append(all,
		base64.StdEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw),
		base64.RawURLEncoding.EncodeToString(raw), hex.EncodeToString(raw))
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
