//go:build !unix

package sim

import (
	"errors"
	"os"
)

// lockFile has no way here to hold a file that ends with the process.
func lockFile(string) (*os.File, error) {
	return nil, errors.New("this system can't lock the world's folder; run it without one")
}
