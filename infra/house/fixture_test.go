package house_test

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"usher/infra/house"
)

// files are a small tree, by path.
type files map[string]string

// sound returns a small tree that breaks no rule, with some files changed;
// an empty text takes a file away.
func sound(changed files) files {
	all := files{
		"go.mod":              "module usher\n",
		"README.md":           "# Usher\n",
		".editorconfig":       "root = true\n",
		"steps/step/step.go":  "// Package step is the vocabulary.\npackage step\n\nimport \"context\"\n",
		"steps/steps.go":      "package steps\n\nimport _ \"usher/steps/offboard\"\n",
		"handler/config.go":   configGo,
		"handler/wire.go":     "package main\n\nimport \"time\"\n\nfunc clock() func() time.Time { return time.Now }\n",
		"handler/doors.go":    doorsGo,
		"handler/flow/run.go": "package flow\n\nimport _ \"usher/steps/step\"\n",

		"local.settings.sample.json": sampleJSON,
		"infra/functions.tf":         functionsTF,

		"functions/host/host.go":         "package host\n",
		"functions/intake/intake.go":     "package intake\n\nimport _ \"usher/handler/flow\"\n",
		"functions/intake/function.json": intakeJSON,
		"functions/cut/cut.go":           "package cut\n\nimport _ \"usher/functions/host\"\n",
		"functions/cut/function.json":    cutJSON,
		"functions/sweep/sweep.go":       "package sweep\n",
		"functions/sweep/function.json":  sweepJSON,

		"steps/offboard/block_sign_in.go": blockGo,
	}
	for name, text := range changed {
		all[name] = text
	}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

const (
	configGo = `package main

import "os"

type setting struct{ name, says string }

func settings() []setting {
	return []setting{
		{"USHER_ENGINE", "azure"},
		{"USHER_QUEUE_CUT", "a queue"},
		{"USHER_SWEEP", "a schedule"},
		{"USHER_BUS__fullyQualifiedNamespace", "a host"},
		{"USHER_DEV", "1"},
		{"FUNCTIONS_CUSTOMHANDLER_PORT", "a port"},
		{"APPLICATIONINSIGHTS_CONNECTION_STRING", "an address"},
	}
}

func engine() string { return os.Getenv("USHER_ENGINE") }
`
	sampleJSON = `{"IsEncrypted": false, "Values": {
  "FUNCTIONS_WORKER_RUNTIME": "custom", "AzureWebJobsStorage": "UseDevelopmentStorage=true", "USHER_DEV": "",
  "USHER_ENGINE": "azure", "USHER_QUEUE_CUT": "cut", "USHER_SWEEP": "0 * * * * *",
  "USHER_BUS__fullyQualifiedNamespace": "", "APPLICATIONINSIGHTS_CONNECTION_STRING": ""
}}
`
	functionsTF = `locals {
  settings = {
    USHER_ENGINE = "azure"
    USHER_QUEUE_CUT = "cut"
    "USHER_SWEEP" = "0 * * * * *"
    USHER_BUS__fullyQualifiedNamespace = "x"
    AzureWebJobsStorage__accountName = "x"
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "x"
    azurewebjobsstorage = ""
  }
  insights = {
    application_insights_connection_string = "x"
  }
}
`
	doorsGo = `package main

import (
	"usher/functions/cut"
	"usher/functions/intake"
	"usher/functions/sweep"
)

func doors() map[string]any {
	return map[string]any{"POST /api/intake/{customer}": intake.Door, "cut": cut.Door, "/sweep": sweep.Door}
}
`
	intakeJSON = `{"bindings": [
  {"type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "anonymous", "methods": ["post"], "route": "intake/{customer}"},
  {"type": "http", "direction": "out", "name": "res"}
]}
`
	cutJSON = `{"bindings": [
  {"type": "serviceBusTrigger", "direction": "in", "name": "message", "queueName": "%USHER_QUEUE_CUT%", "connection": "USHER_BUS", "dataType": "binary"}
]}
`
	sweepJSON = `{"bindings": [{"type": "timerTrigger", "direction": "in", "name": "tick", "schedule": "0 * * * * *"}]}
`
	blockGo = `package offboard

import "usher/steps/step"

// BlockSignIn blocks.
var BlockSignIn = step.Step{
	Name:   "block-sign-in",
	Scopes: []step.Scope{step.GraphScope("User.EnableDisableAccount.All")},
	Do:     func(ctx context.Context, w *step.World, l step.Line) error { return block(ctx, w, l) },
}

func block(ctx context.Context, w *step.World, l step.Line) error {
	return w.SignIn.SetEnabled(ctx, l.Object.ID, false)
}
`
)

func read(t *testing.T, all files) *house.Tree {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range all {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	result, err := house.Read(tree, slices.Collect(maps.Keys(all)))
	require.NoError(t, err)
	return result
}

// breaches returns what every rule says of a tree, one line for each breach.
func breaches(tree *house.Tree) []string {
	lines := []string{}
	for _, rule := range house.Rules() {
		for _, breach := range rule.Check(tree) {
			lines = append(lines, breach.String())
		}
	}
	return lines
}

func TestASoundTreeBreaksNoRule(t *testing.T) {
	t.Parallel()
	require.Empty(t, breaches(read(t, sound(nil))))
}

// broken is one way to break a sound tree, and what must be said about it.
type broken struct {
	name   string
	change files
	says   string
}

func run(t *testing.T, cases []broken) {
	t.Helper()
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, []string{one.says}, breaches(read(t, sound(one.change))))
		})
	}
}

// says holds what is said, of several breaches, about a change.
func says(t *testing.T, change files, want []string) {
	t.Helper()
	require.Equal(t, want, breaches(read(t, sound(change))))
}

// fine holds that none of these changes breaks a sound tree.
func fine(t *testing.T, changes []files) {
	t.Helper()
	for _, change := range changes {
		require.Empty(t, breaches(read(t, sound(change))))
	}
}
