package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"usher/handler/internal/telemetry"
	"usher/steps/step"
)

func localCommand() command {
	return command{
		name:    "local",
		usage:   "local [--data DIR] [--port 7071] [--sim URL | --sim-port 7080] [--webhook-secret TEXT]",
		says:    "Runs Usher whole on this machine, durable in DIR.",
		example: "handler local --webhook-secret test",
		run:     runLocal,
	}
}

func runLocal(ctx context.Context, c console, args []string) error {
	flags := flagSet("local")
	dir := flags.String("data", ".usher", "folder for durable state")
	port := flags.Int("port", 7071, "port of the doors; 0 picks one")
	simURL := flags.String("sim", "", "a simulated world that runs elsewhere")
	simPort := flags.Int("sim-port", 7080, "port of our own simulated world; 0 picks one")
	secret := flags.String("webhook-secret", "", "what signs the desks' events")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	settings, err := readConfig(c.env, anything)
	if err != nil {
		return fmt.Errorf("the settings aren't right:\n%w", err)
	}
	log := telemetry.NewLog(c.err, slog.LevelInfo, false)
	a, err := startLocal(ctx, localOptions{
		Dir: *dir, Port: *port, Sim: strings.TrimRight(*simURL, "/"), SimPort: *simPort, Secret: step.NewSecret(*secret), Now: c.now, Log: log,
		Reader: settings.reader,
	})
	if err != nil {
		return err
	}
	defer a.stop()
	if *secret == "" {
		fmt.Fprintf(c.err, "webhook secret: %s\n", a.secret.Reveal())
	}
	fmt.Fprintf(c.out, "ready %s world %s\n", a.url, a.world)
	<-ctx.Done()
	return nil
}

func simCommand() command {
	return command{
		name:    "sim",
		usage:   "sim [--port 7080] [--data DIR]",
		says:    "Runs the simulated world alone: tenants, desks and channels, make-believe.",
		example: "handler sim --port 7080",
		run:     runSim,
	}
}

func runSim(ctx context.Context, c console, args []string) error {
	flags := flagSet("sim")
	port := flags.Int("port", 7080, "its port; 0 picks one")
	dir := flags.String("data", filepath.Join(".usher", "world"), "folder for its journal")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	if err := os.MkdirAll(*dir, 0o700); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	world, err := openWorld(ctx, *dir, *port, telemetry.NewLog(c.err, slog.LevelInfo, false))
	if err != nil {
		return err
	}
	defer world.stop()
	fmt.Fprintf(c.out, "ready %s\n", world.URL)
	<-ctx.Done()
	return nil
}
