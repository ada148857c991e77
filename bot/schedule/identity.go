package schedule

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"qunwen/bot/schedule/announce"
)

// add makes the session that an entry of note n plans and puts it in the
// ledger. Every session of a ledger is made here. It has no field but its
// identity, which follows from the message and the place of the entry in it
// alone: whatever changes the session later, the ID stays. A session announced
// anew after its announcement was taken back is the same one.
func (l *ledger) add(n *note, e announce.Entry) *Session {
	f, known := l.former[slot{e.Date, e.Speaker}]
	if !known || l.ids[f.id] {
		f = former{l.newID(n.id, strconv.Itoa(n.row)), n.at}
	}
	l.ids[f.id] = true
	s := &Session{
		ID: f.id, Room: l.room, Sources: make(map[string][]string), rank: make(map[string]int),
		history: &history{made: f.made, maker: n.id, slot: slot{e.Date, e.Speaker}, changes: append(make([]change, 0, 4), l.past[f.id]...)},
	}
	l.sessions = append(l.sessions, s)
	return s
}

// newID derives an ID, 24 hexadecimal digits, that no session of the ledger has
// yet, from the room and the parts.
func (l *ledger) newID(parts ...string) string {
	text := append(make([]byte, 0, 128), l.room...)
	for _, p := range parts {
		text = append(append(text, 0), p...)
	}
	for {
		sum := sha256.Sum256(text)
		if id := hex.EncodeToString(sum[:12]); !l.ids[id] {
			return id
		}
		text = append(text, 0) // a second one of the same origin
	}
}

// note returns the correction as the message that would say so. Its ID is that
// of no message, but stays what it is.
func (c *Correction) note() *note {
	return &note{id: "by-hand/" + c.Date + "/" + cmp.Or(c.Who, c.Speaker), at: c.At}
}
