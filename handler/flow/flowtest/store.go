package flowtest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// storeCase is one promise of a Store.
type storeCase struct {
	name string
	test func(t *testing.T, store flow.Store)
}

// Store tests a flow.Store. Each call of open must return an empty one, or one
// that nobody else writes to.
func Store(t *testing.T, open func(t *testing.T) flow.Store) {
	t.Helper()
	var cases []storeCase
	cases = append(cases, rowCases()...)
	cases = append(cases, conflictCases()...)
	cases = append(cases, listCases()...)
	cases = append(cases, limitCases()...)
	cases = append(cases, crowdCases()...)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, open(t))
		})
	}
}

func rowCases() []storeCase {
	return []storeCase{
		{"a row that was never saved", func(t *testing.T, store flow.Store) {
			absent(t, store, "p", "a")
			commit(t, store, "p", insert("a", `{}`))
			absent(t, store, "p", "b")
			absent(t, store, "q", "a")
		}},
		{"a saved row is there, whole", func(t *testing.T, store flow.Store) {
			text := `{"name":"Zoë \"Zo\" O'Neil 李\u0000","n":1.50,"list":[null,true]}`
			commit(t, store, "p", insert("a", text))
			holds(t, store, "p", "a", text)
		}},
		{"a row may be empty", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", insert("a", ""), flow.Change{Do: flow.Put, Key: "b"})
			require.Empty(t, row(t, store, "p", "a").Data)
			require.Empty(t, row(t, store, "p", "b").Data)
		}},
		{"a replaced row", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", insert("a", `1`))
			commit(t, store, "p", replace("a", `2`, row(t, store, "p", "a").Version))
			holds(t, store, "p", "a", `2`)
			commit(t, store, "p", replace("a", `3`, ""))
			holds(t, store, "p", "a", `3`)
		}},
		{"a put row", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", put("a", `1`))
			holds(t, store, "p", "a", `1`)
			commit(t, store, "p", put("a", `2`))
			holds(t, store, "p", "a", `2`)
		}},
		{"a deleted row", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", insert("a", `1`), insert("b", `1`))
			commit(t, store, "p", remove("a", row(t, store, "p", "a").Version), remove("b", ""))
			absent(t, store, "p", "a")
			absent(t, store, "p", "b")
			commit(t, store, "p", remove("a", ""))
		}},
		{"a version changes with every save", versionsChange},
		{"a commit of several rows", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", insert("a", `1`), insert("b", `1`), insert("c", `1`))
			commit(t, store, "p", put("a", `2`), replace("b", `2`, ""), remove("c", ""), insert("d", `2`))
			require.Equal(t, []string{"a", "b", "d"}, keys(t, store, "p", "", "", 10))
			holds(t, store, "p", "b", `2`)
		}},
		{"a commit of nothing", func(t *testing.T, store flow.Store) {
			commit(t, store, "p")
			require.Empty(t, keys(t, store, "p", "", "", 10))
		}},
		{"partitions know nothing of each other", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", insert("a", `1`))
			commit(t, store, "P", insert("a", `2`))
			commit(t, store, "p/a", insert("a", `3`))
			commit(t, store, "p", remove("a", ""))
			absent(t, store, "p", "a")
			holds(t, store, "P", "a", `2`)
			holds(t, store, "p/a", "a", `3`)
		}},
		{"what the caller does with its bytes afterwards", func(t *testing.T, store flow.Store) {
			data := []byte(`"before"`)
			commit(t, store, "p", flow.Change{Do: flow.Insert, Key: "a", Data: data})
			copy(data, `"after!"`)
			found := row(t, store, "p", "a")
			require.Equal(t, `"before"`, string(found.Data))
			copy(found.Data, `"after!"`)
			holds(t, store, "p", "a", `"before"`)
		}},
	}
}

func versionsChange(t *testing.T, store flow.Store) {
	seen := map[string]bool{}
	for _, change := range []flow.Change{
		insert("a", `1`), replace("a", `1`, ""), put("a", `1`), remove("a", ""),
		insert("a", `1`), replace("a", `1`, ""), put("a", `1`),
	} {
		commit(t, store, "p", change)
		if change.Do == flow.Delete {
			continue
		}
		version := row(t, store, "p", "a").Version
		require.False(t, seen[version], "version %s came twice", version)
		seen[version] = true
	}
	rows, err := store.List(t.Context(), "p", "", "", 10)
	require.NoError(t, err)
	require.Equal(t, row(t, store, "p", "a"), rows[0], "Get and List must agree")
}
