// Package schedule keeps who shares what on which evening, as a room's chat has
// it.
//
// A [Book] is made by [Replay] from transcripts. It keeps what each day says:
// what its messages announce (package announce) and its long monologues
// (talk.go). The sessions follow from that by going through the days in order
// (ledger.go, session.go) and tying the monologues to the plans (heard.go), so
// that a day applied twice, or grown since, changes nothing it should not.
//
// [Asks] knows a question about sessions from one that only names a day, by the
// rules in asks.go; [Book.Answer] answers it.
//
// Nothing here uses the network.
package schedule
