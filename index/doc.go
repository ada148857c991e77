// Package index finds messages by what was said in them and around them.
//
// [Open] opens the current generation of an index for reading, any number of
// times at once, and verifies its checksums; package generation knows the files.
// Package build brings an index up to date with a site, and a [Live] does both.
//
// [Index.Search] looks the question's terms up in Bleve and scores every
// message with a match by BM25 twice: by its own terms, and by those of the
// window of messages around it, because a chat message is too short to hold
// question and answer. The best places become [Hit] values, each an excerpt of
// one conversation. Nothing here knows of bots, rooms' rights or the network.
package index
