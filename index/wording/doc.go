// Package wording reads single texts: what a message or a question asks, gives or
// leaves out by the words it is made of.
//
// [OnlyAsks], [Wants], [Gives], [Marks] and [SaysNothing] tell sorts of
// texts by patterns; each table has an example of its rows. [Gist] shortens a
// question and [Quote] a message. [Meaning] and [Windows] make the texts that the
// encoder is given. Nothing here knows an index or what stands around a text.
package wording
