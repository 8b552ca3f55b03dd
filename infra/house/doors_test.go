package house_test

import (
	"strings"
	"testing"
)

func TestDoors(t *testing.T) {
	t.Parallel()
	cut := func(old, fresh string) files {
		return files{"functions/cut/function.json": strings.Replace(cutJSON, old, fresh, 1)}
	}
	intake := func(old, fresh string) files {
		return files{"functions/intake/function.json": strings.Replace(intakeJSON, old, fresh, 1)}
	}
	run(t, []broken{
		{
			name:   "no function.json",
			change: files{"functions/cut/function.json": ""},
			says:   "functions/cut: it has no function.json, so that the Functions host never sees it; add one beside the Go, or move the package out of functions/",
		},
		{
			name:   "no Go",
			change: files{"functions/cut/cut.go": "", "functions/cut/cut_test.go": "package cut\n"},
			says:   "functions/cut: it has no Go code; add the door's handler beside its function.json, or remove the folder",
		},
		{
			name:   "function.json elsewhere",
			change: files{"functions/cut/more/function.json": "{}\n"},
			says:   "functions/cut/more/function.json: no function of ours lies here; put it beside its Go in functions/NAME, or delete it",
		},
		{
			name:   "not JSON",
			change: cut("]}", "]"),
			says:   "functions/cut/function.json: unexpected EOF; write bindings with the keys that infra/house/bindings.go knows",
		},
		{
			name:   "an unknown key",
			change: cut("queueName", "queue"),
			says:   `functions/cut/function.json: json: unknown field "queue"; write bindings with the keys that infra/house/bindings.go knows`,
		},
		{
			name:   "two triggers",
			change: files{"functions/sweep/function.json": strings.Replace(sweepJSON, "]}", `, {"type": "timerTrigger", "direction": "in", "name": "tock", "schedule": "%USHER_SWEEP%"}]}`, 1)},
			says:   "functions/sweep/function.json: it has 2 triggers; give it exactly one",
		},
		{
			name:   "a key in the URL",
			change: intake(`"anonymous"`, `"function"`),
			says:   "functions/intake/function.json: its authLevel isn't anonymous; set it: our doors check who calls, and a key in the URL isn't who",
		},
		{
			name:   "a route with the host's prefix",
			change: intake(`"intake/{customer}"`, `"api/intake/{customer}"`),
			says:   `functions/intake/function.json: route "api/intake/{customer}" isn't one that handler/doors.go can register; start it with a name of its own; the host puts /api/ in front`,
		},
		{
			name:   "a trigger that goes out",
			change: cut(`"in"`, `"out"`),
			says:   `functions/cut/function.json: the direction of binding "message" isn't in; set "direction": "in"`,
		},
		{
			name:   "a binding that is none of ours",
			change: cut("serviceBusTrigger", "queueTrigger"),
			says:   `functions/cut/function.json: binding type "queueTrigger" is none that our doors use; use httpTrigger with http, serviceBusTrigger or timerTrigger`,
		},
		{
			name:   "no methods",
			change: intake(`"methods": ["post"], `, ""),
			says:   `functions/intake/function.json: it names no methods; add "methods", so that the host refuses the others`,
		},
		{
			name:   "no output",
			change: intake(",\n  {\"type\": \"http\", \"direction\": \"out\", \"name\": \"res\"}", ""),
			says:   "functions/intake/function.json: the host doesn't proxy it; give it one httpTrigger and one http output, and nothing else",
		},
		{
			name:   "a text queue",
			change: cut(`, "dataType": "binary"`, ""),
			says:   `functions/cut/function.json: its dataType isn't binary, so that a sender can overwrite MessageId and DeliveryCount; set "dataType": "binary"`,
		},
		{
			name:   "a queue by name",
			change: cut("%USHER_QUEUE_CUT%", "cut"),
			says:   `functions/cut/function.json: queueName "cut" isn't a setting; write it as %SETTING%, so that the deployment names the queue`,
		},
		{
			name:   "a schedule of cron",
			change: files{"functions/sweep/function.json": strings.Replace(sweepJSON, "0 * * * * *", "* * * * *", 1)},
			says:   `functions/sweep/function.json: schedule "* * * * *" isn't one of the host's; write six fields, seconds first, or %SETTING%`,
		},
		{
			name:   "a binding that never runs",
			change: files{"functions/sweep/function.json": strings.Replace(sweepJSON, `"tick"`, `"do-500"`, 1)},
			says:   `functions/sweep/function.json: binding "do-500" has a name that the host may never run; use letters and digits only`,
		},
		{
			name:   "a door that nobody opens",
			change: files{"handler/doors.go": strings.NewReplacer("\t\"usher/functions/cut\"\n", "", `"cut": cut.Door, `, "").Replace(doorsGo)},
			says:   "functions/cut: handler/doors.go doesn't import it, so that nobody answers the host's calls; register it there",
		},
		{
			name:   "a door under another name",
			change: files{"handler/doors.go": strings.Replace(doorsGo, `"cut": cut.Door`, `"POST /cuts": cut.Door`, 1)},
			says:   "handler/doors.go: no path with cut is registered, but the host calls functions/cut there; register exactly what functions/cut/function.json says",
		},
		{
			name: "two doors with one route",
			change: files{
				"functions/plan/plan.go":       "package plan\n",
				"functions/plan/function.json": strings.Replace(intakeJSON, "{customer}", "{who}", 1),
				"handler/doors.go":             strings.Replace(doorsGo, "import (", "import (\n\t_ \"usher/functions/plan\"", 1),
			},
			says: "functions/plan/function.json: POST intake/{} is the route of functions/intake, too; give each door a route or a method of its own",
		},
	})
}

func TestDoorsThatAreFine(t *testing.T) {
	t.Parallel()
	byConstant := strings.NewReplacer(`"cut": cut.Door`, `flow.CutQueue: cut.Door`, "import (", "import (\n\t\"usher/handler/flow\"").Replace(doorsGo)
	fine(t, []files{
		{"handler/doors.go": byConstant, "handler/flow/queues.go": "package flow\n\n// The queues.\nconst (\n\tFirst, CutQueue = \"first\", \"cut\"\n)\n"},
		{"functions/gate/gate.go": "package gate\n\nimport _ \"usher/steps/step\"\n"},
		{"functions/cut/testdata/function.json": "{}\n"},
	})
}
