package keyvault

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"
)

// state is where a secret stands between being set and being gone. Deleting,
// recovering and purging go on behind the answer; see Options.Looks.
type state string

const (
	live       state = "live"
	deleting   state = "being deleted"
	deleted    state = "deleted"
	recovering state = "being recovered"
	purging    state = "being purged"
)

// secret is a name with all that was ever stored under it.
type secret struct {
	name     string // as it was first written
	versions []version
	state    state
	looks    int // how many calls still find the state that passes
	deleted  time.Time
}

type version struct {
	id          string
	value       string
	contentType string
	tags        map[string]string
	created     time.Time
}

// Secret is one version of a secret that a vault holds, deleted ones included.
type Secret struct {
	Name    string
	Version string
	Value   string
	State   string // live, being deleted, deleted, being recovered
}

// Secrets returns everything that the vault holds, so that a test can search
// it. What was purged isn't there from the moment that purging was accepted.
func (s *Server) Secrets() []Secret {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Secret
	for _, name := range s.names(live, deleting, deleted, recovering) {
		one := s.secrets[name]
		for _, v := range one.versions {
			all = append(all, Secret{Name: one.name, Version: v.id, Value: v.value, State: string(one.state)})
		}
	}
	return all
}

// find returns what the vault knows of a name and nil where that is nothing.
// It is a look: what passes by itself is nearer to its end afterwards.
// Names don't differ by case.
func (s *Server) find(name string) *secret {
	key := strings.ToLower(name)
	one := s.secrets[key]
	if one == nil {
		return nil
	}
	if one.looks > 0 {
		one.looks--
		return one
	}
	switch one.state {
	case deleting:
		one.state = deleted
	case recovering:
		one.state = live
	case purging:
		delete(s.secrets, key)
		return nil
	}
	return one
}

// begin moves a secret to a state that ends by itself.
func (s *Server) begin(one *secret, next state) {
	one.state, one.looks = next, max(s.options.Looks, 0)
	if s.options.Looks < 0 {
		s.find(one.name)
	}
}

// add stores a new version.
func (s *Server) add(name string, v version) *secret {
	key := strings.ToLower(name)
	if s.secrets[key] == nil {
		s.secrets[key] = &secret{name: name, state: live}
	}
	v.id, v.created = newID(), s.options.Now().UTC()
	one := s.secrets[key]
	one.versions = append(one.versions, v)
	return one
}

func (o *secret) latest() version { return o.versions[len(o.versions)-1] }

// newID is 32 hexadecimal digits, as versions have.
func newID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails: see crypto/rand
	return hex.EncodeToString(id)
}
