package sim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
)

// psaSigningKey is what callbacks are signed with. /connectwise/callback/key
// tells it to whoever asks, as the real one does.
const psaSigningKey = "make-believe signing key of the simulated ConnectWise"

// signCallback completes a callback's body, as ConnectWise would send it, and
// signs it: raw bytes, with the SHA-256 of the signing key.
// Source: developer.connectwise.com, Developer Guide, Callbacks
func (w *World) signCallback(r *http.Request) (any, error) {
	asked := object{}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		return nil, wrongf("the body isn't a callback: %v", err)
	}
	body := object{
		"FromUrl": "usher.example", "CompanyId": provider, "MemberId": "UsherAPI", "Action": "updated", "Type": "ticket",
		"Metadata": object{"key_url": "http://" + r.Host + "/connectwise/callback/key"},
	}
	for name, value := range asked {
		body[name] = value
	}
	id := strconv.FormatInt(number(body, "ID"), 10)
	if ticket := w.store.get(key{"", psaTicketKind, id}); ticket != nil && body["Entity"] == nil {
		entity, err := json.Marshal(ticket)
		if err != nil {
			return nil, err
		}
		body["Entity"] = string(entity)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return object{"body": string(raw), "signature": psaSignature(raw)}, nil
}

func psaSignature(raw []byte) string {
	key := sha256.Sum256([]byte(psaSigningKey))
	mac := hmac.New(sha256.New, key[:])
	mac.Write(raw)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
