//go:build !race

package dense

const raced = false
