// Package sample holds a small invented site, by which the program shows what
// it does when no site is given, and on which it is tested.
//
// Three rooms, 27 posts, 638 messages of March and April 2023. Nobody in it
// exists; it has the irregularities of real posts on purpose.
package sample

import (
	"embed"
	"io/fs"
)

//go:embed all:site
var files embed.FS

// Site returns the root of the sample site.
func Site() fs.FS {
	site, err := fs.Sub(files, "site")
	if err != nil {
		panic(err) // Unreachable: the name is valid.
	}
	return site
}
