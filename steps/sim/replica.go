package sim

import "slices"

// replica is why Graph answers late. Directories answer from copies, so a
// write isn't seen at once.
//
// With POST /_sim/lag {"reads":k}, each write to an object that Graph shows
// (a user, a group, one membership, one SKU …) is shown only after k reads of
// that object: the next k calls in whose answer the object has a place, before
// or after the write, show it as it was before, which is 404 or absence for a
// fresh one and presence for a deleted one. Every write counts its own k reads
// from when it was made; reads count for all waiting writes at once. A later
// write is never shown before an earlier one, and what has been shown stays:
// answers only move forward. One call counts once for each object, however
// often it shows it; a $batch item is a call. A membership is an object of its
// own, so it comes late on the user's side and the group's alike, and a read
// on either side counts. Licences are values of the user. Answers to a write
// itself show the new state and count as no read; writes are judged by the
// newest state. Lag 0 brings every copy up to date; so does a restart.
type replica struct{ behind map[key][]late }

// late is one write that isn't shown yet.
type late struct {
	before object // nil where there was nothing
	left   int    // reads until it is shown
}

func (r *replica) wrote(k key, before object, reads int) {
	if reads <= 0 || !k.Kind.inGraph() {
		return
	}
	if r.behind == nil {
		r.behind = map[key][]late{}
	}
	r.behind[k] = append(r.behind[k], late{before, reads})
}

// peek returns what a read shows of an object, without counting as one.
func (r *replica) peek(k key, newest object) object {
	if waiting := r.behind[k]; len(waiting) > 0 {
		return waiting[0].before
	}
	return newest
}

// read counts one read of an object.
func (r *replica) read(k key) {
	waiting := r.behind[k]
	if len(waiting) == 0 {
		return
	}
	var still []late
	for _, one := range waiting {
		one.left--
		if one.left > 0 {
			still = append(still, one)
		}
	}
	if len(still) == 0 {
		delete(r.behind, k)
		return
	}
	r.behind[k] = still
}

// glance is how one Graph call sees the world: through the replica, each
// object the same throughout the call.
type glance struct {
	store   *store
	replica *replica
	seen    map[key]object
}

// look returns an object as this call shows it and counts the read.
func (g *glance) look(k key) object {
	if o, ok := g.seen[k]; ok {
		return o
	}
	o := g.replica.peek(k, g.store.get(k))
	g.replica.read(k)
	g.seen[k] = o
	return o
}

// scan visits the objects of a kind that fit and come after the id given (""
// for all), as this call shows them, until visit returns false. It counts a
// read for each that was visited, and for those that would have been but for
// a write that isn't shown yet. It is false where there is no such id.
func (g *glance) scan(of string, sort kind, after string, fits func(object) bool, visit func(id string, o object) bool) bool {
	ids := g.ids(of, sort)
	start := slices.Index(ids, after)
	if after != "" && start < 0 {
		return false
	}
	held := g.store.shelves[key{of, sort, ""}]
	for _, id := range ids[start+1:] {
		// Most objects aren't behind and don't fit: be quick about those.
		if o := held.docs[id]; len(g.replica.behind) == 0 && !fits(o) {
			continue
		}
		k := key{of, sort, id}
		shown, newest := g.peek(k), g.store.get(k)
		fit := shown != nil && fits(shown)
		if fit && !visit(id, shown) {
			return true
		}
		_, behind := g.replica.behind[k]
		if fit || behind && newest != nil && fits(newest) {
			g.look(k)
		}
	}
	return true
}

// peek returns what this call shows of an object, without counting a read.
func (g *glance) peek(k key) object {
	if o, ok := g.seen[k]; ok {
		return o
	}
	return g.replica.peek(k, g.store.get(k))
}

// count tells how many objects of a kind fit, without counting reads.
func (g *glance) count(of string, sort kind, fits func(object) bool) int {
	n := 0
	for _, id := range g.ids(of, sort) {
		if o := g.peek(key{of, sort, id}); o != nil && fits(o) {
			n++
		}
	}
	return n
}

// ids lists the objects of a kind, with those that are gone but still shown.
func (g *glance) ids(of string, sort kind) []string {
	ids := g.store.ids(of, sort)
	var gone []string
	for k := range g.replica.behind {
		if k.Of == of && k.Kind == sort && g.store.get(k) == nil {
			gone = append(gone, k.ID)
		}
	}
	slices.Sort(gone)
	return slices.Concat(ids, gone)
}
