// Package build brings an index up to date with a site.
//
// [Builder.Refresh] compares the posts with those that the current generation was
// made of (stamps.go), and makes a new one beside it: by a whole build, or by an
// update that takes over the days that have not changed and of the others the
// messages that stand as they did. The words are swapped in first; the vectors that
// are missing follow if there is an [Encoder], or by [Builder.Complete].
// Where the files are and how they look, package generation knows.
package build
