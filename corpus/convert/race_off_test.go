//go:build !race

package convert

const raced = false
