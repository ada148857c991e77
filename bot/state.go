package bot

import (
	"sync"
	"time"
)

const (
	// contextLife is how long a question can be followed up.
	contextLife = 15 * time.Minute

	// answerLife is how long an answer can be marked, quoted and asked about.
	answerLife = 24 * time.Hour

	// mostAnswers is how many answers are kept in memory.
	mostAnswers = 2000
)

// A given is an answer that was given in a chat.
type given struct {
	key      string // of the Outgoing that says it
	chat     Chat
	person   string // key of who asked
	senderID string // of who asked, until the next login
	question string
	answer   Answer
	page     page
	at       time.Time
	sentID   string // "" until it is sent
	gone     bool   // revoked
}

// answers are those that were given lately. It is safe for concurrent use.
type answers struct {
	mu   sync.Mutex
	all  []*given          // in order
	last map[string]*given // by chat and sender: the context of the next question
}

func newAnswers() *answers { return &answers{last: make(map[string]*given)} }

// add notes an answer and makes it the context of what its asker says next.
func (a *answers) add(g *given) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = append(a.all, g)
	a.last[g.chat.ID+"\x00"+g.senderID] = g
	old := 0
	for old < len(a.all) && (len(a.all)-old > mostAnswers || g.at.Sub(a.all[old].at) > answerLife) {
		if key := a.all[old].chat.ID + "\x00" + a.all[old].senderID; a.last[key] == a.all[old] {
			delete(a.last, key)
		}
		old++
	}
	a.all = append([]*given(nil), a.all[old:]...)[:len(a.all)-old]
}

// context returns the last answer to a sender in a chat, nil if there is none
// or it is too long ago.
func (a *answers) context(chatID, senderID string, now time.Time) *given {
	a.mu.Lock()
	defer a.mu.Unlock()
	g := a.last[chatID+"\x00"+senderID]
	if g == nil || now.Sub(g.at) > contextLife {
		return nil
	}
	return g
}

// forget drops the context of a sender.
func (a *answers) forget(chatID, senderID string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.last, chatID+"\x00"+senderID)
}

// find returns the latest answer for which ok is true, nil if there is none.
func (a *answers) find(ok func(*given) bool) *given {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.all) - 1; i >= 0; i-- {
		if !a.all[i].gone && ok(a.all[i]) {
			return a.all[i]
		}
	}
	return nil
}

func (a *answers) bySentID(room, id string) *given {
	return a.find(func(g *given) bool { return g.sentID == id && g.chat.Room == room })
}

func (a *answers) inChat(chatID string) *given {
	return a.find(func(g *given) bool { return g.chat.ID == chatID })
}

// sent notes under which ID the transport knows an answer.
func (a *answers) sent(key, id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.all) - 1; i >= 0; i-- {
		if a.all[i].key == key {
			a.all[i].sentID = id
			return
		}
	}
}

// revoke takes an answer out of all that may be asked about.
func (a *answers) revoke(g *given) {
	a.mu.Lock()
	defer a.mu.Unlock()
	g.gone = true
}
