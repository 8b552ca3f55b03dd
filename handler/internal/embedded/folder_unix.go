//go:build unix

package embedded

import (
	"errors"
	"fmt"
	"os"
)

// syncDir puts the names in a folder on disk.
func syncDir(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}
