package flow_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"usher/handler/flow"
	"usher/steps/step"
)

// memory is a store and a vault.
type memory struct {
	mu      sync.Mutex
	rows    map[string]map[string]flow.Row
	secrets map[string]step.Secret
	version int
	life    *life
	where   string // of the commits at which a process may end
	before  hook
	after   hook
	meet    func()            // before each commit; nil: nothing
	seen    func(flow.Change) // each change that is saved; nil: nothing
}

func newMemory() *memory {
	return &memory{rows: map[string]map[string]flow.Row{}, secrets: map[string]step.Secret{"desk-contoso": step.NewSecret("desk-secret-of-contoso")}}
}

func (m *memory) Get(_ context.Context, partition, key string) (flow.Row, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := m.rows[partition][key]
	if !ok {
		return flow.Row{}, flow.ErrNoRow
	}
	return row, nil
}

func (m *memory) List(_ context.Context, partition, prefix, after string, limit int) ([]flow.Row, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var rows []flow.Row
	for key, row := range m.rows[partition] {
		if strings.HasPrefix(key, prefix) && key > after {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b flow.Row) int { return strings.Compare(a.Key, b.Key) })
	return rows[:min(limit, len(rows))], nil
}

func (m *memory) Commit(_ context.Context, partition string, changes ...flow.Change) error {
	if m.meet != nil {
		m.meet()
	}
	m.before.act(changes)
	err := m.commit(partition, changes)
	if err == nil {
		m.after.act(changes)
	}
	if m.life.ends(err == nil && m.where == "after saving") {
		return errDead
	}
	return err
}

func (m *memory) commit(partition string, changes []flow.Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.life.ends(m.where == "before saving") {
		return errDead
	}
	if err := flow.CheckCommit(partition, changes); err != nil {
		return err
	}
	p := m.rows[partition]
	if p == nil {
		p = map[string]flow.Row{}
		m.rows[partition] = p
	}
	for _, c := range changes {
		row, exists := p[c.Key]
		stale := c.Version != "" && row.Version != c.Version
		if c.Do == flow.Insert && exists || c.Do == flow.Replace && (!exists || stale) || c.Do == flow.Delete && stale {
			return flow.ErrConflict
		}
	}
	for _, c := range changes {
		if m.seen != nil {
			m.seen(c)
		}
		m.version++
		if c.Do == flow.Delete {
			delete(p, c.Key)
			continue
		}
		p[c.Key] = flow.Row{Key: c.Key, Data: slices.Clone(c.Data), Version: fmt.Sprint(m.version)}
	}
	return nil
}

func (m *memory) Secret(_ context.Context, name string) (step.Secret, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.secrets[name]
	if !ok {
		return s, step.ErrNotFound
	}
	return s, nil
}

func (m *memory) Keep(_ context.Context, name string, s step.Secret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.secrets[name] = s
	return nil
}

func (m *memory) Purge(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.secrets, name)
	return nil
}

// hook lets a test act in the midst of what a flow does: once, at the first
// commit that saves a row with all the words in its key or data.
type hook struct {
	words []string
	then  func()
}

func (h *hook) act(changes []flow.Change) {
	for _, c := range changes {
		text := c.Key + string(c.Data)
		if h.then != nil && !slices.ContainsFunc(h.words, func(w string) bool { return !strings.Contains(text, w) }) {
			then := h.then
			h.then = nil
			then()
			return
		}
	}
}

// at arms a hook.
func (h *hook) at(then func(), words ...string) { h.words, h.then = words, then }
