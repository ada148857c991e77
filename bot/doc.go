// Package bot answers questions with what the group has said.
//
// [Bot.Ask] takes a question and gives an [Answer]: a [Verdict], up to three
// passages of verbatim citations, and the reply as the group reads it. It
// finds through a [Searcher], which [index.Index] is, and knows no transport,
// no terminal and no files.
package bot
