package host

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
)

// panicked is the error that a panic becomes. Its stack is for the log alone.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// guard calls do and returns a panic as an error.
func guard(do func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicked{value: value, stack: debug.Stack()}
		}
	}()
	return do()
}

// stackOf is where an error's panic came from; an attribute that isn't logged
// where there was none.
func stackOf(err error) slog.Attr {
	var p *panicked
	if !errors.As(err, &p) {
		return slog.Attr{}
	}
	return slog.String("stack", string(p.stack))
}
