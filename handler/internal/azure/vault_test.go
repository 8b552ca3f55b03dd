package azure_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/internal/azure"
	"usher/infra/doubles/keyvault"
	"usher/steps/step"
)

const canary = "canary-7f3a9c"

// double starts a Key Vault, and the engine on it in both places.
func double(t *testing.T, o keyvault.Options) (*keyvault.Server, *azure.Engine) {
	t.Helper()
	server := keyvault.Start(o)
	t.Cleanup(server.Close)
	return server, open(t, azure.Options{Vault: server.URL(), Handover: server.URL(), HTTP: server.Client()})
}

func keep(t *testing.T, v *azure.Vault, name, text string) {
	t.Helper()
	require.NoError(t, v.Keep(t.Context(), name, step.NewSecret(text)))
}

func requireSecret(t *testing.T, v *azure.Vault, name, text string) {
	t.Helper()
	secret, err := v.Secret(t.Context(), name)
	require.NoError(t, err)
	require.Equal(t, text, secret.Reveal())
}

func TestHandoverLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	server, engine := double(t, keyvault.Options{Looks: 3})
	keep(t, engine.Handover, "joiner-password-1", canary)
	keep(t, engine.Handover, "joiner-password-1", "second")
	require.NoError(t, engine.Handover.Purge(t.Context(), "joiner-password-1"))
	require.Empty(t, server.Secrets(), "no version of it, nor among the deleted")
	require.NoError(t, engine.Handover.Purge(t.Context(), "joiner-password-1"))
}

// TestPurgeGoesOnWhereItWasCutOff finds a secret that was deleted and not
// purged, by a process that ended in between.
func TestPurgeGoesOnWhereItWasCutOff(t *testing.T) {
	t.Parallel()
	for name, looks := range map[string]int{"already deleted": -1, "being deleted": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, engine := double(t, keyvault.Options{Looks: looks})
			keep(t, engine.Handover, "a", canary)
			// The settings vault's Purge only deletes.
			require.NoError(t, engine.Vault.Purge(t.Context(), "a"))
			require.NotEmpty(t, server.Secrets())
			require.NoError(t, engine.Handover.Purge(t.Context(), "a"))
			require.Empty(t, server.Secrets())
		})
	}
}

// TestKeepOverADeletedSecret purges it in the handover vault, and recovers it
// in a vault that keeps what was deleted.
func TestKeepOverADeletedSecret(t *testing.T) {
	t.Parallel()
	for name, looks := range map[string]int{"already deleted": -1, "being deleted": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, engine := double(t, keyvault.Options{Looks: looks})
			keep(t, engine.Vault, "a", "first")
			require.NoError(t, engine.Vault.Purge(t.Context(), "a"))
			keep(t, engine.Handover, "a", "second")
			requireSecret(t, engine.Handover, "a", "second")
			require.Len(t, server.Secrets(), 1, "the first was purged")

			server, engine = double(t, keyvault.Options{Looks: looks, PurgeProtection: true})
			keep(t, engine.Vault, "a", "first")
			require.NoError(t, engine.Vault.Purge(t.Context(), "a"))
			_, err := engine.Vault.Secret(t.Context(), "a")
			require.ErrorIs(t, err, step.ErrNotFound)
			keep(t, engine.Vault, "a", "second")
			requireSecret(t, engine.Vault, "a", "second")
			require.Len(t, server.Secrets(), 2, "the first is an earlier version")
		})
	}
}

// TestPurgeOfWhatIsntDeletedYet meets the other word for it: that there is
// nothing to purge.
func TestPurgeOfWhatIsntDeletedYet(t *testing.T) {
	t.Parallel()
	server := keyvault.Start(keyvault.Options{Looks: 3})
	t.Cleanup(server.Close)
	said := 0
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, r)
		if r.Method == http.MethodDelete && strings.HasPrefix(r.URL.Path, "/deletedsecrets/") && answer.Code == http.StatusConflict {
			said++
			answer = httptest.NewRecorder()
			answer.WriteHeader(http.StatusNotFound)
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
	vault := open(t, azure.Options{Handover: "https://127.0.0.1", HTTP: &http.Client{Transport: inProcess{handler}}}).Handover
	keep(t, vault, "a", canary)
	require.NoError(t, vault.Purge(t.Context(), "a"))
	require.Positive(t, said)
	require.Empty(t, server.Secrets())
}

// TestWaitingEndsWithTheCaller on a vault that never gets ready.
func TestWaitingEndsWithTheCaller(t *testing.T) {
	t.Parallel()
	_, engine := double(t, keyvault.Options{Looks: 1 << 30})
	keep(t, engine.Handover, "a", "first")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, engine.Handover.Purge(ctx, "a"), context.DeadlineExceeded)
	require.ErrorIs(t, engine.Handover.Keep(ctx, "a", step.NewSecret("second")), context.DeadlineExceeded)
}

// TestSettingsAreRememberedForAMinute and no longer, and a change made by this
// process counts at once.
func TestSettingsAreRememberedForAMinute(t *testing.T) {
	t.Parallel()
	server := keyvault.Start(keyvault.Options{})
	t.Cleanup(server.Close)
	synctest.Test(t, func(t *testing.T) {
		direct := &http.Client{Transport: inProcess{server}}
		ours := open(t, azure.Options{Vault: "https://127.0.0.1", HTTP: direct}).Vault
		others := open(t, azure.Options{Vault: "https://127.0.0.1", HTTP: direct}).Vault
		reads := func() int {
			n := 0
			for _, call := range server.Calls() {
				if call.Method == http.MethodGet && call.Status == http.StatusOK {
					n++
				}
			}
			return n
		}
		keep(t, ours, "a", "first")
		for range 100 {
			requireSecret(t, ours, "a", "first")
		}
		require.Equal(t, 1, reads())
		keep(t, others, "a", "second")
		time.Sleep(59 * time.Second)
		requireSecret(t, ours, "a", "first")
		time.Sleep(2 * time.Second)
		requireSecret(t, ours, "a", "second")
		require.Equal(t, 2, reads())
		keep(t, ours, "a", "third")
		requireSecret(t, ours, "a", "third")
		require.NoError(t, ours.Purge(t.Context(), "a"))
		for range 2 {
			_, err := ours.Secret(t.Context(), "a")
			require.ErrorIs(t, err, step.ErrNotFound)
		}
		keep(t, others, "a", "fourth")
		requireSecret(t, ours, "a", "fourth") // what isn't there isn't remembered
	})
}

// TestALookThatAChangeOvertook isn't remembered.
func TestALookThatAChangeOvertook(t *testing.T) {
	t.Parallel()
	server := keyvault.Start(keyvault.Options{})
	t.Cleanup(server.Close)
	meanwhile := func() {}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server.ServeHTTP(w, r)
		if r.Method == http.MethodGet && r.Header.Get("Authorization") != "" {
			meanwhile()
		}
	})
	vault := open(t, azure.Options{Vault: "https://127.0.0.1", HTTP: &http.Client{Transport: inProcess{handler}}}).Vault
	keep(t, vault, "a", "first")
	meanwhile = func() { keep(t, vault, "a", "second") }
	requireSecret(t, vault, "a", "first")
	meanwhile = func() {}
	requireSecret(t, vault, "a", "second")
}

// inProcess calls a server without a network, whose time stands still where
// that of the test does.
type inProcess struct{ handler http.Handler }

func (d inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	answer := w.Result()
	answer.Request = r
	return answer, nil
}

// TestRememberedSecretsAreBounded looks at more secrets than are remembered.
func TestRememberedSecretsAreBounded(t *testing.T) {
	t.Parallel()
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			w.Header().Set("WWW-Authenticate", `Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"value":"secret of %s"}`, strings.Split(r.URL.Path, "/")[2])
	})
	vault := open(t, azure.Options{Vault: "https://127.0.0.1", HTTP: &http.Client{Transport: inProcess{handler}}}).Vault
	var many sync.WaitGroup
	for side := range 4 {
		many.Go(func() {
			for n := range 1500 {
				name := fmt.Sprint("s", (n+side*300)%1500)
				secret, err := vault.Secret(t.Context(), name)
				if err != nil || secret.Reveal() != "secret of "+name {
					t.Errorf("%s: %v, %v", name, secret.Reveal(), err)
					return
				}
			}
		})
	}
	many.Wait()
}

// TestVaultErrorsDontRepeatTheSecret though the vault's answer does.
func TestVaultErrorsDontRepeatTheSecret(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusTeapot} {
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "" {
				w.Header().Set("WWW-Authenticate", `Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net"`)
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"error":{"code":"Forbidden","message":"you sent %s","innererror":{"code":"ForbiddenByPolicy"}}}`, canary)
		})
		vault := open(t, azure.Options{Handover: "https://127.0.0.1", HTTP: &http.Client{Transport: inProcess{handler}}}).Handover
		_, err := vault.Secret(t.Context(), "a")
		for _, err := range []error{err, vault.Keep(t.Context(), "a", step.NewSecret(canary)), vault.Purge(t.Context(), "a")} {
			require.ErrorContains(t, err, "handover vault: the answer is")
			require.ErrorContains(t, err, "ForbiddenByPolicy")
			require.NotContains(t, err.Error(), canary)
		}
	}
}

// TestPortsThatWerentSetUp refuse, and say what is missing.
func TestPortsThatWerentSetUp(t *testing.T) {
	t.Parallel()
	engine := open(t, azure.Options{})
	_, err := engine.Vault.Secret(t.Context(), "a")
	require.ErrorContains(t, err, "no address of the settings vault")
	require.ErrorContains(t, engine.Handover.Keep(t.Context(), "a", step.NewSecret("x")), "no address of the handover vault")
	require.ErrorContains(t, engine.Handover.Purge(t.Context(), "a"), "no address of the handover vault")
}
