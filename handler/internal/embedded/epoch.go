package embedded

import "strings"

// Owner names this opening of the folder in claims; no other opening has or
// had the same name. Who needs several owners in one process appends a slash
// and a word.
func (e *Engine) Owner() string { return e.owner }

// Void tells whether a claim's owner is gone, so that its claim counts no
// more. Whoever holds the folder knows that of everybody else; beside another
// process nobody is known to be gone.
func (e *Engine) Void(owner string) bool {
	if e.lock == nil {
		return false
	}
	return owner != e.owner && !strings.HasPrefix(owner, e.owner+"/")
}
