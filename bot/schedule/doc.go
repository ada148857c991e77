// Package schedule keeps who shares what on which evening, as a room's chat has
// it.
//
// A [Book] keeps what each day says: what its messages announce (package announce)
// and its long monologues (talk.go). The sessions follow from that by going through the days in order
// (intake.go, ledger.go) and tying the monologues to the plans (heard.go), so
// that a day applied twice, or grown since, changes nothing it should not.
//
// A message may change a session that stands (change.go). Which one, the words
// say by day, hour, name, topic or place in the evening (meant.go, mention.go).
// Where none fits, or several do, nothing changes; [Book.Outcome] tells what came
// of a message, and among which sessions it did not choose.
//
// [Asks] knows a question about sessions from one that only names a day, by the
// rules in asks.go; one that only names a session is known by the book
// (asknames.go). [Book.Answer] answers both: wants.go says what a question wants,
// answering_choose.go which sessions answer it, answering_lead.go and
// answering_write.go in which words.
//
// Nothing here uses the network.
package schedule
