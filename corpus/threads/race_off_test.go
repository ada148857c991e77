//go:build !race

package threads

const raced = false
