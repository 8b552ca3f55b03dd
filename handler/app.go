package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"usher/functions/gate"
	"usher/handler/flow"
	"usher/handler/internal/embedded"
	"usher/steps/connect"
	"usher/steps/step"
)

// localOptions say how Usher runs whole on one machine.
type localOptions struct {
	Dir     string      // durable state
	Port    int         // of the doors; 0 picks one
	Sim     string      // URL of a simulated world that runs elsewhere
	SimPort int         // port of our own simulated world, if Sim is empty
	Secret  step.Secret // signs the desks' events; made up if zero
	Now     func() time.Time
	// Reader makes what reads the tickets; nil: the rules alone do.
	Reader func(flow.Vault, *slog.Logger) (flow.Reader, error)
	Log    *slog.Logger
}

// app is Usher running on this machine.
type app struct {
	url    string
	world  string
	secret step.Secret
	now    func() time.Time
	log    *slog.Logger
	engine *embedded.Engine
	ground ground // the engine's ports
	flow   *flow.Flow
	stops  []func()
}

// startLocal opens the engine, the world and the doors, in this order, and
// goes on with whatever was under way when the last process ended.
func startLocal(ctx context.Context, o localOptions) (*app, error) {
	a := &app{now: o.Now, log: o.Log, world: o.Sim, secret: o.Secret}
	if err := a.start(ctx, o); err != nil {
		a.stop()
		return nil, err
	}
	return a, nil
}

func (a *app) start(ctx context.Context, o localOptions) error {
	var err error
	if a.engine, err = embedded.Open(embedded.Options{Dir: o.Dir, Log: o.Log}); err != nil {
		return err
	}
	a.ground = embeddedGround(a.engine)
	a.later(func() {
		if err := a.ground.close(); err != nil {
			o.Log.ErrorContext(ctx, "store not closed", "error", err)
		}
	})
	if o.Reader != nil {
		if a.ground.reader, err = o.Reader(a.ground.vault, o.Log); err != nil {
			return err
		}
	}
	if a.world == "" {
		world, err := openWorld(ctx, filepath.Join(o.Dir, "world"), o.SimPort, o.Log)
		if err != nil {
			return err
		}
		a.world = world.URL
		a.later(world.stop)
	}
	customers, err := a.furnish(ctx)
	if err != nil {
		return err
	}
	l, url, err := listen(ctx, o.Port)
	if err != nil {
		return err
	}
	a.url = url
	connector := a.ground.connector(connect.Options{Sim: a.world, Now: a.now, Log: a.log})
	a.flow = a.ground.flow(flow.Options{Customers: customers, Connector: connector, PublicURL: a.url, Log: a.log})
	if err := a.flow.Recover(ctx); err != nil {
		return errors.Join(err, l.Close())
	}
	a.run()
	doors := httpDoors(a.flow, surroundings{
		public: url, access: gate.Access{Open: true}, keys: connect.NewKeys(connector, customers.Customer),
		now: o.Now, clock: a.ground.clock, log: o.Log,
	})
	a.later(serveOn(l, url, gate.LocalOnly(doors), o.Log).stop)
	return nil
}

// furnish puts the customers' documents and the secrets of those in the
// simulated world in place, and takes the world's time.
func (a *app) furnish(ctx context.Context) (*documents, error) {
	if err := a.chooseSecret(ctx); err != nil {
		return nil, err
	}
	simulated, err := samples()
	if err != nil {
		return nil, err
	}
	if err := tellSecrets(ctx, a.world, simulated, a.secret); err != nil {
		return nil, err
	}
	customers := newDocuments(a.ground.store, a.now)
	customers.adopt = a.adopt
	if err := customers.seed(ctx); err != nil {
		return nil, err
	}
	keys, err := customers.Keys(ctx)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		if _, err := customers.Customer(ctx, key); err != nil {
			a.log.ErrorContext(ctx, "customer left out", "customer", key, "error", err)
		}
	}
	return customers, a.engine.Clock.Adopt(ctx, a.world)
}

// adopt puts the secrets of a simulated customer in place.
func (a *app) adopt(ctx context.Context, c step.Customer) error {
	if !c.Simulated {
		return nil
	}
	for name, secret := range simulatedSecrets(library{c.Key: c}, a.world, a.secret) {
		if err := a.ground.vault.Keep(ctx, name, secret); err != nil {
			return err
		}
	}
	return nil
}

// chooseSecret takes the desks' secret from the command line, or the one of
// the last time, or makes one up.
func (a *app) chooseSecret(ctx context.Context) error {
	const name = "local-webhook-secret"
	if a.secret.IsZero() {
		kept, err := a.ground.vault.Secret(ctx, name)
		if err != nil && !errors.Is(err, step.ErrNotFound) {
			return err
		}
		a.secret = kept
	}
	if a.secret.IsZero() {
		a.secret = step.NewSecret(rand.Text())
	}
	return a.ground.vault.Keep(ctx, name, a.secret)
}

// run delivers messages until the app is stopped.
func (a *app) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		workers := map[string]int{flow.AdvanceQueue: 8, flow.CutQueue: 8, flow.ExecuteQueue: 32}
		if err := a.engine.Run(ctx, queueDoors(a.flow, a.log, nil), workers); err != nil {
			a.log.Error("the engine ended", "error", err)
		}
	}()
	go a.engine.Clock.Follow(ctx, a.world, a.log)
	a.later(func() { cancel(); <-done })
}

// later orders something for the end; the last is done first.
func (a *app) later(stop func()) { a.stops = append(a.stops, stop) }

func (a *app) stop() {
	for i := len(a.stops) - 1; i >= 0; i-- {
		a.stops[i]()
	}
	a.stops = nil
}
