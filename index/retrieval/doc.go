// Package retrieval scores every message in scope for a question, and finds the
// best places.
//
// [Open] opens a generation as a [Reader]. [Reader.Query] makes the words, phrases
// and bigrams to look up of a question. A [Lookup] scores by them with BM25, each
// message by itself and with the messages around it (score.go), and by vectors
// (similar.go); [Lookup.Fuse] makes one score of both, [Lookup.Find] the places of it.
//
// What a place shows, and whether it answers, is the matter of package index.
package retrieval
