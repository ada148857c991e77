package bot

import (
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"qunwen/bot/say"
)

const (
	// contextLife is how long a question can be followed up.
	contextLife = 15 * time.Minute

	// answerLife is how long an answer can be marked, quoted and asked about.
	answerLife = 24 * time.Hour

	// mostAnswers is how many replies are kept in memory.
	mostAnswers = 2000
)

// A reply is one that was given in a chat. What is in a field of its own
// type is not changed afterwards; sentIDs, sentAt and gone are the keeper's.
type reply struct {
	key      string // of the Outgoing that says it
	chat     Chat
	person   string // key of who asked
	senderID string // of who asked, until the next login
	text     string
	at       time.Time

	about *finding // nil if it is no answer

	sentIDs []string  // of its messages; empty until they are sent
	sentAt  time.Time // zero until then
	gone    bool      // revoked
}

// A finding is what an answer is made of. Whoever changes it makes another.
type finding struct {
	source   string   // key of the reply that first gave it
	asked    Question // with what it leaned on
	answer   Answer
	page     say.Page // as it was shown last
	several  bool     // the page answers several questions, one by one
	open     []string // those of them that nobody has answered
	hiding   []string // who was hidden then
	removals int64    // how many messages had been taken back then
}

// answers are the replies that were given lately. It is safe for concurrent
// use.
type answers struct {
	mu   sync.Mutex
	all  []*reply          // in order
	last map[string]*reply // by chat and sender: the context of the next question
}

func newAnswers() *answers { return &answers{last: make(map[string]*reply)} }

func contextKey(chatID, senderID string) string { return chatID + "\x00" + senderID }

// add notes a reply. An answer becomes the context of what its asker says next.
func (a *answers) add(g *reply) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = append(a.all, g)
	if g.about != nil {
		a.last[contextKey(g.chat.ID, g.senderID)] = g
	}
	old := 0
	for old < len(a.all) && (len(a.all)-old > mostAnswers || g.at.Sub(a.all[old].at) > answerLife) {
		if key := contextKey(a.all[old].chat.ID, a.all[old].senderID); a.last[key] == a.all[old] {
			delete(a.last, key)
		}
		old++
	}
	if old > 0 {
		a.all = slices.Clone(a.all[old:])
	}
}

// context returns the last answer to a sender in a chat, nil if there is none
// or it is too long ago.
func (a *answers) context(chatID, senderID string, now time.Time) *reply {
	a.mu.Lock()
	defer a.mu.Unlock()
	g := a.last[contextKey(chatID, senderID)]
	if g == nil || g.gone || now.Sub(g.at) > contextLife {
		return nil
	}
	return g
}

// saidAt returns when a reply was sent, or made if it is not sent yet.
func (a *answers) saidAt(g *reply) time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	if g.sentAt.IsZero() {
		return g.at
	}
	return g.sentAt
}

// isUnsent reports whether the reply with that key waits to be sent.
func (a *answers) isUnsent(key string) bool {
	return a.find(func(g *reply) bool { return g.key == key && g.sentAt.IsZero() }) != nil
}

// forget drops the context of a sender.
func (a *answers) forget(chatID, senderID string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.last, contextKey(chatID, senderID))
}

// find returns the latest reply for which ok is true, nil if there is none.
func (a *answers) find(ok func(*reply) bool) *reply {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.all) - 1; i >= 0; i-- {
		if !a.all[i].gone && ok(a.all[i]) {
			return a.all[i]
		}
	}
	return nil
}

// bySentID returns the reply that the transport knows by that ID in a chat.
func (a *answers) bySentID(chat *Chat, id string) *reply {
	return a.find(func(g *reply) bool {
		return slices.Contains(g.sentIDs, id) && g.chat.Key() == chat.Key()
	})
}

// inChat returns the last answer in a chat.
func (a *answers) inChat(chat *Chat) *reply {
	return a.find(func(g *reply) bool { return g.about != nil && g.chat.Key() == chat.Key() })
}

// sent notes under which ID the transport knows a message of a reply.
func (a *answers) sent(key, id string, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.all) - 1; i >= 0; i-- {
		if g := a.all[i]; g.key == key {
			g.sentAt = at
			if id != "" {
				g.sentIDs = append(g.sentIDs, id)
			}
			return
		}
	}
}

// revoke takes a reply out of all that may be asked about. ok is false if it
// was sent too long ago for the service to take it back.
func (a *answers) revoke(g *reply, now time.Time) (ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if g.gone || !g.sentAt.IsZero() && now.Sub(g.sentAt) > RevokeTime || g.sentAt.IsZero() && now.Sub(g.at) > RevokeTime {
		return false
	}
	g.gone = true
	return true
}

// sameQuestion reports whether two wordings differ in case, blanks and marks
// only.
func sameQuestion(a, b string) bool { return wording(a) == wording(b) }

func wording(q string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) && r != '+' {
			return -1
		}
		return unicode.ToLower(r)
	}, q)
}

// RevokeTime is how long the service lets a message be taken back.
const RevokeTime = 2 * time.Minute
