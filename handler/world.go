package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"usher/steps/sim"
	"usher/steps/step"
)

// server is an HTTP server on loopback.
type server struct {
	URL  string
	stop func()
}

// listen opens a port on loopback; 0 picks a free one.
func listen(ctx context.Context, port int) (net.Listener, string, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, "", fmt.Errorf("open port %d: %w (is something else running there? --port 0 picks a free one)", port, err)
	}
	return l, "http://" + l.Addr().String(), nil
}

// serveOn answers requests until stopped; requests under way get a moment to
// end.
func serveOn(l net.Listener, url string, h http.Handler, log *slog.Logger) server {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	go func() {
		if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("server ended", "url", url, "error", err)
		}
	}()
	return server{url, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if err := s.Shutdown(ctx); err != nil {
			log.Debug("server cut off", "url", url, "error", err)
		}
	}}
}

// openWorld starts a simulated world on loopback; dir "" keeps it in memory.
func openWorld(ctx context.Context, dir string, port int, log *slog.Logger) (server, error) {
	l, url, err := listen(ctx, port)
	if err != nil {
		return server{}, err
	}
	world, err := sim.Open(sim.Options{Dir: dir, Now: time.Now, Log: log})
	if err != nil {
		return server{}, errors.Join(err, l.Close())
	}
	s := serveOn(l, url, world, log)
	return server{url, func() {
		s.stop()
		if err := world.Close(); err != nil {
			log.WarnContext(ctx, "world not closed", "error", err)
		}
	}}, nil
}

// tellSecrets lets the simulated desks know the secret that their events are
// signed with, so that they check what comes back.
func tellSecrets(ctx context.Context, sim string, customers library, secret step.Secret) error {
	desks := map[string]string{}
	for key := range customers {
		desks[key] = secret.Reveal()
	}
	body, err := json.Marshal(map[string]any{"desk": desks})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, sim+"/_sim/secrets", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("the simulated world at %s doesn't answer (start it with `handler sim`): %w", sim, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("the simulated world at %s answered %s", sim, resp.Status)
	}
	return nil
}

// simulatedSecrets are what the vault holds for simulated customers: the
// secret of their desks, and a channel of its own for each approver.
func simulatedSecrets(customers library, sim string, secret step.Secret) map[string]step.Secret {
	all := map[string]step.Secret{}
	for _, c := range customers {
		all[c.Desk.Secret] = deskSecret(c.Desk.Kind, secret)
		for _, a := range c.Approval.Approvers {
			all[a.Teams] = step.NewSecret(sim + "/teams/" + channel(a))
		}
	}
	return all
}

// deskSecret is the secret of a simulated desk. ConnectWise has keys, of which
// the simulated one takes any.
func deskSecret(kind string, secret step.Secret) step.Secret {
	if kind != "connectwise" {
		return secret
	}
	return step.NewSecret(`{"companyId":"usher","publicKey":"local","privateKey":"local","clientId":"00000000-0000-4000-8000-00000000c11e"}`)
}

// channel names an approver's own channel in the simulated Teams.
func channel(a step.Approver) string { return strings.TrimPrefix(a.Teams, "teams-") }
