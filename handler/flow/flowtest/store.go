package flowtest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// storeCase is one promise of a Store.
type storeCase struct {
	name string
	test func(s shelf)
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
			c.test(shelf{t, open(t)})
		})
	}
}

func rowCases() []storeCase {
	return []storeCase{
		{"a row that was never saved", neverSaved},
		{"a saved row is there, whole", savedWhole},
		{"a row may be empty", emptyRow},
		{"a replaced row", replacedRow},
		{"a put row", putRow},
		{"a deleted row", deletedRow},
		{"a version changes with every save", versionsChange},
		{"a commit of several rows", severalRows},
		{"a commit of nothing", nothingCommitted},
		{"partitions know nothing of each other", partitionsApart},
		{"what the caller does with its bytes afterwards", bytesAfterwards},
	}
}

func neverSaved(s shelf) {
	s.absent("p", "a")
	s.commit("p", insert("a", `{}`))
	s.absent("p", "b")
	s.absent("q", "a")
}

func savedWhole(s shelf) {
	text := `{"name":"Zoë \"Zo\" O'Neil 李\u0000","n":1.50,"list":[null,true]}`
	s.commit("p", insert("a", text))
	s.holds("p", "a", text)
}

func emptyRow(s shelf) {
	s.commit("p", insert("a", ""), flow.Change{Do: flow.Put, Key: "b"})
	require.Empty(s.t, s.row("p", "a").Data)
	require.Empty(s.t, s.row("p", "b").Data)
}

func replacedRow(s shelf) {
	s.commit("p", insert("a", `1`))
	s.commit("p", replace("a", `2`, s.row("p", "a").Version))
	s.holds("p", "a", `2`)
	s.commit("p", replace("a", `3`, ""))
	s.holds("p", "a", `3`)
}

func putRow(s shelf) {
	s.commit("p", put("a", `1`))
	s.holds("p", "a", `1`)
	s.commit("p", put("a", `2`))
	s.holds("p", "a", `2`)
}

func deletedRow(s shelf) {
	s.commit("p", insert("a", `1`), insert("b", `1`))
	s.commit("p", remove("a", s.row("p", "a").Version), remove("b", ""))
	s.absent("p", "a")
	s.absent("p", "b")
	s.commit("p", remove("a", ""))
}

func severalRows(s shelf) {
	s.commit("p", insert("a", `1`), insert("b", `1`), insert("c", `1`))
	s.commit("p", put("a", `2`), replace("b", `2`, ""), remove("c", ""), insert("d", `2`))
	require.Equal(s.t, []string{"a", "b", "d"}, s.keys("p", "", "", 10))
	s.holds("p", "b", `2`)
}

func nothingCommitted(s shelf) {
	s.commit("p")
	require.Empty(s.t, s.keys("p", "", "", 10))
}

func partitionsApart(s shelf) {
	s.commit("p", insert("a", `1`))
	s.commit("P", insert("a", `2`))
	s.commit("p:a", insert("a", `3`))
	s.commit("p", remove("a", ""))
	s.absent("p", "a")
	s.holds("P", "a", `2`)
	s.holds("p:a", "a", `3`)
}

func bytesAfterwards(s shelf) {
	data := []byte(`"before"`)
	s.commit("p", flow.Change{Do: flow.Insert, Key: "a", Data: data})
	copy(data, `"after!"`)
	found := s.row("p", "a")
	require.Equal(s.t, `"before"`, string(found.Data))
	copy(found.Data, `"after!"`)
	s.holds("p", "a", `"before"`)
}

func versionsChange(s shelf) {
	seen := map[string]bool{}
	for _, change := range []flow.Change{
		insert("a", `1`), replace("a", `1`, ""), put("a", `1`), remove("a", ""),
		insert("a", `1`), replace("a", `1`, ""), put("a", `1`),
	} {
		s.commit("p", change)
		if change.Do == flow.Delete {
			continue
		}
		version := s.row("p", "a").Version
		require.False(s.t, seen[version], "version %s came twice", version)
		seen[version] = true
	}
	rows, err := s.store.List(s.t.Context(), "p", "", "", 10)
	require.NoError(s.t, err)
	require.Equal(s.t, s.row("p", "a"), rows[0], "Get and List must agree")
}
