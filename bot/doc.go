// Package bot answers questions with what the group has said, and takes part in
// its rooms.
//
// [Bot.Ask] takes a question and gives an [Answer]: a [Verdict], up to three
// passages of verbatim citations, and the reply as the group reads it. It
// finds through a [Searcher], which [index.Index] is; what is about the sharing
// sessions it asks a [Scheduler].
//
// [Bot.Handle] takes an [Incoming] message and returns what there is to say to
// it. Whoever does not speak to the bot hears nothing, but for an admin who
// announces something: one line says what was understood. What was said is in
// the archive first: the schedule follows from that alone.
//
// A [Service] runs a bot at a [Transport]. It keeps messages that the archive
// does not take yet, looks at chats side by side, and does what is due by the
// clock: reminders, questions that had to wait for the end of a session, news
// for those whose question has an answer now. What is to be said goes through
// an [Outbox], which sends one message at a time, at its [Pace], and none
// twice.
//
// Who somebody is, is known by what they cannot choose: a remark name that the
// account's owner gave, or a code that they were given. Names that others bear
// are marked in the archive, so that a replay knows it, too.
//
// Nothing here knows a service, a terminal or files; see packages wechat and
// console.
package bot
