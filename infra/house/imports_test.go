package house_test

import "testing"

func TestImports(t *testing.T) {
	t.Parallel()
	const move = "; hand it in from a room that may, or move the wall in infra/house/rooms.go and say why"
	run(t, []broken{
		{
			name:   "a step imports a client",
			change: files{"steps/records/note.go": "package records\n\nimport _ \"usher/steps/internal/wire\"\n"},
			says:   "steps/records/note.go:3: steps/records imports steps/internal/wire, but a step sees a World, never a client or another step" + move,
		},
		{
			name:   "a step imports another package of steps",
			change: files{"steps/records/note.go": "package records\n\nimport _ \"usher/steps/offboard\"\n"},
			says:   "steps/records/note.go:3: steps/records imports steps/offboard, but a step sees a World, never a client or another step" + move,
		},
		{
			name:   "a step imports what only its tests may",
			change: files{"steps/records/note.go": "package records\n\nimport _ \"usher/steps/steptest\"\n"},
			says:   "steps/records/note.go:3: steps/records imports steps/steptest, but a step sees a World, never a client or another step" + move,
		},
		{
			name:   "a door imports a step",
			change: files{"functions/intake/intake.go": "package intake\n\nimport _ \"usher/steps/offboard\"\n"},
			says:   "functions/intake/intake.go:3: functions/intake imports steps/offboard, but doors and work never meet, nor does a door know another" + move,
		},
		{
			name:   "a door imports another",
			change: files{"functions/intake/intake.go": "package intake\n\nimport _ \"usher/functions/cut\"\n"},
			says:   "functions/intake/intake.go:3: functions/intake imports functions/cut, but doors and work never meet, nor does a door know another" + move,
		},
		{
			name:   "a test of a door imports an engine",
			change: files{"functions/cut/cut_test.go": "package cut_test\n\nimport _ \"usher/handler/internal/embedded\"\n"},
			says:   "functions/cut/cut_test.go:3: a test of functions/cut imports handler/internal/embedded, but doors and work never meet, nor does a door know another" + move,
		},
		{
			name:   "the simulated world imports a client",
			change: files{"steps/sim/sim.go": "package sim\n\nimport _ \"usher/steps/internal/graph\"\n"},
			says:   "steps/sim/sim.go:3: steps/sim imports steps/internal/graph, but the simulated world must not share the clients' bugs" + move,
		},
		{
			name:   "the engine room imports the ground",
			change: files{"handler/main.go": "package main\n\nimport _ \"usher/infra/house\"\n"},
			says:   "handler/main.go:3: handler imports infra/house, but the engine room knows everybody but the clients, the ground and the test packages" + move,
		},
		{
			name:   "the vocabulary imports a library",
			change: files{"steps/step/id.go": "package step\n\nimport _ \"github.com/google/uuid\"\n"},
			says:   "steps/step/id.go:3: steps/step imports github.com/google/uuid, but the vocabulary imports nothing, so that everybody may import it; use the standard library",
		},
		{
			name:   "the straight line imports Azure",
			change: files{"handler/flow/bus.go": "package flow\n\nimport _ \"github.com/Azure/azure-sdk-for-go/sdk/azcore\"\n"},
			says:   "handler/flow/bus.go:3: handler/flow imports github.com/Azure/azure-sdk-for-go/sdk/azcore, but everything else runs the same without Azure; keep it to steps/internal/*, steps/connect, handler/internal/azure, handler/internal/telemetry, handler/read/model, infra/doubles/..., infra/fakehost (infra/house/guests.go)",
		},
		{
			name:   "a test links Graph by itself",
			change: files{"handler/flow/run_test.go": "package flow_test\n\nimport _ \"github.com/microsoftgraph/msgraph-sdk-go/models\"\n"},
			says:   "handler/flow/run_test.go:3: handler/flow imports github.com/microsoftgraph/msgraph-sdk-go/models, but a first build of it takes minutes, which everybody who imports it pays; keep it to steps/internal/graph, steps/connect (infra/house/guests.go)",
		},
		{
			name:   "a program links testify",
			change: files{"handler/read/read.go": "package read\n\nimport _ \"github.com/stretchr/testify/require\"\n"},
			says:   "handler/read/read.go:3: handler/read imports github.com/stretchr/testify/require, but it is for tests, and a program that links it carries it for nothing; keep it to steps/steptest, handler/flow/flowtest (infra/house/guests.go)",
		},
		{
			name:   "a folder that is no room",
			change: files{"handler/queue/queue.go": "package queue\n"},
			says:   "handler/queue/queue.go: handler/queue is no room of the house; move it into one, or give it a row in infra/house/rooms.go",
		},
	})
}

func TestImportsThatAreFine(t *testing.T) {
	t.Parallel()
	fine(t, []files{
		{"steps/records/note_test.go": "package records_test\n\nimport (\n\t_ \"usher/steps/records\"\n\t_ \"usher/steps/steptest\"\n)\n", "steps/records/note.go": "package records\n"},
		{"steps/internal/graph/users.go": "package graph\n\nimport _ \"github.com/microsoftgraph/msgraph-sdk-go\"\n"},
		{"steps/sim/seed/seed.go": "package seed\n", "steps/sim/sim.go": "package sim\n\nimport _ \"usher/steps/sim/seed\"\n"},
		{"infra/bench/go.mod": "module bench\n", "infra/bench/peers/peers.go": "package peers\n\nimport _ \"github.com/stretchr/testify/require\"\n"},
	})
}
