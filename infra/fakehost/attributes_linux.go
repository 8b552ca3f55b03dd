package fakehost

import "syscall"

// attributes make the handler end with the test that started it, even where
// that was killed.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
