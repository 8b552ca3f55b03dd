package flowtest

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

const kib = 1 << 10

func limitCases() []storeCase {
	return []storeCase{
		{"a commit holds 100 changes", hundredChanges},
		{"a row holds 750 KiB", bigRow},
		{"a commit holds 2.5 MiB", bigCommit},
		{"a commit changes a row once", changedOnce},
		{"a change is of a known kind", knownKind},
		{"names have 512 characters", longNames},
		{"names hold every allowed character", allowedNames},
		{"names hold no other characters", foreignNames},
	}
}

func hundredChanges(s shelf) {
	var changes []flow.Change
	for i := range flow.MaxChanges + 1 {
		changes = append(changes, insert(numbered("k", i), `{}`))
	}
	s.refused(s.store.Commit(s.t.Context(), "p", changes...))
	require.Empty(s.t, s.keys("p", "", "", 10))
	s.commit("p", changes[:flow.MaxChanges]...)
	require.Len(s.t, s.keys("p", "", "", 1000), flow.MaxChanges)
}

func bigRow(s shelf) {
	s.refused(s.store.Commit(s.t.Context(), "p", put("a", document(750*kib+1))))
	s.absent("p", "a")
	s.commit("p", put("a", document(750*kib)))
	s.holds("p", "a", document(750*kib))
	s.commit("p", put("a", `{}`))
	s.holds("p", "a", `{}`)
}

// bigCommit has one byte too many, and then as many as fit: in few rows, and
// in as many as fit with the longest names, where what each row takes besides
// its data counts most.
func bigCommit(s shelf) {
	big := document(750 * kib)
	rest := document(2560*kib - 3*750*kib - len("abcd"))
	s.refused(s.store.Commit(s.t.Context(), "p", put("a", big), put("b", big), put("c", big), put("d", rest+" ")))
	require.Empty(s.t, s.keys("p", "", "", 10))
	s.commit("p", put("a", big), put("b", big), put("c", big), put("d", rest))
	s.holds("p", "d", rest)

	partition := strings.Repeat("|", 512)
	var many []flow.Change
	for i := range flow.MaxChanges {
		many = append(many, put(numbered(strings.Repeat("|", 512-5), i), document(2560*kib/flow.MaxChanges-512)))
	}
	s.commit(partition, many...)
	s.holds(partition, many[99].Key, string(many[99].Data))
}

func changedOnce(s shelf) {
	for _, second := range []flow.Change{insert("a", `2`), replace("a", `2`, ""), put("a", `2`), remove("a", "")} {
		s.refused(s.store.Commit(s.t.Context(), "p", put("a", `1`), put("b", `1`), second))
	}
	s.absent("p", "a")
	s.absent("p", "b")
}

func knownKind(s shelf) {
	s.refused(s.store.Commit(s.t.Context(), "p", flow.Change{Key: "a"}))
	s.refused(s.store.Commit(s.t.Context(), "p", flow.Change{Do: flow.Delete + 1, Key: "a"}))
	s.absent("p", "a")
}

func longNames(s shelf) {
	long := strings.Repeat("n", 512)
	s.commit(long, insert(long, `1`))
	s.holds(long, long, `1`)
	require.Equal(s.t, []string{long}, s.keys(long, long, "", 10))
	s.absent(long, long[1:])
	s.refused(s.store.Commit(s.t.Context(), long+"n", insert("a", `1`)))
	s.refused(s.store.Commit(s.t.Context(), "p", insert(long+"n", `1`)))
}

func allowedNames(s shelf) {
	var names []string
	for _, character := range allowed {
		c := string(character)
		names = append(names, c, c+c, "k"+c, c+"k", "k"+c+"k")
	}
	for _, name := range names {
		s.commit(name, put(name, fmt.Sprintf("%q", name)))
	}
	for _, name := range names {
		s.holds(name, name, fmt.Sprintf("%q", name))
	}
}

func foreignNames(s shelf) {
	names := []string{"", " ", "a b", "a\n", "a\x00", "a\x7f", "ä", "a\u00a0", "李", "\xff"}
	for _, character := range "!\"#$%&'()*+,/;<=>?@[\\]^`{}~" {
		names = append(names, "a"+string(character))
	}
	for _, name := range names {
		err := s.store.Commit(s.t.Context(), name, insert("a", `1`))
		s.refused(err)
		require.ErrorContains(s.t, err, fmt.Sprintf("partition %q", name))
		err = s.store.Commit(s.t.Context(), "p", insert("fine", `1`), insert(name, `1`))
		s.refused(err)
		require.ErrorContains(s.t, err, fmt.Sprintf("key %q", name))

		_, err = s.store.Get(s.t.Context(), name, "a")
		s.refused(err)
		_, err = s.store.Get(s.t.Context(), "p", name)
		s.refused(err)
		_, err = s.store.List(s.t.Context(), name, "", "", 10)
		s.refused(err)
		if name == "" {
			continue // which as a prefix means all, and as a place the beginning
		}
		_, err = s.store.List(s.t.Context(), "p", name, "", 10)
		s.refused(err)
		_, err = s.store.List(s.t.Context(), "p", "", name, 10)
		s.refused(err)
	}
	require.Empty(s.t, s.keys("p", "", "", 10))
}
