package sim

import (
	"net/http"
	"net/url"
	"strings"
)

// loginSystem is the token endpoint of Entra, for client credentials.
func loginSystem() system {
	return system{
		identify: func(c *call) {
			if len(c.segments) == 0 {
				return
			}
			if of, known := c.world.tenant(c.segments[0]); known {
				c.tenant = of
			}
		},
		changing: func(*call) bool { return false },
		do:       giveToken,
		fail: func(_ *call, status int) answer {
			return loginError(status, "temporarily_unavailable", "AADSTS90033: A transient error has occurred. Please try again.")
		},
	}
}

func giveToken(c *call) answer {
	if len(c.segments) != 4 || strings.Join(c.segments[1:], "/") != "oauth2/v2.0/token" {
		return loginError(http.StatusNotFound, "invalid_request", "AADSTS90014: there is only oauth2/v2.0/token here.")
	}
	if c.method != http.MethodPost {
		return loginError(http.StatusMethodNotAllowed, "invalid_request", "AADSTS900561: The endpoint only accepts POST requests.")
	}
	if c.tenant == "" {
		return loginError(http.StatusBadRequest, "invalid_request", "AADSTS90002: Tenant '"+c.segments[0]+"' not found.")
	}
	form, err := url.ParseQuery(string(c.body))
	if err != nil || !strings.HasPrefix(c.header.Get("Content-Type"), formType) {
		return loginError(http.StatusBadRequest, "invalid_request", "AADSTS900144: The request body must be a form.")
	}
	if form.Get("grant_type") != "client_credentials" {
		return loginError(http.StatusBadRequest, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.")
	}
	if form.Get("client_id") == "" {
		return loginError(http.StatusBadRequest, "invalid_request", "AADSTS900144: The request body must contain the following parameter: 'client_id'.")
	}
	if form.Get("client_secret") == "" && form.Get("client_assertion") == "" {
		return loginError(http.StatusUnauthorized, "invalid_client", "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required.")
	}
	audience, whole := strings.CutSuffix(form.Get("scope"), "/.default")
	if !whole || audience != graphAudience && audience != exchangeAudience {
		return loginError(http.StatusBadRequest, "invalid_scope", "AADSTS70011: The provided value for the input parameter 'scope' is not valid.")
	}
	minted, err := c.world.mint(c.tenant, audience, form.Get("client_id"))
	if err != nil {
		return loginError(http.StatusInternalServerError, "server_error", err.Error())
	}
	return answer{status: http.StatusOK, header: map[string]string{"Cache-Control": "no-store"}, body: object{
		"token_type": "Bearer", "expires_in": int(tokenLife.Seconds()), "ext_expires_in": int(tokenLife.Seconds()),
		"access_token": minted,
	}}
}

func loginError(status int, code, says string) answer {
	return answer{status: status, body: object{"error": code, "error_description": says}}
}
