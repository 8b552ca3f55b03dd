package flowtest

import (
	"context"

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
func conflictRows(s shelf) (old string) {
	s.t.Helper()
	s.commit("p", insert("here", `1`), insert("other", `1`))
	old = s.row("p", "here").Version
	s.commit("p", replace("here", `2`, old))
	return old
}

func conflictCases() []storeCase {
	var cases []storeCase
	for _, c := range conflicts() {
		cases = append(cases,
			storeCase{c.name, func(s shelf) {
				old := conflictRows(s)
				require.ErrorIs(s.t, s.store.Commit(s.t.Context(), "p", c.change(old)), flow.ErrConflict)
				s.holds("p", "here", `2`)
				s.absent("p", "gone")
			}},
			storeCase{c.name + ": all or none", func(s shelf) {
				allOrNone(s, c)
			}})
	}
	return append(cases, lookAlike(), cancelled())
}

// allOrNone puts the conflict first, in the middle and last.
func allOrNone(s shelf, c conflict) {
	old := conflictRows(s)
	before := s.row("p", "other")
	for place := range 4 {
		changes := []flow.Change{insert("new", `9`), put("other", `9`), put("put", `9`)}
		changes = append(changes[:place:place], append([]flow.Change{c.change(old)}, changes[place:]...)...)
		require.ErrorIs(s.t, s.store.Commit(s.t.Context(), "p", changes...), flow.ErrConflict, "at place %d", place)
		s.absent("p", "new")
		s.absent("p", "put")
		require.Equal(s.t, before, s.row("p", "other"))
	}
	s.commit("p", insert("new", `1`))
}

// lookAlike deletes a row and makes it again as it was: whoever holds the
// version of the first must not overwrite the second.
func lookAlike() storeCase {
	return storeCase{"a row that was made again is another one", func(s shelf) {
		s.commit("p", insert("a", `1`))
		first := s.row("p", "a").Version
		s.commit("p", remove("a", ""))
		s.commit("p", insert("a", `1`))
		require.ErrorIs(s.t, s.store.Commit(s.t.Context(), "p", replace("a", `2`, first)), flow.ErrConflict)
		require.ErrorIs(s.t, s.store.Commit(s.t.Context(), "p", remove("a", first)), flow.ErrConflict)
		s.holds("p", "a", `1`)
	}}
}

func cancelled() storeCase {
	return storeCase{"a caller who has gone", func(s shelf) {
		s.commit("p", insert("a", `1`))
		ctx, cancel := context.WithCancel(s.t.Context())
		cancel()
		require.ErrorIs(s.t, s.store.Commit(ctx, "p", put("a", `2`), insert("b", `2`)), context.Canceled)
		_, err := s.store.Get(ctx, "p", "a")
		require.ErrorIs(s.t, err, context.Canceled)
		_, err = s.store.List(ctx, "p", "", "", 10)
		require.ErrorIs(s.t, err, context.Canceled)
		s.holds("p", "a", `1`)
		s.absent("p", "b")
	}}
}
