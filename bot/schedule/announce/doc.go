// Package announce reads what a message says about the sharing sessions of a
// room. It knows no sessions: which of them is meant, the book finds out.
//
// [Extract] reads one [Message] and gives an [Extraction]: what the message is
// (a list, a single announcement, a move, a cancellation, a call for speakers,
// an event, or nothing), the slots it names, one [Entry] each, and what it does
// to sessions that stand, one [Change] each. [WhyUnclear] says what was not
// understood of a message that seems to announce something.
//
// The route through the package:
//
//   - zh.NewText makes the text uniform rune by rune, undialect writes words of
//     Cantonese as the common language has them.
//   - lex finds handles (scanHandle) and quotations, and with package when days and
//     hours, which that package joins to slots and resolves against the moment the
//     message was sent. What nobody can place has no day, but a problem.
//   - mask puts a mark in the place of each of these (D a day, T an hour, H a
//     mention, Q a quotation, S an amount of time, P a day that is over) and cuts
//     the text into clauses, so that rules see how things are said, not what.
//   - slots.go finds which of the days and hours a message means, topic.go and
//     names.go what it is about and who is named without a mention.
//   - readTable (rows.go, rowparts.go, block.go) and readList read lists.
//   - readProse reads everything else: changes by the rules in changerules.go
//     and replace.go, then announcements by how somebody is presented
//     (presented.go), invited (invite.go) or speaks of an own talk (self.go).
//
// Only what is said outright acts: moodRules find what is asked, hedged,
// conditional, wished, reported or of another group.
//
// A rule set is a table with an example for each rule; a test reads each example
// by its own rule. Reading takes time linear in the text.
package announce
