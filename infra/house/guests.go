package house

import "strings"

// Guest is somebody else's package that is welcome in few rooms.
type Guest struct {
	Package string   // its import path begins so
	In      []string // the folders that may import it, as in a Room
	Tests   bool     // every test file may, too
	Why     string
}

// Guests returns the packages that only some rooms may import. What isn't
// named here may be imported wherever the room isn't plain.
func Guests() []Guest {
	graph := []string{"steps/internal/graph", "steps/connect"}
	return []Guest{
		{
			Package: "github.com/microsoftgraph/",
			In:      graph,
			Why:     "a first build of it takes minutes, which everybody who imports it pays",
		},
		{
			Package: "github.com/microsoft/kiota",
			In:      graph,
			Why:     "it belongs to the Graph client",
		},
		{
			Package: "github.com/Azure/",
			In: []string{
				"steps/internal/*", "steps/connect", "handler/internal/azure",
				"handler/internal/telemetry", // takes the credential that vouches for its events
				"handler/read/model",         // takes the credential that Azure OpenAI lets in
				"infra/doubles/...",          // their tests hold them to the real clients
				"infra/fakehost",             // takes messages as the Functions host does
			},
			Why: "everything else runs the same without Azure",
		},
		{
			Package: "github.com/openai/",
			In:      []string{"handler/read/model"},
			Why:     "only the reader that asks a model knows whose library it asks with",
		},
		{
			// Its API, which records nothing by itself, is for everybody who makes spans.
			Package: "go.opentelemetry.io/otel/sdk",
			In:      []string{"handler/internal/telemetry"},
			Tests:   true,
			Why:     "where traces go is decided in one place; everybody else is handed a tracer",
		},
		{
			Package: "modernc.org/sqlite",
			In:      []string{"handler/internal/embedded"},
			Why:     "only the embedded engine knows what it stores its rows in",
		},
		{
			Package: "github.com/stretchr/testify",
			In:      []string{"steps/steptest", "handler/flow/flowtest"},
			Tests:   true,
			Why:     "it is for tests, and a program that links it carries it for nothing",
		},
	}
}

func (g Guest) covers(imported string) bool { return strings.HasPrefix(imported, g.Package) }
