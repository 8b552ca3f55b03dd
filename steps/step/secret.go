package step

import (
	"encoding/json"
	"log/slog"
)

// Secret is a password, token or webhook URL. It prints, logs and marshals
// as [secret]; Reveal is the one way to its text.
type Secret struct{ text string }

const masked = "[secret]"

// NewSecret wraps text.
func NewSecret(text string) Secret { return Secret{text: text} }

// Reveal returns the text, for the one call that needs it.
func (s Secret) Reveal() string { return s.text }

// IsZero tells whether there is no secret at all.
func (s Secret) IsZero() bool { return s.text == "" }

func (s Secret) String() string               { return masked }
func (s Secret) GoString() string             { return masked }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(masked) }
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(masked) }
func (s Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }
