package house

import (
	"slices"
	"strings"
)

// module is this repository's own import path.
const module = "usher"

// Room is one row of the import table. In folders and packages * stands for
// one name, and a last ... for any depth, the folder itself included.
type Room struct {
	In    []string // the folders it speaks of
	May   []string // what they may import of ours
	Tests []string // what their test files may import besides
	Plain bool     // nothing but the standard library beside it
	Why   string   // what the wall is for
}

// Rooms returns the import table. The first row that names a folder holds
// for it; a folder that no row names is a breach.
func Rooms() []Room {
	return slices.Concat(stepRooms(), doorRooms(), readingRooms(), engineRooms(), groundRooms())
}

func stepRooms() []Room {
	return []Room{
		{
			In:    []string{"steps/step"},
			Plain: true,
			Why:   "the vocabulary imports nothing, so that everybody may import it",
		},
		{
			In:    []string{"steps/onboard", "steps/offboard", "steps/transfer", "steps/records"},
			May:   []string{"steps/step"},
			Tests: []string{"steps/steptest", "steps/connect", "steps/sim"},
			Why:   "a step sees a World, never a client or another step",
		},
		{
			In:    []string{"steps"},
			May:   []string{"steps/step", "steps/onboard", "steps/offboard", "steps/transfer", "steps/records"},
			Tests: []string{"steps/steptest", "steps/connect", "steps/sim"},
			Why:   "the catalogue lists the steps and knows no client",
		},
		{
			In:    []string{"steps/internal/wire"},
			May:   []string{"steps/step"},
			Tests: []string{"steps/sim"},
			Why:   "every client stands on wire, so wire stands on none",
		},
		{
			In:    []string{"steps/internal/*"},
			May:   []string{"steps/step", "steps/internal/wire"},
			Tests: []string{"steps/sim", "steps/steptest"},
			Why:   "a client knows one outside system and no other client",
		},
		{
			In:    []string{"steps/connect"},
			May:   []string{"steps/step", "steps/internal/*"},
			Tests: []string{"steps/sim", "steps/steptest"},
			Why:   "a real connection never leads into the simulated world",
		},
		{
			In:  []string{"steps/sim/..."},
			May: []string{"steps/step", "steps/sim/..."},
			Why: "the simulated world must not share the clients' bugs",
		},
		{
			In:  []string{"steps/steptest"},
			May: []string{"steps/step", "steps/connect", "steps/sim"},
			Why: "the contract that steps are held to, for tests only",
		},
	}
}

func doorRooms() []Room {
	return []Room{
		{
			In:  []string{"functions/host"},
			Why: "the Functions host's wire language depends on nothing of ours",
		},
		{
			// What several HTTP doors share: who is let in, and how pages look.
			In:  []string{"functions/gate", "functions/page"},
			May: []string{"functions/host", "handler/flow", "steps/step"},
			Why: "what doors share knows no door",
		},
		{
			In: []string{"functions/*"},
			// steps/step, because flow's own types hold its ticket and values.
			May:   []string{"functions/host", "functions/gate", "functions/page", "handler/flow", "steps/step"},
			Tests: []string{"handler/flow/flowtest"},
			Why:   "doors and work never meet, nor does a door know another",
		},
	}
}

func engineRooms() []Room {
	return []Room{
		{
			In:  []string{"handler/flow"},
			May: []string{"steps/step"},
			Tests: []string{
				"handler/flow/flowtest", "handler/internal/embedded", "handler/internal/telemetry", "handler/read", "handler/customer", "steps", "steps/sim",
			},
			Why: "catalogue, connector and ports are handed in",
		},
		{
			In:  []string{"handler/flow/flowtest"},
			May: []string{"handler/flow", "steps/step"},
			Why: "the contracts of the ports know the ports, not who keeps them",
		},
		{
			In:  []string{"handler/internal/lock"},
			Why: "both engines prove by a file's lock that an earlier process is gone, each for its own ends",
		},
		{
			In: []string{"handler/internal/*"},
			// steps/step, because ports speak its words: a Secret, a Ticket.
			May:   []string{"handler/flow", "handler/internal/lock", "functions/host", "steps/step"},
			Tests: []string{"handler/flow/flowtest", "infra/doubles/..."},
			Why:   "an engine keeps flow's ports and knows no other engine",
		},
		{
			In: []string{"handler"},
			May: []string{
				"steps", "steps/step", "steps/connect", "steps/sim", "functions/*",
				"handler/flow", "handler/read", "handler/read/model", "handler/customer", "handler/internal/*",
			},
			Tests: []string{"steps/steptest", "handler/flow/flowtest", "infra/doubles/...", "infra/fakehost"},
			Why:   "the engine room knows everybody but the clients, the ground and the test packages",
		},
	}
}

func readingRooms() []Room {
	return []Room{
		{
			In:  []string{"handler/read/fields"},
			May: []string{"steps/step"},
			Why: "what a reading can say is one table, whoever reads",
		},
		{
			In:  []string{"handler/read/model"},
			May: []string{"steps/step", "handler/read", "handler/read/fields"},
			Why: "a model's answer is held to the ticket as the rules see it, and runs nothing",
		},
		{
			In:    []string{"handler/read"},
			May:   []string{"steps/step", "handler/read/fields"},
			Tests: []string{"steps"},
			Why:   "a ticket is understood without running anything",
		},
		{
			In:    []string{"handler/customer"},
			May:   []string{"steps/step"},
			Tests: []string{"steps"},
			Why:   "a document is understood without running anything",
		},
	}
}

func groundRooms() []Room {
	return []Room{
		{
			In: []string{"infra/dev/..."},
			May: []string{
				"steps", "steps/step", "handler/customer", "infra/house", "infra/dev/...",
				"infra/doubles/launch", // the check starts them for its tests
			},
			Why: "the ground reads the catalogue and the documents, and runs neither",
		},
		{
			In:  []string{"infra/doubles/..."},
			May: []string{"infra/doubles/..."},
			Why: "a double that shared our code would share our mistakes",
		},
		{
			In:    []string{"infra/fakehost"},
			Tests: []string{"infra/doubles/...", "functions/host"},
			Why:   "a host knows an app by its files, as on Azure, and shares none of its code",
		},
		{
			In:  []string{"infra/package/..."},
			May: []string{"infra/package/..."},
			Why: "what is deployed is put together from files, and checked from outside",
		},
		{
			In:    []string{"infra/*"},
			May:   []string{"steps", "steps/step", "handler/customer"},
			Tests: []string{"infra/doubles/..."},
			Why:   "the ground reads the catalogue and the documents, and runs neither",
		},
	}
}

// roomOf returns the row that holds for a folder.
func roomOf(folder string) (Room, bool) {
	for _, room := range Rooms() {
		if anyCovers(room.In, folder) {
			return room, true
		}
	}
	return Room{}, false
}

func anyCovers(patterns []string, folder string) bool {
	for _, pattern := range patterns {
		if covers(pattern, folder) {
			return true
		}
	}
	return false
}

func covers(pattern, folder string) bool {
	if base, deep := strings.CutSuffix(pattern, "/..."); deep {
		return folder == base || strings.HasPrefix(folder, base+"/")
	}
	want, have := strings.Split(pattern, "/"), strings.Split(folder, "/")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		if want[i] != "*" && want[i] != have[i] {
			return false
		}
	}
	return true
}
