//go:build !race

package read_test

// raced tells whether the race detector slows everything down.
const raced = false
