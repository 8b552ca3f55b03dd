package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"usher/handler/customer"
	"usher/handler/flow"
	"usher/handler/internal/azure"
	"usher/handler/internal/embedded"
	"usher/handler/read"
	"usher/steps"
	"usher/steps/connect"
	"usher/steps/step"
)

// ground is what the flow stands on: the ports of one engine. This file alone
// knows both engines; everything else is the same on either.
type ground struct {
	store    flow.Store
	queue    flow.Queue
	vault    flow.Vault // secrets that documents refer to, and our own keys
	handover flow.Vault // secrets that one line hands to another
	clock    flow.Clock
	reader   flow.Reader // nil: the rules alone
	owner    string
	void     func(owner string) bool
	close    func() error
}

// embeddedGround is the engine of one machine.
func embeddedGround(e *embedded.Engine) ground {
	return ground{
		store: e.Store, queue: e.Queue, vault: e.Vault, handover: e.Vault, clock: e.Clock,
		owner: e.Owner(), void: e.Void, close: e.Close,
	}
}

// openAzure opens the engine on Azure that the settings name. It makes no
// call.
func openAzure(c config, log *slog.Logger) (*azure.Engine, error) {
	return azure.Open(azure.Options{
		Tables: c.tables, Table: c.table, ServiceBus: c.serviceBus, Queues: c.queues,
		Vault: c.vault, Handover: c.handover, Identity: c.identity, Dev: c.dev, Dir: c.lock, Log: log,
	})
}

// azureGround is the engine of many machines.
func azureGround(e *azure.Engine) ground {
	return ground{
		store: e.Store, queue: e.Queue, vault: e.Vault, handover: e.Handover, clock: e.Clock,
		owner: e.Owner(), void: e.Void, close: func() error { return e.Close(context.Background()) },
	}
}

// besideGround opens an engine beside whoever carries runs there: the deployed
// one where USHER_ENGINE=azure says so, else that of a folder. Only what is to
// be changed may make a folder that isn't there.
func besideGround(c console, dir string, mayMake bool) (ground, error) {
	settings, err := readConfig(c.env, anything)
	if err != nil {
		return ground{}, err
	}
	if settings.engine == "azure" {
		return besideAzure(c)
	}
	if _, err := os.Stat(filepath.Join(dir, "usher.db")); errors.Is(err, os.ErrNotExist) && !mayMake {
		return ground{}, fmt.Errorf("there is nothing in %s yet: start `handler local` or apply a document, or name another folder with --data", dir)
	}
	engine, err := embedded.Beside(embedded.Options{Dir: dir})
	if err != nil {
		return ground{}, err
	}
	return embeddedGround(engine), nil
}

func besideAzure(c console) (ground, error) {
	settings, err := readConfig(c.env, store)
	if err != nil {
		return ground{}, err
	}
	settings.lock = "" // such a command carries nothing along, so it proves nobody gone
	engine, err := openAzure(settings, slog.New(slog.DiscardHandler))
	if err != nil {
		return ground{}, err
	}
	return azureGround(engine), nil
}

// within opens the documents for one piece of work.
func within(c console, dir string, mayMake bool, work func(*documents, ground) error) error {
	g, err := besideGround(c, dir, mayMake)
	if err != nil {
		return err
	}
	return errors.Join(work(newDocuments(g.store, c.now), g), g.close())
}

// connector opens the customers' worlds with this engine's secrets.
func (g ground) connector(o connect.Options) *connect.Connector {
	o.Secrets, o.Handover = g.vault.Secret, connect.HandoverIn(g.handover)
	return connect.New(o)
}

// flow carries runs along on this engine.
func (g ground) flow(o flow.Options) *flow.Flow {
	o.Store, o.Queue, o.Vault, o.Clock = g.store, g.queue, g.vault, g.clock
	o.Owner, o.Void = g.owner, g.void
	o.Reader, o.Catalogue, o.Planning = g.reader, steps.Catalogue(), steps.Planning()
	if o.Reader == nil {
		o.Reader = read.Rules{}
	}
	o.Set = customer.Set
	return flow.New(o)
}

// looker is a flow that looks, and orders what operators may, and carries
// nothing along.
func (g ground) looker(d *documents) *flow.Flow {
	return g.flow(flow.Options{Customers: d, Log: slog.New(slog.DiscardHandler)})
}

// tenantApp is the MSP's app in the customers' tenants. Its secrets are read
// from the vault each time one is needed, so that a new one counts at once.
func tenantApp(c appConfig, vault flow.Vault) azure.App {
	look := func(name string) func(context.Context) (step.Secret, error) {
		if name == "" {
			return nil
		}
		return func(ctx context.Context) (step.Secret, error) { return vault.Secret(ctx, name) }
	}
	return azure.App{ClientID: c.id, Credential: c.credential, Secret: look(c.secret), SharePoint: look(c.sharePoint)}
}
