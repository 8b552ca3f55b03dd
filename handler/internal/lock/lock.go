// Package lock locks files, so that one process at a time has what they stand
// for. The system gives a lock back when its process ends, however it ends:
// whoever gets one knows that every earlier holder is gone.
package lock

import (
	"errors"
	"os"
)

// Try locks an open file, or tells that somebody else has it locked: another
// process, or another opening of the file by this one.
func Try(file *os.File) (bool, error) { return try(file) }

// LetGo gives a lock back and closes its file.
func LetGo(file *os.File) error { return errors.Join(unlock(file), file.Close()) }
