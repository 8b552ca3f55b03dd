package check_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/infra/dev/check"
)

// What go test -json says, cut short.
const (
	passing = `{"Action":"start","Package":"usher/a"}
{"Action":"run","Package":"usher/a","Test":"TestOne"}
{"Action":"output","Package":"usher/a","Test":"TestOne","Output":"=== RUN   TestOne\n"}
{"Action":"pass","Package":"usher/a","Test":"TestOne"}
{"Action":"output","Package":"usher/a","Output":"PASS\n"}
{"Action":"output","Package":"usher/a","Output":"ok  \tusher/a\t0.01s\n"}
{"Action":"pass","Package":"usher/a"}
{"Action":"output","Package":"usher/b","Output":"?   \tusher/b\t[no test files]\n"}
{"Action":"skip","Package":"usher/b"}
`
	skipping = `{"Action":"output","Package":"usher/a","Test":"TestTwo","Output":"=== RUN   TestTwo\n"}
{"Action":"output","Package":"usher/a","Test":"TestTwo","Output":"    two_test.go:9: USHER_CONTRACTS is unset: set it to the contracts' folder\n"}
{"Action":"output","Package":"usher/a","Test":"TestTwo","Output":"--- SKIP: TestTwo (0.00s)\n"}
{"Action":"skip","Package":"usher/a","Test":"TestTwo"}
`
	failing = `{"Action":"output","Package":"usher/a","Test":"TestGood","Output":"noise\n"}
{"Action":"pass","Package":"usher/a","Test":"TestGood"}
{"Action":"output","Package":"usher/a","Test":"TestBad","Output":"    bad_test.go:3: wrong\n"}
{"Action":"fail","Package":"usher/a","Test":"TestBad"}
{"Action":"output","Package":"usher/a","Output":"FAIL\tusher/a\t0.01s\n"}
{"Action":"fail","Package":"usher/a"}
{"ImportPath":"usher/c","Action":"build-output","Output":"c.go:1:1: not Go\n"}
{"ImportPath":"usher/c","Action":"build-fail"}
{"Action":"output","Package":"usher/c","Output":"FAIL\tusher/c [build failed]\n"}
{"Action":"fail","Package":"usher/c"}
`
)

// Two engines held to the suites of handler/flow/flowtest.
const contracts = `{"Action":"pass","Package":"usher/handler/internal/embedded","Test":"TestStore/a row"}
{"Action":"pass","Package":"usher/handler/internal/embedded","Test":"TestStore/limits/a key"}
{"Action":"pass","Package":"usher/handler/internal/embedded","Test":"TestStore/limits"}
{"Action":"pass","Package":"usher/handler/internal/embedded","Test":"TestStore"}
{"Action":"pass","Package":"usher/handler/internal/embedded","Test":"TestQueue/order"}
{"Action":"fail","Package":"usher/handler/internal/azure","Test":"TestStore/a row"}
{"Action":"skip","Package":"usher/handler/internal/azure","Test":"TestStore/limits"}
{"Action":"skip","Package":"usher/handler/internal/azure","Test":"TestVault"}
{"Action":"pass","Package":"usher/infra/house","Test":"TestClock/a fixture"}
`

func TestReadTests(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, events, always, detail string }{
		{"passing", passing, "ok  \tusher/a\t0.01s\n?   \tusher/b\t[no test files]\n", ""},
		{"skipping", skipping, "skipped\tusher/a TestTwo: USHER_CONTRACTS is unset: set it to the contracts' folder\n", ""},
		{
			"contracts", contracts,
			"skipped\tusher/handler/internal/azure TestStore/limits: no reason given\n" +
				"skipped\tusher/handler/internal/azure TestVault: no reason given\n" +
				"cases of  azure                   embedded\n" +
				"Store     1, 1 failed, 1 skipped  2\n" +
				"Queue     -                       1\n" +
				"Vault     0, 1 skipped            -\n" +
				"Clock     -                       -\n",
			"",
		},
		{"failing", failing, "FAIL\tusher/a\t0.01s\nFAIL\tusher/c [build failed]\n", "    bad_test.go:3: wrong\nc.go:1:1: not Go\n"},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			var always, detail bytes.Buffer
			require.NoError(t, check.ReadTests(strings.NewReader(one.events), check.Output{Always: &always, Detail: &detail}))
			require.Equal(t, one.always, always.String())
			require.Equal(t, one.detail, detail.String())
		})
	}
}

func TestWithoutGraph(t *testing.T) {
	t.Parallel()
	packages, err := check.WithoutGraph(strings.NewReader(`
{"ImportPath": "usher/flow", "Deps": ["fmt"]}
{"ImportPath": "usher/flow.test", "Deps": ["fmt", "usher/flow"]}
{"ImportPath": "usher/flow_test [usher/flow.test]", "ForTest": "usher/flow"}
{"ImportPath": "usher/graph.test", "Deps": ["fmt", "github.com/microsoftgraph/msgraph-sdk-go"]}
{"ImportPath": "usher/untested"}`))
	require.NoError(t, err)
	require.Equal(t, []string{"usher/flow"}, packages)
}
