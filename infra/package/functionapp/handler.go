package functionapp

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"debug/elf"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// handler looks at the program.
func (c *check) handler(ctx context.Context) {
	entry, found := c.files[handlerName]
	if !found {
		c.fault(handlerName, "it isn't there")
		return
	}
	if mode := entry.Mode(); mode.Perm() != 0o755 {
		c.fault(handlerName, "its mode is %s, and the host may not start it; it has to be 0755", mode)
	}
	program, err := contents(entry)
	if err != nil {
		c.fault(handlerName, "%v", err)
		return
	}
	if err := errors.Join(linux(program), built(program)); err != nil {
		c.fault(handlerName, "%v", err)
		return
	}
	if err := starts(ctx, program); err != nil {
		c.fault(handlerName, "%v", err)
	}
}

// linux tells whether a program runs on the instances, with nothing beside it.
func linux(program []byte) error {
	file, err := elf.NewFile(bytes.NewReader(program))
	if err != nil {
		return fmt.Errorf("it is no program for Linux: %w", err)
	}
	if file.Class != elf.ELFCLASS64 || file.Machine != elf.EM_X86_64 {
		return fmt.Errorf("it is for %s, %s, and the instances are x86-64", file.Machine, file.Class)
	}
	for _, part := range file.Progs {
		if part.Type == elf.PT_INTERP {
			return errors.New("it is linked when it starts, with libraries that may not be there; build it with CGO_ENABLED=0")
		}
	}
	return nil
}

// built tells whether the same sources always make this program.
func built(program []byte) error {
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return fmt.Errorf("it isn't built by Go: %w", err)
	}
	for _, setting := range info.Settings {
		if setting.Key == "-trimpath" && setting.Value == "true" {
			return nil
		}
	}
	return errors.New("it holds the paths of the machine that built it; build it with -trimpath")
}

// starts runs the program for its help, in an empty folder and without any
// setting, on a machine that can.
func starts(ctx context.Context, program []byte) (err error) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		return nil
	}
	folder, err := os.MkdirTemp("", "functionapp")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	file := filepath.Join(folder, handlerName)
	if err := os.WriteFile(file, program, 0o700); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	said, err := shown(ctx, file)
	for errors.Is(err, syscall.ETXTBSY) && ctx.Err() == nil {
		// Somebody who was forked while the file was written holds it open for
		// another moment: go.dev/issue/22315.
		said, err = shown(ctx, file)
	}
	if err != nil {
		return fmt.Errorf("it doesn't start: %w: %s", err, bytes.TrimSpace(said))
	}
	return nil
}

// shown is what a program says of itself.
func shown(ctx context.Context, file string) ([]byte, error) {
	command := exec.CommandContext(ctx, file, "--help")
	command.Dir, command.Env = filepath.Dir(file), []string{}
	return command.CombinedOutput()
}
