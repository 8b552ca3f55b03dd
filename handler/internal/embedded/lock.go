package embedded

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"usher/handler/internal/lock"
)

// Held says that somebody else carries runs in a folder.
type Held struct {
	Dir string
	PID int // 0 where it isn't known
}

func (h *Held) Error() string {
	if h.PID == 0 {
		return fmt.Sprintf("%s is in use by another process: stop it, or take another folder", h.Dir)
	}
	return fmt.Sprintf("%s is in use by process %d: stop it, or take another folder", h.Dir, h.PID)
}

// hold takes the lock on carrying runs and writes who has it. The system lets
// go of it when the process ends, however it ends.
func hold(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	won, err := lock.Try(file)
	if err == nil && !won {
		err = &Held{Dir: dir, PID: readPID(file)}
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if err := writePID(file); err != nil {
		return nil, errors.Join(err, lock.LetGo(file))
	}
	return file, nil
}

func writePID(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	if _, err := file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	return nil
}

// readPID returns 0 for a holder that hasn't written yet who it is.
func readPID(file *os.File) int {
	text, err := io.ReadAll(file)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0
	}
	return pid
}
