// Package convert turns exports of chat tools into posts of a site.
//
// An [Input] is a file, or a file in an archive; [Open] finds out its encoding
// and its [Format], and [Source.Messages] yields what was said, one [Message]
// after the other, so that an export of any size needs little memory:
//
//	files → Inputs → Open → Source.Messages → Spool → Plan → Apply
//
// A [Plan] compares the messages with the posts of a site, day by day: what
// stands there, what is new, what is the same, what may be the same under
// another name. [Plan.Apply] writes the posts, all of them or none; [Recover]
// finishes what a killed process began and [Undo] takes the last run back.
// [People] knows who has several names.
package convert
