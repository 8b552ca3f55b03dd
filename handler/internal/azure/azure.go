// Package azure is the engine room's ground on Azure: rows in Table Storage,
// messages in Service Bus, secrets in Key Vault, and the sign-in of Usher's
// identity to all of them and to the customers' tenants.
//
//	engine, err := azure.Open(azure.Options{Tables: "https://usher.table.core.windows.net", …})
//
// Open makes no call; each port connects when it is first used, so that a
// process can answer the Functions host at once and outlives any of them being
// away. What is promised is what flow promises of its ports; what each service
// does otherwise is said beside the code that makes up for it.
package azure

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// Options are what an engine is opened with. Tables and Table have to be
// given. A port whose address is missing refuses every call.
type Options struct {
	// Tables is the URL of the table service, and Table the name of the table,
	// which is made on first use where it isn't there.
	Tables, Table string
	// ServiceBus is the namespace's host name, and Queues the names of its
	// queues by flow's.
	ServiceBus string
	Queues     map[string]string
	// Vault is the URL of the vault with the settings' secrets, which are kept
	// even after they were deleted; Handover that of the vault for secrets on
	// their way, which are purged.
	Vault, Handover string
	// Identity is the client id of the managed identity that Usher signs in as.
	// Empty: whoever has signed in with az login on this machine.
	Identity string
	// Dev lets loopback addresses stand for the services, ServiceBus as
	// host:port without TLS and Tables as http. They are shown the emulators'
	// well-known key or a make-believe token, never a real one.
	Dev bool
	// Dir is a folder on this instance's own disk, for the lock that proves
	// earlier processes of the instance gone. Empty: nobody is proved gone.
	Dir string
	// Log takes what nobody else can be told; nothing is logged without it.
	Log *slog.Logger
	// HTTP makes the calls of Tables, vaults and sign-in; nil means a client of
	// our own. Tests hand one in that trusts their doubles.
	HTTP *http.Client
}

// Engine is Usher's ground on Azure. Its ports are safe for use by many
// goroutines.
type Engine struct {
	Store           *Store
	Queue           *Queue
	Vault, Handover *Vault
	Clock           Clock

	identity azcore.TokenCredential
	managed  bool // identity is a managed one, which can vouch for an app
	http     *http.Client
	owner    owner
}

// Open puts an engine together. It makes no call; its error names every option
// that can't be right.
func Open(options Options) (*Engine, error) {
	if err := options.check(); err != nil {
		return nil, err
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.HTTP == nil {
		options.HTTP = newHTTP()
	}
	identity, err := newIdentity(options.Identity, options.HTTP)
	if err != nil {
		return nil, err
	}
	e := &Engine{identity: identity, managed: options.Identity != "", http: options.HTTP}
	if err := e.connect(options); err != nil {
		return nil, err
	}
	e.owner = newOwner(options.Dir, options.Log)
	return e, nil
}

// connect makes the ports' clients, none of which makes a call.
func (e *Engine) connect(options Options) error {
	var errs [4]error
	e.Store, errs[0] = newStore(options, e.identity)
	e.Queue, errs[1] = newQueue(options, e.identity)
	e.Vault, errs[2] = newSettingsVault(options, e.identity)
	e.Handover, errs[3] = newHandoverVault(options, e.identity)
	return errors.Join(errs[:]...)
}

// Identity is what Usher signs in to Azure as.
func (e *Engine) Identity() azcore.TokenCredential { return e.identity }

// Close lets go of the queues and of the instance's lock. Nothing may be under
// way any more.
func (e *Engine) Close(ctx context.Context) error {
	return errors.Join(e.Queue.close(ctx), e.owner.close())
}
