package bot

import (
	"time"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/index"
)

// A Question is what somebody wants to know.
type Question struct {
	Text    string
	AskedAt time.Time // nothing said later is used; zero means everything is
	Rooms   []string  // where to look; empty means everywhere
	Room    string    // in which it is asked; "" outside of rooms
	Asker   string    // as the archive names people; "" if unknown
	Message string    // ID of the message that asks: it is never quoted; "" if it is none of the site's
	Without []string  // days that are not used, as room/YYYY-MM-DD

	// Everywhere looks into private rooms, too: for those who have the site itself.
	Everywhere bool

	focus string   // what of it the asker wants to know, beyond the question before; "" means all of it
	more  int      // how often in a row more was asked of the same; 0 if this does not
	shown []string // IDs of messages that the answer before has shown: they are not shown again
}

// An Answer is what the group said about a question. Its JSON form is the one
// that `qunwen ask --json` prints.
type Answer struct {
	Verdict    index.Verdict      `json:"verdict"`
	Confidence float64            `json:"confidence"`        // 0 to 1: that the group has answered it
	TookMS     float64            `json:"took_ms"`           // milliseconds
	Text       string             `json:"text"`              // the reply, plain Chinese, lines separated by \n
	Sessions   []schedule.Session `json:"sessions,omitzero"` // of a question about the schedule; nil of any other

	Passages []say.Passage `json:"passages"` // best first, at most 3; with none the nearest there is
}
