// Package bot answers questions with what the group has said, and takes part in
// its rooms.
//
// [Bot.Ask] takes a question and gives an [Answer]: an [index.Verdict], up to three
// passages of verbatim citations, and the reply as the group reads it. It
// finds through a [Searcher], which [index.Index] is; what is about the sharing
// sessions it asks a [Scheduler].
//
// [Bot.Handle] takes an [Incoming] message and returns what there is to say to
// it. Whoever does not speak to the bot hears nothing, but for an admin who
// announces something: one line says what was understood. What was said is in
// the archive first: the schedule follows from that alone.
//
// Who somebody is, is known by what they cannot choose: a remark name that the
// account's owner gave, or a code that they were given. Names that others bear
// are marked in the archive, so that a replay knows it, too.
//
// What is said is in package say. Package service runs a bot at a [Transport].
// Nothing here knows a messenger, a terminal or files; see packages wechat and
// console.
package bot
