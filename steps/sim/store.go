package sim

import (
	"reflect"
	"slices"
)

// kind is the sort of a thing. Kinds that Graph shows lag behind; see replica.
type kind string

const (
	orgKind     kind = "organization"
	userKind    kind = "user"
	deletedKind kind = "deletedUser"
	groupKind   kind = "group"
	memberKind  kind = "member" // of a group or directory role; id is group/member
	ownerKind   kind = "owner"  // of a group; id is group/owner
	roleKind    kind = "directoryRole"
	skuKind     kind = "subscribedSku"
	deviceKind  kind = "device"
	mailboxKind kind = "mailbox" // id is the user's
	ticketKind  kind = "ticket"
	contactKind kind = "contact"
	cardKind    kind = "card"
	mailKind    kind = "mail"
	linkKind    kind = "link" // id is its token

	// The PSA is one for all customers, so its things are nobody's.
	psaCompanyKind kind = "psaCompany"
	psaBoardKind   kind = "psaBoard"
	psaTypeKind    kind = "psaCommunicationType"
	psaTicketKind  kind = "psaTicket"
	psaNoteKind    kind = "psaNote"
	psaContactKind kind = "psaContact"
)

// inGraph tells whether Graph shows such things, late where lag is set.
func (k kind) inGraph() bool {
	switch k {
	case userKind, deletedKind, groupKind, memberKind, ownerKind, roleKind, skuKind:
		return true
	}
	return false
}

// key names one thing: whose it is (a tenant's or desk's short name, or ""),
// its kind and its id.
type key struct {
	Of   string `json:"of"`
	Kind kind   `json:"kind"`
	ID   string `json:"id"`
}

// edge is the key of a membership or an ownership.
func edge(of string, sort kind, group, member string) key {
	return key{of, sort, group + "/" + member}
}

// shelf holds the things of one kind, in the order in which they came.
type shelf struct {
	ids  []string
	docs map[string]object
}

// store holds every thing of the world.
type store struct{ shelves map[key]*shelf } // by key without ID

func newStore() *store { return &store{shelves: map[key]*shelf{}} }

func (s *store) get(k key) object {
	held, ok := s.shelves[key{k.Of, k.Kind, ""}]
	if !ok {
		return nil
	}
	return held.docs[k.ID]
}

// put stores a thing, or takes it away where it is nil.
func (s *store) put(k key, o object) {
	at := key{k.Of, k.Kind, ""}
	held, ok := s.shelves[at]
	if !ok {
		held = &shelf{docs: map[string]object{}}
		s.shelves[at] = held
	}
	_, there := held.docs[k.ID]
	switch {
	case o != nil && !there:
		held.ids = append(held.ids, k.ID)
		held.docs[k.ID] = o
	case o != nil:
		held.docs[k.ID] = o
	case there:
		held.ids = slices.DeleteFunc(slices.Clone(held.ids), func(id string) bool { return id == k.ID })
		delete(held.docs, k.ID)
	}
}

// ids lists the things of one kind in the order in which they came.
func (s *store) ids(of string, sort kind) []string {
	held, ok := s.shelves[key{of, sort, ""}]
	if !ok {
		return nil
	}
	return held.ids
}

// each visits the things of one kind.
func (s *store) each(of string, sort kind, visit func(id string, o object)) {
	for _, id := range s.ids(of, sort) {
		visit(id, s.get(key{of, sort, id}))
	}
}

// find returns the first thing of a kind that fits, or nil.
func (s *store) find(of string, sort kind, fits func(object) bool) object {
	for _, id := range s.ids(of, sort) {
		if o := s.get(key{of, sort, id}); fits(o) {
			return o
		}
	}
	return nil
}

// change is what one call did to one thing; Doc is nil where it is gone.
type change struct {
	key
	Doc object `json:"doc"`
}

// draft collects what one call changes. The store shows it at once; undo
// takes it all back.
type draft struct {
	store  *store
	before map[key]object
	order  []key
}

func newDraft(s *store) *draft { return &draft{store: s, before: map[key]object{}} }

func (d *draft) put(k key, o object) {
	if _, touched := d.before[k]; !touched {
		d.before[k] = d.store.get(k)
		d.order = append(d.order, k)
	}
	if o != nil {
		o = plain(o)
	}
	d.store.put(k, o)
}

// set changes single values of a thing that is there.
func (d *draft) set(k key, values object) {
	changed := clone(d.store.get(k))
	for name, value := range values {
		changed[name] = value
	}
	d.put(k, changed)
}

func (d *draft) drop(k key) { d.put(k, nil) }

func (d *draft) undo() {
	for _, k := range d.order {
		d.store.put(k, d.before[k])
	}
	d.order = nil
}

// changes lists what really became different.
func (d *draft) changes() []change {
	var all []change
	for _, k := range d.order {
		if after := d.store.get(k); !reflect.DeepEqual(d.before[k], after) {
			all = append(all, change{k, after})
		}
	}
	return all
}
