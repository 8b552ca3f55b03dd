package flowtest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

func listCases() []storeCase {
	return []storeCase{
		{"an empty partition", func(t *testing.T, store flow.Store) {
			require.Empty(t, keys(t, store, "p", "", "", 10))
			require.Empty(t, keys(t, store, "p", "a", "b", 10))
		}},
		{"rows are listed by the bytes of their keys", listedInOrder},
		{"a list begins with its prefix", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", put("line", `1`), put("line/1", `1`), put("line/10", `1`), put("line/2", `1`),
				put("lines", `1`), put("Line/1", `1`), put("event/1", `1`), put("line|1", `1`))
			require.Equal(t, []string{"line/1", "line/10", "line/2"}, keys(t, store, "p", "line/", "", 10))
			require.Equal(t, []string{"line/1", "line/10"}, keys(t, store, "p", "line/1", "", 10))
			require.Equal(t, []string{"line", "line/1", "line/10", "line/2", "lines", "line|1"}, keys(t, store, "p", "line", "", 10))
			require.Equal(t, []string{"line|1"}, keys(t, store, "p", "line|", "", 10))
			require.Empty(t, keys(t, store, "p", "line/3", "", 10))
			require.Empty(t, keys(t, store, "q", "line", "", 10))
		}},
		{"a list goes on after a key", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", put("a/1", `1`), put("a/2", `1`), put("a/3", `1`), put("b/1", `1`))
			require.Equal(t, []string{"a/2", "a/3"}, keys(t, store, "p", "a/", "a/1", 10))
			require.Equal(t, []string{"a/2", "a/3"}, keys(t, store, "p", "a/", "a/10", 10), "after a key that isn't there")
			require.Equal(t, []string{"a/1", "a/2", "a/3"}, keys(t, store, "p", "a/", "a", 10), "after a key before all")
			require.Equal(t, []string{"a/1", "a/2", "a/3"}, keys(t, store, "p", "a/", "a/", 10), "after the prefix itself")
			require.Empty(t, keys(t, store, "p", "a/", "a/3", 10))
			require.Empty(t, keys(t, store, "p", "a/", "b/1", 10), "after a key behind all")
			require.Equal(t, []string{"b/1"}, keys(t, store, "p", "", "a/3", 10))
		}},
		{"a list is at most as long as asked", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", put("a", `1`), put("b", `1`), put("c", `1`))
			require.Empty(t, keys(t, store, "p", "", "", 0))
			require.Equal(t, []string{"a"}, keys(t, store, "p", "", "", 1))
			require.Equal(t, []string{"a", "b", "c"}, keys(t, store, "p", "", "", 3))
		}},
		{"a list brings the rows", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", put("a", `{"n":1}`), put("b", `{"n":2}`))
			rows, err := store.List(t.Context(), "p", "", "", 10)
			require.NoError(t, err)
			require.Equal(t, []flow.Row{row(t, store, "p", "a"), row(t, store, "p", "b")}, rows)
		}},
		{"a long list, page by page and at once", longList},
	}
}

func listedInOrder(t *testing.T, store flow.Store) {
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
		commit(t, store, "p", changes...)
	}
	require.Equal(t, want, keys(t, store, "p", "", "", 1000))
	require.Equal(t, want, keys(t, store, "p", "k", "", 1000))
	for _, character := range allowed {
		prefix := "k" + string(character)
		require.Equal(t, []string{prefix, prefix + "0"}, keys(t, store, "p", prefix, "", 10))
	}
}

// longList is longer than a page of Table Storage, which has 1,000 rows.
func longList(t *testing.T, store flow.Store) {
	var want []string
	for batch := range 12 {
		var changes []flow.Change
		for i := range flow.MaxChanges {
			key := numbered("line/", batch*flow.MaxChanges+i)
			want = append(want, key)
			changes = append(changes, insert(key, `{}`))
		}
		commit(t, store, "p", changes...)
	}
	commit(t, store, "p", insert("header", `{}`), insert("tail", `{}`))
	require.Equal(t, want, keys(t, store, "p", "line/", "", len(want)+1))
	require.Equal(t, want[:1100], keys(t, store, "p", "line/", "", 1100))

	var paged []string
	for after := ""; ; {
		page := keys(t, store, "p", "line/", after, 500)
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
		after = page[len(page)-1]
	}
	require.Equal(t, want, paged)
}
