package index

import (
	"time"

	"qunwen/corpus"
)

// A Verdict says how much the group has said about a question.
type Verdict string

// The verdicts.
const (
	Answer Verdict = "answer" // the group has answered this
	Leads  Verdict = "leads"  // related talk, nothing that settles it
	None   Verdict = "none"   // the group has not talked about it
)

// A Result is what a search found.
type Result struct {
	Words      int      // words of the question that were looked up; 0 if it has none
	Hits       []Hit    // best first, each from another conversation; the nearest there is, whatever the verdict
	Verdict    Verdict  // None if there is no hit
	Confidence float64  // that the group has answered it, 0 to 1
	Unknown    []string // words of the question that nobody in scope has used, nor a synonym, as they were asked
	Missing    []string // words of the question that the best hit's surroundings lack, Unknown ones too
	Talk       bool     // it asks nothing that an archive could answer; there are no hits then
	Person     Person   // whom a form of address in the question was taken for

	Sounds []Suggestion // what may have been meant by words that nobody in scope has used; a few, also without a hit
}

// A Hit is a place where the question was talked of.
type Hit struct {
	Score    float64      // comparable within one search only
	Coverage float64      // share of what was asked that was said there, weighted by rarity; 0 to 1
	Window   float64      // similarity of the question to the best window there; 0 without vectors
	Message  float64      // and to the most similar message there; 0 without vectors
	Room     string       // folder name
	ThreadID string       // ID of the first message of the conversation
	Title    string       // the message that opened the subject, as it was said; may be ""
	Messages []HitMessage // the excerpt: the one that answers first, the others in the order they were said; at least one
}

// A HitMessage is a message of an excerpt.
type HitMessage struct {
	ID      string
	Time    time.Time
	Line    int // in its post
	Speaker string
	Quote   string // verbatim; a long message is cut, marked …; of an image its Markdown
	Kind    corpus.Kind
	Value   float64 // how much speaks for showing it, comparable within one search only
}

// A sight is a place as it is shown.
type sight struct {
	Hit
	middle     int     // ordinal
	chosen     []int   // the ordinals of its lines, in the order they were said
	focused    float64 // share of the focus that one of its lines says
	unanswered bool    // it shows the question once more, and nothing that was said to it
	features   [placeFeatures]float64
}
