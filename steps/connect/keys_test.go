package connect_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/connect"
	"usher/steps/step"
)

// keys are those of contoso in the simulated ConnectWise.
func (p *place) keys() *connect.Keys {
	return connect.NewKeys(p.made, func(_ context.Context, key string) (step.Customer, error) {
		if key != "contoso" {
			return step.Customer{}, step.ErrNotFound
		}
		return p.connectWise("contoso"), nil
	})
}

func TestTheKeyOfACallback(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	var signed struct{ Body, Signature string }
	require.NoError(t, json.Unmarshal(p.door("POST", "/_sim/connectwise/sign", `{"ID":5001}`), &signed))
	var body struct {
		Metadata struct {
			KeyURL string `json:"key_url"`
		}
	}
	require.NoError(t, json.Unmarshal([]byte(signed.Body), &body))
	keys := p.keys()
	for range 3 {
		key, err := keys.Key(t.Context(), "contoso", body.Metadata.KeyURL)
		require.NoError(t, err)
		require.Contains(t, key.Reveal(), "make-believe")
	}
	require.Equal(t, 1, strings.Count(string(p.door("GET", "/_sim/ledger", "")), "/connectwise/callback/key"), "kept for a while")
	require.NotContains(t, p.logs.String(), "make-believe")
}

func TestAKeyIsNeverFetchedElsewhere(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	keys := p.keys()
	for _, address := range []string{
		"", "key", "https://api-na.myconnectwise.net/key", "http://169.254.169.254/metadata", "file:///etc/passwd",
		strings.Replace(p.url, "http://", "http://user@", 1) + "/connectwise/callback/key", strings.Replace(p.url, "http:", "https:", 1) + "/key",
		"http://127.0.0.1:1/key", "http://2130706433/key", "http://[::1]/key", p.url + ".example/key",
	} {
		_, err := keys.Key(t.Context(), "contoso", address)
		var stop *step.Stop
		require.ErrorAs(t, err, &stop, address)
	}
	_, err := keys.Key(t.Context(), "nobody", p.url+"/connectwise/callback/key")
	require.ErrorIs(t, err, step.ErrNotFound)
	require.NotContains(t, string(p.door("GET", "/_sim/ledger", "")), "callback/key")
}

func TestAKeyThatCannotBeHadIsNoKey(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.door("POST", "/_sim/faults", `[{"system":"connectwise","then":{"status":404}}]`)
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	_, err := p.keys().Key(ctx, "contoso", p.url+"/connectwise/callback/key")
	require.Error(t, err)
	var stop *step.Stop
	require.NotErrorAs(t, err, &stop, "it may be had in a while")
	p.door("POST", "/_sim/faults", `[{"system":"connectwise","then":{"status":200,"body":{"signing_key":""}}}]`)
	_, err = p.keys().Key(ctx, "contoso", p.url+"/connectwise/callback/key")
	require.Error(t, err)
}
