package flowtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

const kib = 1 << 10

func limitCases() []storeCase {
	return []storeCase{
		{"a commit holds 100 changes", func(t *testing.T, store flow.Store) {
			var changes []flow.Change
			for i := range flow.MaxChanges + 1 {
				changes = append(changes, insert(numbered("k", i), `{}`))
			}
			refused(t, store.Commit(t.Context(), "p", changes...))
			require.Empty(t, keys(t, store, "p", "", "", 10))
			commit(t, store, "p", changes[:flow.MaxChanges]...)
			require.Len(t, keys(t, store, "p", "", "", 1000), flow.MaxChanges)
		}},
		{"a row holds 900 KiB", func(t *testing.T, store flow.Store) {
			refused(t, store.Commit(t.Context(), "p", put("a", document(900*kib+1))))
			absent(t, store, "p", "a")
			commit(t, store, "p", put("a", document(900*kib)))
			holds(t, store, "p", "a", document(900*kib))
			commit(t, store, "p", put("a", `{}`))
			holds(t, store, "p", "a", `{}`)
		}},
		{"a commit holds 4 MiB", func(t *testing.T, store flow.Store) {
			big := document(900 * kib)
			five := []flow.Change{put("a", big), put("b", big), put("c", big), put("d", big), put("e", big)}
			refused(t, store.Commit(t.Context(), "p", five...))
			require.Empty(t, keys(t, store, "p", "", "", 10))
			commit(t, store, "p", five[:3]...)
			holds(t, store, "p", "c", big)
		}},
		{"a commit changes a row once", func(t *testing.T, store flow.Store) {
			for _, second := range []flow.Change{insert("a", `2`), replace("a", `2`, ""), put("a", `2`), remove("a", "")} {
				refused(t, store.Commit(t.Context(), "p", put("a", `1`), put("b", `1`), second))
			}
			absent(t, store, "p", "a")
			absent(t, store, "p", "b")
		}},
		{"a change is of a known kind", func(t *testing.T, store flow.Store) {
			refused(t, store.Commit(t.Context(), "p", flow.Change{Key: "a"}))
			refused(t, store.Commit(t.Context(), "p", flow.Change{Do: flow.Delete + 1, Key: "a"}))
			absent(t, store, "p", "a")
		}},
		{"names have 512 characters", func(t *testing.T, store flow.Store) {
			long := strings.Repeat("n", 512)
			commit(t, store, long, insert(long, `1`))
			holds(t, store, long, long, `1`)
			require.Equal(t, []string{long}, keys(t, store, long, long, "", 10))
			absent(t, store, long, long[1:])
			refused(t, store.Commit(t.Context(), long+"n", insert("a", `1`)))
			refused(t, store.Commit(t.Context(), "p", insert(long+"n", `1`)))
		}},
		{"names hold every allowed character", func(t *testing.T, store flow.Store) {
			for _, character := range allowed {
				name := string(character)
				for _, name := range []string{name, name + name, "x" + name, name + "x", "x" + name + "x"} {
					commit(t, store, name, put(name, fmt.Sprintf("%q", name)))
				}
			}
			for _, character := range allowed {
				name := string(character)
				for _, name := range []string{name, name + name, "x" + name, name + "x", "x" + name + "x"} {
					holds(t, store, name, name, fmt.Sprintf("%q", name))
				}
			}
		}},
		{"names hold no other characters", foreignNames},
	}
}

func foreignNames(t *testing.T, store flow.Store) {
	names := []string{"", " ", "a b", "a\n", "a\x00", "a\x7f", "ä", "a\u00a0", "李", "\xff"}
	for _, character := range "!\"#$%&'()*+,;<=>?@[\\]^`{}~" {
		names = append(names, "a"+string(character))
	}
	for _, name := range names {
		err := store.Commit(t.Context(), name, insert("a", `1`))
		refused(t, err)
		require.ErrorContains(t, err, fmt.Sprintf("partition %q", name))
		err = store.Commit(t.Context(), "p", insert("fine", `1`), insert(name, `1`))
		refused(t, err)
		require.ErrorContains(t, err, fmt.Sprintf("key %q", name))

		_, err = store.Get(t.Context(), name, "a")
		refused(t, err)
		_, err = store.Get(t.Context(), "p", name)
		refused(t, err)
		_, err = store.List(t.Context(), name, "", "", 10)
		refused(t, err)
		if name == "" {
			continue // which as a prefix means all, and as a place the beginning
		}
		_, err = store.List(t.Context(), "p", name, "", 10)
		refused(t, err)
		_, err = store.List(t.Context(), "p", "", name, 10)
		refused(t, err)
	}
	require.Empty(t, keys(t, store, "p", "", "", 10))
}
