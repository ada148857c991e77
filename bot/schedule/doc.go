// Package schedule reads who shares what on which evening out of a room's chat.
//
// [Extract] reads one [Message] and gives an [Extraction]: what the message is
// (a list, a single announcement, a move, a cancellation, a call for speakers,
// an event, or nothing) and the slots it names, one [Entry] each. [Format]
// prints entries as the group writes its lists; Extract reads them back.
//
// The route through the package: fold makes the text uniform rune by rune; lex
// finds days (scanDay), clocks (scanClock), handles (scanHandle) and quotations
// in it; slots joins days and clocks that belong together and resolves them
// against the day the message was sent. Then rows are cut where the next slot
// begins (list.go), or, if there are none, the sentences are judged by their
// verbs (changes.go, move.go, invite.go, self.go, supplement.go).
//
// A [Book] is made by [Replay] from transcripts. It keeps what each day says:
// the extractions of its messages and its long monologues (talk.go). The
// sessions follow from that by going through the days in order (ledger.go,
// session.go) and tying the monologues to the plans (heard.go), so that a day
// applied twice, or grown since, changes nothing it should not.
//
// [Asks] knows a question about sessions from one that only names a day, by the
// rules in asks.go; [Book.Answer] answers it.
//
// Reading takes time linear in the text. Nothing here uses the network.
package schedule
