// Package index finds messages by what was said in them and around them.
//
// [Open] opens the current generation of an index for reading, any number of
// times at once, and verifies its checksums; package generation knows the files.
// Package build brings an index up to date with a site, and a [Live] does both.
//
// [Index.Search] finds out whose words and which time are meant (person.go,
// address.go, scope.go), has package retrieval score all messages and find the
// best places, weighs the lines around each (lines.go) and the places by what they
// would show (placefeatures.go), and gives a verdict (rank.go). The best places
// become [Hit] values, each an excerpt of one conversation. Nothing here knows of
// bots, rooms' rights or the network.
package index
