package threads

import (
	"qunwen/corpus/zh"
	"unicode/utf8"
)

const (
	// minSignIns are so many that a thread of mostly these is people arriving.
	minSignIns = 5

	// A talk is a thread in which one speaker has at least minTalk messages
	// with more than talkShare of all words.
	minTalk   = 20
	talkShare = 0.75

	// maxAsked is how many questions may be the thread's: the one with most
	// answers is, and the first of those.
	maxAsked = 8

	// answerReach is how many messages behind the question one may answer it
	// without saying so.
	answerReach = 20
)

// describe fills in what follows from the messages.
func (t *Thread) describe() {
	t.id = t.Messages[0].ID
	t.Session = t.isSession()
	t.question, t.answers = -1, nil
	r := roll{persons: t.persons}
	us := make([]utterance, len(t.Messages))
	first := -1
	var asked []int
	for i, m := range t.Messages {
		text := m.Unaddressed()
		n := letters(text)
		us[i] = utterance{m: m, who: r.number(m.Speaker), short: n <= maxShort, question: n > maxAskless && zh.Asks(text)}
		for _, name := range m.Mentions {
			if at := r.addressed(name, us[:i]); at >= 0 {
				us[i].ties = append(us[i].ties, at)
			}
		}
		if us[i].question && len(asked) < maxAsked {
			asked = append(asked, i)
		}
		if !us[i].short && first < 0 {
			first = i
		}
	}
	for _, q := range asked {
		if found := answers(us, q); t.question < 0 || len(found) > len(t.answers) {
			t.question, t.answers = q, found
		}
	}
	if t.question >= 0 && !t.Session {
		first = t.question
	}
	t.headline = t.title(first)
}

// answers returns which utterances answer the one at q: those of others that
// name its speaker, and those soon after it that name nobody else, until
// somebody else asks.
func answers(us []utterance, q int) []int {
	var found []int
	open := true
	for i := q + 1; i < len(us); i++ {
		u := &us[i]
		if u.who == us[q].who {
			continue
		}
		switch named := u.tiedTo(q); {
		case u.question && !named:
			open = false
		case named, open && len(u.ties) == 0 && !u.short && i-q <= answerReach:
			found = append(found, i)
		}
	}
	return found
}

// title returns the title by the message at first, or by the first with words
// if that is -1.
func (t *Thread) title(first int) string {
	if first >= 0 {
		return title(t.Messages[first].Unaddressed())
	}
	for _, m := range t.Messages {
		if s := title(m.Unaddressed()); s != "" {
			return s
		}
	}
	return ""
}

func (t *Thread) isSession() bool {
	signIns, all := 0, 0
	said := make(map[string][2]int) // messages and characters of each speaker
	talk := [2]int{}
	for _, m := range t.Messages {
		if isSignIn(m.Text) {
			signIns++
			continue
		}
		n := utf8.RuneCountInString(m.Text)
		all += n
		who := t.persons.Name(m.Speaker)
		s := said[who]
		s[0]++
		s[1] += n
		said[who] = s
		if s[1] > talk[1] {
			talk = s
		}
	}
	return signIns >= minSignIns && 2*signIns > len(t.Messages) ||
		talk[0] >= minTalk && float64(talk[1]) > talkShare*float64(all)
}
