package sim

import (
	"regexp"
	"strings"
)

const masked = "[secret]"

// linkToken is the token of a link or the signature of a webhook address.
var linkToken = regexp.MustCompile(`([?&](?:t|sig)=)[^&\s"'<>)\]]+`)

// bearer is a token that somebody wrote into a text.
var bearer = regexp.MustCompile(`(?i)(bearer\s+)[A-Za-z0-9._~+/=-]+`)

// loose is a secret's name and value in a body that should have been JSON.
var loose = regexp.MustCompile(`(?i)((?:password|client_secret|client_assertion)"?\s*[:=]\s*"?)[^&\s",}]+`)

// secretName tells whether values of this name are secrets. A PasswordProfile
// or password policy is none; what is inside is looked at by itself.
func secretName(name string) bool {
	switch strings.ToLower(name) {
	case "password", "newpassword", "currentpassword", "client_secret", "client_assertion", "authorization",
		"temporaryaccesspass", "secret", "access_token", "refresh_token", "payload", "passphrase", "html_url":
		return true
	}
	return false
}

// mask takes the secrets out of a JSON value.
func mask(value any) any {
	switch v := value.(type) {
	case object:
		shown := object{}
		for name, item := range v {
			if _, written := item.(string); secretName(name) && item != nil || written && name == "content" {
				shown[name] = masked
				continue
			}
			shown[name] = mask(item)
		}
		return shown
	case []any:
		shown := make([]any, len(v))
		for i, item := range v {
			shown[i] = mask(item)
		}
		return shown
	case string:
		return maskText(v)
	}
	return value
}

func maskText(s string) string {
	s = linkToken.ReplaceAllString(s, "${1}"+masked)
	return bearer.ReplaceAllString(s, "${1}"+masked)
}
