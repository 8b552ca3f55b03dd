//go:build unix

package fakehost_test

import "syscall"

// alive tells whether a process of ours runs.
func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }
