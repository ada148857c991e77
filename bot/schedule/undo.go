package schedule

import (
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
)

// UndoTime is how long an announcement can be taken back by its sender saying
// 撤销 to the bot.
const UndoTime = 30 * time.Minute

const (
	undoWord = "撤销"

	undo announce.Kind = "undo" // takes back the sender's last announcement
)

// isUndo reports whether an order takes back the last announcement, however it
// ends.
func isUndo(order string) bool { return strings.TrimRight(order, "。.!！~～?？ ") == undoWord }

// undone returns the IDs of the notes of a day that their senders took back by
// the time now.
func (l *ledger) undone(notes []note, now time.Time) map[string]bool {
	var gone map[string]bool
	for i := range notes {
		n := &notes[i]
		if n.x.Kind != undo || n.at.After(now) {
			continue
		}
		for j := i - 1; j >= 0 && n.at.Sub(notes[j].at) <= UndoTime; j-- {
			if o := &notes[j]; o.speaker == n.speaker && o.x.Kind != undo && !gone[o.id] && l.rank(*o) >= 0 {
				if gone == nil {
					gone = make(map[string]bool)
				}
				gone[o.id] = true
				break
			}
		}
	}
	return gone
}
