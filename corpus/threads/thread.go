// Package threads divides transcripts into conversations: which messages belong
// together, who asked, and who answered.
package threads

import "qunwen/corpus"

// A Thread is the messages of one conversation in one room. Others may have
// been written between them.
type Thread struct {
	id       string            // ID of its first message
	headline string            // what is asked, or how it starts, in the words of one message; "" if none has any
	Messages []*corpus.Message // of the transcripts, in their order, without copies; at least one
	Session  bool              // a sharing session: people sign in, or one speaker talks at length
	question int               // index of the message that asks; -1 if none does
	answers  []int             // indices of the messages that answer it, rising; nil if none does

	persons corpus.Namer // of the transcript
}

// asker returns who asked the thread's question, "" if none was asked.
func (t *Thread) asker() string {
	if t.question < 0 {
		return ""
	}
	return t.Messages[t.question].Speaker
}
