package flowtest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// conflict is a change that must not be made to the rows of conflictRows.
type conflict struct {
	name   string
	change func(old string) flow.Change // old is a version that "here" had before
}

func conflicts() []conflict {
	return []conflict{
		{"insert what is there", func(string) flow.Change { return insert("here", `9`) }},
		{"replace at an old version", func(old string) flow.Change { return replace("here", `9`, old) }},
		{"replace what isn't there", func(string) flow.Change { return replace("gone", `9`, "") }},
		{"replace what isn't there, at a version", func(old string) flow.Change { return replace("gone", `9`, old) }},
		{"delete at an old version", func(old string) flow.Change { return remove("here", old) }},
		{"delete what isn't there, at a version", func(old string) flow.Change { return remove("gone", old) }},
	}
}

// conflictRows makes the rows "here" and "other", and returns an old version
// of "here".
func conflictRows(t *testing.T, store flow.Store) (old string) {
	t.Helper()
	commit(t, store, "p", insert("here", `1`), insert("other", `1`))
	old = row(t, store, "p", "here").Version
	commit(t, store, "p", replace("here", `2`, old))
	return old
}

func conflictCases() []storeCase {
	var cases []storeCase
	for _, c := range conflicts() {
		cases = append(cases,
			storeCase{c.name, func(t *testing.T, store flow.Store) {
				old := conflictRows(t, store)
				require.ErrorIs(t, store.Commit(t.Context(), "p", c.change(old)), flow.ErrConflict)
				holds(t, store, "p", "here", `2`)
				absent(t, store, "p", "gone")
			}},
			storeCase{c.name + ": all or none", func(t *testing.T, store flow.Store) {
				allOrNone(t, store, c)
			}})
	}
	return append(cases, lookAlike(), cancelled())
}

// allOrNone puts the conflict first, in the middle and last.
func allOrNone(t *testing.T, store flow.Store, c conflict) {
	old := conflictRows(t, store)
	before := row(t, store, "p", "other")
	for place := range 4 {
		changes := []flow.Change{insert("new", `9`), put("other", `9`), put("put", `9`)}
		changes = append(changes[:place:place], append([]flow.Change{c.change(old)}, changes[place:]...)...)
		require.ErrorIs(t, store.Commit(t.Context(), "p", changes...), flow.ErrConflict, "at place %d", place)
		absent(t, store, "p", "new")
		absent(t, store, "p", "put")
		require.Equal(t, before, row(t, store, "p", "other"))
	}
	commit(t, store, "p", insert("new", `1`))
}

// lookAlike deletes a row and makes it again as it was: whoever holds the
// version of the first must not overwrite the second.
func lookAlike() storeCase {
	return storeCase{"a row that was made again is another one", func(t *testing.T, store flow.Store) {
		commit(t, store, "p", insert("a", `1`))
		first := row(t, store, "p", "a").Version
		commit(t, store, "p", remove("a", ""))
		commit(t, store, "p", insert("a", `1`))
		require.ErrorIs(t, store.Commit(t.Context(), "p", replace("a", `2`, first)), flow.ErrConflict)
		require.ErrorIs(t, store.Commit(t.Context(), "p", remove("a", first)), flow.ErrConflict)
		holds(t, store, "p", "a", `1`)
	}}
}

func cancelled() storeCase {
	return storeCase{"a caller who has gone", func(t *testing.T, store flow.Store) {
		commit(t, store, "p", insert("a", `1`))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, store.Commit(ctx, "p", put("a", `2`), insert("b", `2`)), context.Canceled)
		_, err := store.Get(ctx, "p", "a")
		require.ErrorIs(t, err, context.Canceled)
		_, err = store.List(ctx, "p", "", "", 10)
		require.ErrorIs(t, err, context.Canceled)
		holds(t, store, "p", "a", `1`)
		absent(t, store, "p", "b")
	}}
}
