package flowtest

import (
	"slices"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

func listCases() []storeCase {
	return []storeCase{
		{"an empty partition", func(s shelf) {
			require.Empty(s.t, s.keys("p", "", "", 10))
			require.Empty(s.t, s.keys("p", "a", "b", 10))
		}},
		{"rows are listed by the bytes of their keys", listedInOrder},
		{"a list begins with its prefix", func(s shelf) {
			s.commit("p", put("line", `1`), put("line:1", `1`), put("line:10", `1`), put("line:2", `1`),
				put("lines", `1`), put("Line:1", `1`), put("event:1", `1`), put("line|1", `1`))
			require.Equal(s.t, []string{"line:1", "line:10", "line:2"}, s.keys("p", "line:", "", 10))
			require.Equal(s.t, []string{"line:1", "line:10"}, s.keys("p", "line:1", "", 10))
			require.Equal(s.t, []string{"line", "line:1", "line:10", "line:2", "lines", "line|1"}, s.keys("p", "line", "", 10))
			require.Equal(s.t, []string{"line|1"}, s.keys("p", "line|", "", 10))
			require.Empty(s.t, s.keys("p", "line:3", "", 10))
			require.Empty(s.t, s.keys("q", "line", "", 10))
		}},
		{"a list goes on after a key", func(s shelf) {
			s.commit("p", put("a:1", `1`), put("a:2", `1`), put("a:3", `1`), put("b:1", `1`))
			require.Equal(s.t, []string{"a:2", "a:3"}, s.keys("p", "a:", "a:1", 10))
			require.Equal(s.t, []string{"a:2", "a:3"}, s.keys("p", "a:", "a:10", 10), "after a key that isn't there")
			require.Equal(s.t, []string{"a:1", "a:2", "a:3"}, s.keys("p", "a:", "a", 10), "after a key before all")
			require.Equal(s.t, []string{"a:1", "a:2", "a:3"}, s.keys("p", "a:", "a:", 10), "after the prefix itself")
			require.Empty(s.t, s.keys("p", "a:", "a:3", 10))
			require.Empty(s.t, s.keys("p", "a:", "b:1", 10), "after a key behind all")
			require.Equal(s.t, []string{"b:1"}, s.keys("p", "", "a:3", 10))
		}},
		{"a list is at most as long as asked", func(s shelf) {
			s.commit("p", put("a", `1`), put("b", `1`), put("c", `1`))
			require.Empty(s.t, s.keys("p", "", "", 0))
			require.Equal(s.t, []string{"a"}, s.keys("p", "", "", 1))
			require.Equal(s.t, []string{"a", "b", "c"}, s.keys("p", "", "", 3))
		}},
		{"a list brings the rows", func(s shelf) {
			s.commit("p", put("a", `{"n":1}`), put("b", `{"n":2}`))
			rows, err := s.store.List(s.t.Context(), "p", "", "", 10)
			require.NoError(s.t, err)
			require.Equal(s.t, []flow.Row{s.row("p", "a"), s.row("p", "b")}, rows)
		}},
		{"a long list, page by page and at once", longList},
	}
}

func listedInOrder(s shelf) {
	var want []string
	for _, character := range allowed {
		want = append(want, "k"+string(character), "k"+string(character)+"0")
	}
	slices.Sort(want)
	shuffled := slices.Clone(want)
	slices.Reverse(shuffled)
	for part := range slices.Chunk(shuffled, flow.MaxChanges/2) {
		var changes []flow.Change
		for _, key := range part {
			changes = append(changes, insert(key, `1`))
		}
		s.commit("p", changes...)
	}
	require.Equal(s.t, want, s.keys("p", "", "", 1000))
	require.Equal(s.t, want, s.keys("p", "k", "", 1000))
	for _, character := range allowed {
		prefix := "k" + string(character)
		require.Equal(s.t, []string{prefix, prefix + "0"}, s.keys("p", prefix, "", 10))
	}
}

// longList is longer than a page of Table Storage, which has 1,000 rows.
func longList(s shelf) {
	var want []string
	for batch := range 12 {
		var changes []flow.Change
		for i := range flow.MaxChanges {
			key := numbered("line:", batch*flow.MaxChanges+i)
			want = append(want, key)
			changes = append(changes, insert(key, `{}`))
		}
		s.commit("p", changes...)
	}
	s.commit("p", insert("header", `{}`), insert("tail", `{}`))
	require.Equal(s.t, want, s.keys("p", "line:", "", len(want)+1))
	require.Equal(s.t, want[:1100], s.keys("p", "line:", "", 1100))

	var paged []string
	for after := ""; ; {
		page := s.keys("p", "line:", after, 500)
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
		after = page[len(page)-1]
	}
	require.Equal(s.t, want, paged)
}
