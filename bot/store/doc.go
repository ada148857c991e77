// Package store keeps what is not in the chat: what was sent, what was answered
// and what people thought of it, what nobody could answer, who asked to be
// hidden, who runs a room.
//
// [Open] opens one SQLite file, readable by its owner only. Whoever deletes the
// file loses nothing that was said in a room: the transcripts hold that.
// Several processes may have the file open; each waits up to five seconds for
// another's write. All methods are safe for concurrent use. A method that
// returned without an error has written to the disk.
//
// # Sending
//
// [Store.Intend] goes before every sending, with a key that says what it is
// for, such as "reply:<message>:1" or "reminder:<session>:<kind>:<time>". It
// says false to a key that it knows, so nothing is sent twice, not even after a
// crash between sending and [Store.Sent]: such a sending may have arrived, and
// is never sent again. Only one that surely failed may be tried once more.
//
// # People
//
// A person is a key that the caller supplies. What a service calls a person
// until the next login must not get here: the key has to be something that
// stays, or a keyed hash of it, made by the caller. So is a login: a name for
// one sign-in of the account, not its cookie.
//
// # How long things are kept
//
//	wrong claims           1 hour, by themselves
//	claims                 until they expire or are used, by themselves
//	sendings               until Prune; what may have arrived counts as sent as long as it is kept
//	answers                until Prune, unless somebody gave feedback
//	unanswered questions   until Prune, since they were asked last
//	mutes                  until Prune, once they ended
//	messages held          until Release
//	admins                 until EndLogin
//	feedback, hidden people until they are taken back
//
// [Store.Prune] should keep at least the days for which a transport may deliver
// messages again; thirty are plenty.
//
// Times go in in any zone and come out in UTC, to the millisecond; the zero
// time stays the zero time. Every error names the file; see [ErrDamaged],
// [ErrNewer], [ErrForeign], [ErrBusy] and [ErrFull] for those that somebody
// can do something about.
package store
