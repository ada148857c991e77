// Package convert reads the exports of chat tools.
//
// An [Input] is a file, or a file in an archive. [Read] finds out its encoding
// and its [Format]; the reader of the format, one of a table, makes a [Message]
// of each thing said, one after the other, so that an export of any size needs
// little memory: a [Batch] keeps the messages of all files on the disk, by days.
// [Hashes] tells at little cost which files those are. Package site merges a batch
// into posts.
package convert
