// Package announce reads what a message says about the sharing sessions of a
// room. It knows no sessions: which of them is meant, the book finds out.
//
// [Extract] reads one [Message] and gives an [Extraction]: what the message is
// (a list, a single announcement, a move, a cancellation, a call for speakers,
// an event, or nothing) and the slots it names, one [Entry] each. [Format]
// prints entries as the group writes its lists; Extract reads them back.
//
// The route through the package: zh.NewText makes the text uniform rune by rune;
// lex finds days (scanDay), clocks (scanClock), handles (scanHandle) and
// quotations in it; slots joins days and clocks that belong together and
// resolves them against the day the message was sent. Then rows are cut where
// the next slot begins (list.go), or, if there are none, the sentences are
// judged by their verbs (changes.go, move.go, invite.go, self.go, supplement.go).
//
// Reading takes time linear in the text.
package announce
