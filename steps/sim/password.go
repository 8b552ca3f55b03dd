package sim

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"unicode"
)

// hashPassword is all that the world keeps of a password.
func hashPassword(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt) // never fails: crypto/rand ends the process instead
	hash, err := pbkdf2.Key(sha256.New, password, salt, 1000, 32)
	if err != nil {
		return "unhashable"
	}
	return "pbkdf2$" + hex.EncodeToString(salt) + "$" + hex.EncodeToString(hash)
}

// strong tells whether a password has eight characters of three sorts.
// Source: learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
func strong(password string) bool {
	sorts := map[string]bool{}
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			sorts["upper"] = true
		case unicode.IsLower(r):
			sorts["lower"] = true
		case unicode.IsDigit(r):
			sorts["digit"] = true
		default:
			sorts["other"] = true
		}
	}
	return len(sorts) >= 3 && len([]rune(password)) >= 8 && len([]rune(password)) <= 256
}
