package fakehost_test

import "os"

// alive tells whether a process of ours runs.
func alive(pid int) bool {
	_, err := os.FindProcess(pid)
	return err == nil
}
