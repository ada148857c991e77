// Package zh is Chinese text as all packages read it: made uniform rune by rune,
// with the numerals in it.
package zh
