// Package index finds messages by what was said in them and around them.
//
// An index is a folder. It holds generations, each complete in itself, and the
// file CURRENT that names the one to read:
//
//	CURRENT            "g-000002 <checksum of its manifest>"
//	lock               held by whoever builds; readers never wait for it
//	stamps.json        size, time and hash of posts, to save reading them again
//	g-000002/
//	    manifest.json  fingerprint, days and their posts, totals, checksums
//	    bleve/         the inverted index: terms of messages, nothing stored
//	    messages.bin   the messages by ordinal: room, day and order in the day
//	    docs.bin       Bleve's document numbers to ordinals
//
// [Refresh] brings the folder up to date with a site, by a whole build or by
// the days that changed; either makes a new generation beside the old one and
// swaps it in by renaming one file. [Open] opens the current generation for
// reading, any number of times at once, and verifies its checksums.
//
// [Index.Search] looks the question's terms up in Bleve and scores every
// message with a match by BM25 twice: by its own terms, and by those of the
// window of messages around it, because a chat message is too short to hold
// question and answer. The best places become [Hit] values, each an excerpt of
// one conversation. Nothing here knows of bots, rooms' rights or the network.
package index
