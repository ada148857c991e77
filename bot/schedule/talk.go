package schedule

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/corpus/zh"
)

// A talk is a long monologue of one speaker.
type talk struct {
	speaker     string
	first, last string // message IDs
	from, to    time.Time
	messages    int
	chars       int
	share       float64 // of the characters written between first and last
	opened      bool    // the speaker says that a talk begins or ends
	thanked     bool    // others thank or clap right behind it
	signIn      bool    // others signed in before it
}

const (
	// talkPause is the longest silence of a speaker within a talk.
	talkPause = 12 * time.Minute

	// pictureChars is what a slide counts for.
	pictureChars = 30

	minTalkMessages = 5
	minTalkChars    = 140
	minTalkShare    = 0.5
)

// weight is how much talk pours out of a message, in characters.
func weight(m *corpus.Message) int {
	switch m.Kind {
	case corpus.Image:
		return pictureChars
	case corpus.Text, corpus.Quote:
		return utf8.RuneCountInString(m.Text)
	}
	return 0
}

// findTalks finds the monologues of a day, those with the most talk first. No
// two of them overlap. Programs give none, however much they answer.
func findTalks(tr *corpus.Transcript, bots []string) []talk {
	var said []*corpus.Message // without second copies
	bySpeaker := make(map[string][]int)
	for i := range tr.Messages {
		m := &tr.Messages[i]
		if m.CopyOf != "" || weight(m) == 0 || slices.Contains(bots, m.Speaker) {
			continue
		}
		bySpeaker[m.Speaker] = append(bySpeaker[m.Speaker], len(said))
		said = append(said, m)
	}
	before := make([]int, len(said)+1) // characters up to a message
	for i, m := range said {
		before[i+1] = before[i] + weight(m)
	}
	var all []talk
	for speaker, places := range bySpeaker {
		for from := 0; from < len(places); {
			to := from
			for to+1 < len(places) && said[places[to+1]].Time.Sub(said[places[to]].Time) <= talkPause {
				to++
			}
			if t, ok := monologue(speaker, said, before, places[from:to+1]); ok {
				all = append(all, t)
			}
			from = to + 1
		}
	}
	slices.SortFunc(all, func(a, b talk) int {
		if a.chars != b.chars {
			return b.chars - a.chars
		}
		return strings.Compare(a.first, b.first)
	})
	var kept []talk
	for _, t := range all {
		if !slices.ContainsFunc(kept, func(k talk) bool { return t.from.Before(k.to) && k.from.Before(t.to) }) {
			t.speaker = strings.Clone(t.speaker) // not the whole post
			kept = append(kept, t)
		}
	}
	return kept
}

// monologue judges the run of messages at places. Chat before and questions
// behind are cut off as long as others say more there.
func monologue(speaker string, said []*corpus.Message, before []int, places []int) (talk, bool) {
	own := make([]int, len(places)+1)
	for i, p := range places {
		own[i+1] = own[i] + before[p+1] - before[p]
	}
	// The part of the run with the most characters of its own over those of others.
	best, bi, bj := 0, 0, -1
	lead, li := 0, 0
	for j, p := range places {
		if j > 0 {
			others := before[p] - before[places[j-1]+1]
			if lead -= others; lead < 0 {
				lead, li = 0, j
			}
		}
		lead += before[p+1] - before[p]
		if lead > best {
			best, bi, bj = lead, li, j
		}
	}
	if bj < 0 {
		return talk{}, false
	}
	first, last := places[bi], places[bj]
	t := talk{
		speaker: speaker, first: said[first].ID, last: said[last].ID, from: said[first].Time, to: said[last].Time,
		messages: bj - bi + 1, chars: own[bj+1] - own[bi],
	}
	t.share = float64(t.chars) / float64(max(1, before[last+1]-before[first]))
	if t.messages < minTalkMessages || t.chars < minTalkChars || t.share < minTalkShare {
		return talk{}, false
	}
	t.judge(said, first, last, places)
	return t, true
}

// Words that are said in a talk, behind one and before one.
var (
	opensTalk = zh.NewWords("今天分享", "今天的分享", "今天我分享", "我的分享", "今天就分享", "分享到这", "分享就到", "今晚的分享", "跟大家分享", "给大家分享", "和大家分享", "分享的主题", "分享的内容", "分享完", "今天的主题", "今天我要分享", "今天讲", "讲到这", "以上是")
	thanksFor = zh.NewWords("谢谢", "感谢", "[鼓掌]", "[强]", "[玫瑰]", "干货", "辛苦", "精彩")
	signsIn   = zh.NewWords("签到", "欢迎", "开始分享", "[OK]")
)

// judge looks for the signs of a session around the messages first to last.
func (t *talk) judge(said []*corpus.Message, first, last int, places []int) {
	for _, p := range places {
		if opensTalk.In(said[p].Text) {
			t.opened = true
			break
		}
	}
	thanks := 0
	for i := last + 1; i < len(said) && i < last+30 && said[i].Time.Sub(t.to) < 15*time.Minute; i++ {
		if said[i].Speaker != t.speaker && thanksFor.In(said[i].Raw) {
			thanks++
		}
	}
	t.thanked = thanks >= 2
	for i := first - 1; i >= 0 && t.from.Sub(said[i].Time) < 40*time.Minute; i-- {
		if signsIn.In(said[i].Raw) && said[i].Speaker != t.speaker {
			t.signIn = true
			break
		}
	}
}
