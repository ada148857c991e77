// Package generation reads and writes the files of an index.
//
// An index is a folder. It holds generations, each complete in itself, and the
// file CURRENT that names the one to read:
//
//	CURRENT             "g-000002 <checksum of its manifest>"
//	lock                held by whoever builds; readers never wait for it
//	stamps.json         size, time and hash of posts, to save reading them again
//	vectors.partial     vectors of an interrupted run
//	g-000002/
//	    manifest.json   fingerprint, days and their posts, totals, checksums
//	    bleve/          the inverted index: terms of messages, nothing stored
//	    docs.bin        Bleve's document numbers to ordinals
//	    messages.bin    the messages by ordinal: room, day and order in the day
//	    messages.vec    vectors of texts of messages, and
//	    windows.vec     of windows of messages
//	    passages.bin    which message and window has which vector
//
// A builder takes the [Lock], makes a [New] generation beside the old one, fills
// it by [TermsBuilder] or [TermsUpdate], [StoreWriter], [WriteDocs] and
// [PassagesWriter], and swaps it in with [Commit]: one file is renamed. A reader
// asks [ReadCurrent], has [Verify] compare checksums, and opens what it needs by
// [OpenMessages], [OpenTerms] and [OpenVectors].
//
// Nothing here knows what a question is, or reads a site. Only this package uses
// Bleve.
package generation
