// Package functionapp makes a function app out of this repository and tells
// whether one is fit to be deployed. The app's root holds host.json, the
// handler and one folder for each function with its function.json, and nothing
// else: the Functions host looks at the direct children of the root only.
//
//	archive, err := functionapp.Pack(ctx, repository, ".build", os.Stdout)
package functionapp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// The names of what lies in the root beside the functions' folders.
const (
	handlerName  = "handler"
	hostName     = "host.json"
	functionName = "function.json"
)

// Pack builds the repository's handler, makes folder/functionapp and
// folder/functionapp.zip of it, and returns the zip's path. The zip has its
// name only once Check has found it right; an earlier one is gone at once.
// What the compiler says goes to out.
func Pack(ctx context.Context, repository, folder string, out io.Writer) (archive string, err error) {
	app, archive := filepath.Join(folder, "functionapp"), filepath.Join(folder, "functionapp.zip")
	handler, unchecked := filepath.Join(folder, "functionapp.handler"), archive+".unchecked"
	defer func() { err = errors.Join(err, os.RemoveAll(handler), os.RemoveAll(unchecked)) }()
	if err := errors.Join(os.MkdirAll(folder, 0o755), os.RemoveAll(archive)); err != nil {
		return "", err
	}
	if err := Build(ctx, repository, "./handler", handler, out); err != nil {
		return "", err
	}
	if err := Assemble(repository, handler, app); err != nil {
		return "", err
	}
	if err := Zip(app, unchecked); err != nil {
		return "", err
	}
	if err := Check(ctx, unchecked); err != nil {
		return "", fmt.Errorf("%s isn't fit to be deployed:\n%w", app, err)
	}
	return archive, os.Rename(unchecked, archive)
}

// Build builds a command of the repository for the instances on Azure: Linux
// on x86-64, with nothing to be linked when it starts, and the same bytes for
// the same sources wherever they lie. What the compiler says goes to out.
func Build(ctx context.Context, repository, command, to string, out io.Writer) error {
	absolute, err := filepath.Abs(to)
	if err != nil {
		return err
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", absolute, command)
	build.Dir = repository
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64", "GOAMD64=v1")
	build.Stdout, build.Stderr = out, out
	if err := build.Run(); err != nil {
		return fmt.Errorf("go build %s for linux/amd64: %w", command, err)
	}
	return nil
}

// Assemble makes an app's root of a built handler and of the repository's
// host.json and functions. What was in the folder into is gone then, which has
// to be an earlier root, or nothing.
func Assemble(repository, handler, into string) error {
	if err := vacate(into); err != nil {
		return err
	}
	if err := copyFile(handler, filepath.Join(into, handlerName), 0o755); err != nil {
		return err
	}
	if err := copyFile(filepath.Join(repository, hostName), filepath.Join(into, hostName), 0o644); err != nil {
		return err
	}
	found, err := filepath.Glob(filepath.Join(repository, "functions", "*", functionName))
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("%s has no functions", filepath.Join(repository, "functions"))
	}
	for _, file := range found {
		name := filepath.Base(filepath.Dir(file))
		if err := copyFile(file, filepath.Join(into, name, functionName), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// vacate empties an earlier root, and nothing that isn't one.
func vacate(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(folder, hostName)); err != nil {
		return fmt.Errorf("%s is no function app, and I won't delete it: %w", folder, err)
	}
	return os.RemoveAll(folder)
}

func copyFile(from, to string, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if err := errors.Join(err, target.Close()); err != nil {
		return fmt.Errorf("copy %s: %w", from, err)
	}
	return os.Chmod(to, mode) // whatever the umask
}
