package functionapp

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Zip writes an app's root into a zip, host.json at its top. Only names and
// contents decide the bytes: files stand in the order of their names, dated
// 1980, the handler with the right to be executed and all else without. The
// host gives that right itself on some plans only, and a zip made on Windows
// has none.
func Zip(folder, to string) error {
	root := os.DirFS(folder)
	var names []string
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read %s: %w", folder, err)
	}
	slices.Sort(names)
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	archive := zip.NewWriter(file)
	for _, name := range names {
		if err = add(archive, root, name); err != nil {
			break
		}
	}
	if err := errors.Join(err, archive.Close(), file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	return nil
}

func add(archive *zip.Writer, root fs.FS, name string) error {
	header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	header.SetMode(0o644)
	if name == handlerName {
		header.SetMode(0o755)
	}
	source, err := root.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return err
}

// Summary is what there is to say of a zip.
type Summary struct {
	Bytes     int64
	SHA256    string // in hex
	Handler   int64  // bytes, unpacked
	Functions []string
}

// String says it in two lines.
func (s Summary) String() string {
	const mebi = 1 << 20
	return fmt.Sprintf("%.1f MiB (%d bytes), sha256 %s\nhandler %.1f MiB unpacked, %d functions: %s",
		float64(s.Bytes)/mebi, s.Bytes, s.SHA256, float64(s.Handler)/mebi, len(s.Functions), strings.Join(s.Functions, ", "))
}

// Summarize reads a zip.
func Summarize(file string) (Summary, error) {
	var s Summary
	text, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return s, err
	}
	s.Bytes, s.SHA256 = int64(len(text)), fmt.Sprintf("%x", sha256.Sum256(text))
	archive, err := zip.OpenReader(file)
	if err != nil {
		return s, fmt.Errorf("read %s: %w", file, err)
	}
	defer func() { _ = archive.Close() }()
	for _, entry := range archive.File {
		if entry.Name == handlerName {
			s.Handler = int64(entry.UncompressedSize64)
		}
		if path.Base(entry.Name) == functionName {
			s.Functions = append(s.Functions, path.Dir(entry.Name))
		}
	}
	return s, nil
}
