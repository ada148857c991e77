package bot

import (
	"sync"
	"time"
)

const (
	noteLife  = 48 * time.Hour
	mostNotes = 5 // in a room; the oldest go
)

// adminNotes are what only the admins of a room are told, and where one of them
// can be reached. It is safe for concurrent use.
type adminNotes struct {
	mu    sync.Mutex
	notes map[string][]adminNote // by room
	login string
	chats map[string]Outgoing // by room: to whom of them a message can go during this login
}

type adminNote struct {
	text string
	at   time.Time
}

func newAdminNotes() *adminNotes {
	return &adminNotes{notes: make(map[string][]adminNote), chats: make(map[string]Outgoing)}
}

// met notes an admin who spoke in a room. The account cannot write to itself.
func (a *adminNotes) met(in *Incoming) {
	if in.Sender.Self || in.Sender.ID == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.login != in.Login {
		a.login = in.Login
		clear(a.chats)
	}
	a.chats[in.Chat.Room] = Outgoing{Chat: Chat{ID: in.Sender.ID, Direct: true}, Person: in.Sender.person()}
}

// tell keeps a text for when an admin asks for the state. If one is known who
// can be written to, out is the message to them, yet without key and purpose.
func (a *adminNotes) tell(room, text string, now time.Time) (out Outgoing, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := append(a.notes[room], adminNote{text, now})
	a.notes[room] = all[max(0, len(all)-mostNotes):]
	out, ok = a.chats[room]
	out.Text = text
	return out, ok
}

// latest returns what there is to tell.
func (a *adminNotes) latest(room string, now time.Time) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var texts []string
	for _, n := range a.notes[room] {
		if now.Sub(n.at) <= noteLife {
			texts = append(texts, n.text)
		}
	}
	return texts
}
