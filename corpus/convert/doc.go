// Package convert turns exports of chat tools into posts of a site.
//
// An [Input] is a file, or a file in an archive. [Read] finds out its encoding
// and its [Format]; the reader of the format, one of a table, makes a [Message]
// of each thing said, one after the other, so that an export of any size needs
// little memory:
//
//	Inputs → Read: a Batch on the disk → Import → posts
//
// [Import] compares a [Batch] with the posts of a site, day by day: what stands
// there, what is new, what is the same, what may be the same under another
// name. It prepares all posts beside the site's and then puts them in place,
// all or none, and reads them again. [Recover] finishes what a killed process
// began, [Undo] takes the last run back, and [Known] tells at little cost that
// an import was made before. [People] knows who has several names.
//
// A site keeps a receipt of each run in [ReceiptsFile], the keys of its
// messages below _data/imports, so that what was taken out by hand stays out,
// and who has which names in [PeopleFile].
package convert
