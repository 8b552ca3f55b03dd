//go:build !linux

package fakehost

import "syscall"

// attributes are the system's own.
func attributes() *syscall.SysProcAttr { return nil }
