package sim

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The audiences of tokens, which are also the scopes' prefixes.
const (
	graphAudience    = "https://graph.microsoft.com"
	exchangeAudience = "https://outlook.office365.com"
)

// exchangePermission is the one application permission that Exchange has.
const exchangePermission = "Exchange.ManageAsApp"

// tokenLife is how long a token is good for.
const tokenLife = time.Hour

// token is the payload of an access token. It is signed with no key, only so
// that a garbled one is noticed.
type token struct {
	Audience string   `json:"aud"`
	Issuer   string   `json:"iss"`
	Tenant   string   `json:"tid"`
	App      string   `json:"appid"`
	Roles    []string `json:"roles"` // application permissions of this audience
	Wids     []string `json:"wids"`  // Entra roles by template id, or by name where the world doesn't know it
	Issued   int64    `json:"iat"`
	From     int64    `json:"nbf"`
	Expires  int64    `json:"exp"`
	Unique   string   `json:"uti"`
}

// mint makes a token with what the tenant has granted now. Tokens live by the
// machine's clock, as everybody's do.
func (w *World) mint(of, audience, app string) (string, error) {
	held := w.consents(of)
	tid := text(w.store.organization(of), "id")
	t := token{
		Audience: audience, Issuer: "https://sts.windows.net/" + tid + "/", Tenant: tid, App: app,
		Roles: []string{}, Wids: []string{}, Issued: w.now().Unix(), From: w.now().Unix(),
		Expires: w.now().Add(tokenLife).Unix(), Unique: uuid.NewString(),
	}
	for _, scope := range held.Scopes {
		if (scope == exchangePermission) == (audience == exchangeAudience) {
			t.Roles = append(t.Roles, scope)
		}
	}
	for _, role := range held.Roles {
		t.Wids = append(t.Wids, roleTemplate(role))
	}
	return t.encode()
}

func (t token) encode() (string, error) {
	payload, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	body := encode([]byte(`{"typ":"JWT","alg":"none"}`)) + "." + encode(payload)
	return body + "." + seal(body), nil
}

func encode(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func seal(body string) string {
	sum := sha256.Sum256([]byte("make-believe signature of " + body))
	return encode(sum[:])
}

var errToken = errors.New("not a token of this world")

// readToken takes a bearer token apart.
func readToken(authorization string) (*token, error) {
	raw, bearing := strings.CutPrefix(authorization, "Bearer ")
	cut := strings.LastIndexByte(raw, '.')
	if !bearing || cut < 0 || seal(raw[:cut]) != raw[cut+1:] {
		return nil, errToken
	}
	_, encoded, _ := strings.Cut(raw[:cut], ".")
	payload, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil {
		return nil, errToken
	}
	var t token
	if err := json.Unmarshal(payload, &t); err != nil {
		return nil, errToken
	}
	return &t, nil
}

// bear identifies a call by its token: whose tenant it is about.
func (c *call) bear() {
	read, err := readToken(c.header.Get("Authorization"))
	if err != nil {
		return
	}
	if of, known := c.world.tenant(read.Tenant); known {
		c.token = read
		if c.tenant == "" {
			c.tenant = of
		}
	}
}

// refused says why a call's token isn't good for an audience and the call's
// tenant; "" where it is.
func (c *call) refused(audience string) string {
	switch {
	case c.header.Get("Authorization") == "":
		return "Access token is empty."
	case c.token == nil:
		return "CompactToken parsing failed: the token is malformed."
	case c.token.Audience != audience:
		return "Access token validation failure. Invalid audience."
	case c.world.now().Unix() >= c.token.Expires:
		return "Lifetime validation failed, the token is expired."
	case !same(c.token.Tenant, text(c.world.store.organization(c.tenant), "id")):
		return "Access token validation failure. Invalid tenant."
	}
	return ""
}

// granted tells whether both the token and the tenant's consents of this
// moment hold a permission: taking one away works at once, giving one needs a
// new token.
func (c *call) granted(permission string) bool {
	return slices.Contains(c.token.Roles, permission) &&
		slices.Contains(c.world.consents(c.tenant).Scopes, permission)
}

// holds tells the same of an Entra role.
func (c *call) holds(role string) bool {
	return slices.Contains(c.token.Wids, roleTemplate(role)) &&
		slices.Contains(c.world.consents(c.tenant).Roles, role)
}

// roleTemplate is the well-known id of an Entra role, or its name where the
// world doesn't know it.
// Source: learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
func roleTemplate(name string) string {
	switch name {
	case "Global Administrator":
		return "62e90394-69f5-4237-9190-012177145e10"
	case privilegedRole:
		return "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
	case "Exchange Administrator":
		return "29232cdf-9323-42fd-ade2-1d097af3e4de"
	case "Exchange Recipient Administrator":
		return "31392ffb-586c-42d1-9346-e59415a2cc4e"
	case "User Administrator":
		return "fe930be7-5e62-47db-91af-98c3a49a38b1"
	case "Helpdesk Administrator":
		return "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	case "Global Reader":
		return "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	}
	return name
}
