//go:build race

package build_test

// raced says that the race detector is on: what runs in one goroutine and takes
// long is left to the run without it.
const raced = true
