package azure

import (
	"sync"
	"time"

	"usher/steps/step"
)

// cache remembers secrets for a minute. It is bounded: names come from
// documents, of which there are few.
type cache struct {
	now func() time.Time

	mu      sync.Mutex
	secrets map[string]kept
	changes int // counted, so that a look that began before one isn't remembered
}

type kept struct {
	secret  step.Secret
	until   time.Time
	changes int
}

const (
	remembered  = time.Minute
	rememberMax = 1000
)

func newCache(now func() time.Time) *cache { return &cache{now: now, secrets: map[string]kept{}} }

// get returns a secret that is remembered. One that isn't is looked up, and
// put beside what get returned.
func (c *cache) get(name string) (kept, bool) {
	if c == nil {
		return kept{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if k, known := c.secrets[name]; known && c.now().Before(k.until) {
		return k, true
	}
	return kept{changes: c.changes}, false
}

// put remembers a secret, unless one was changed since it was looked up.
func (c *cache) put(name string, secret step.Secret, before kept) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if before.changes != c.changes {
		return
	}
	if len(c.secrets) >= rememberMax {
		clear(c.secrets)
	}
	c.secrets[name] = kept{secret: secret, until: c.now().Add(remembered)}
}

// forget is called when a secret has been changed.
func (c *cache) forget(name string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.secrets, name)
	c.changes++
}
