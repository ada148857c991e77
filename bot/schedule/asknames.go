package schedule

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/corpus/zh"
)

const (
	// longestNaming is how long a question may be that is about sessions only
	// because it names one, in characters.
	longestNaming = 30

	// topicNamed is how many characters of a topic name it, topicHinted how many
	// do in a question that speaks of a talk.
	topicNamed, topicHinted = 3, 2

	// recent is how long after its day a session is spoken of without a word of
	// sharing, in days.
	recent = 7
)

// titles end a form of address; the surname stands before them.
var titles = []string{"总", "老师", "大神", "经理", "大佬", "先生", "女士", "工", "博士"}

// titleForm finds a form of address.
var titleForm = regexp.MustCompile(`[老小]\p{Han}|\p{Han}(总|哥|姐|工|老师|大神|经理|大佬|先生|女士|博士)`)

// named says how surely the question names the speaker of a session: by a part
// of a handle, or as 龚老师, 田总, 冬哥, 老王; 0 if it does not.
func (q *question) named(s *Session) float64 {
	best := 0.0
	for _, handle := range []string{q.name(s.Speaker), s.AnnouncedAs} {
		for i, part := range newPerson(handle).parts {
			n := utf8.RuneCountInString(part)
			if n >= 2 && !isCommon(part) && strings.Contains(q.text, part) {
				best = max(best, 2)
			}
			if i == 0 && n >= 2 && n <= 4 && (q.titled(part) || q.byGivenName(part)) {
				best = max(best, 1.5)
			}
		}
	}
	if s.Speaker == corpus.OwnerName && strings.Contains(q.text, ownerTitle) {
		best = 2
	}
	return best
}

// byGivenName reports whether the question names somebody without the surname.
func (q *question) byGivenName(name string) bool {
	given := givenName(name)
	return given != "" && strings.Contains(q.text, given)
}

// titled reports whether the question names somebody by one character of the
// name and a title: the surname, or with 哥 and 姐 any.
func (q *question) titled(name string) bool {
	runes := []rune(q.text)
	surname, _ := utf8.DecodeRuneInString(name)
	for i := 1; i < len(runes); i++ {
		if !unicode.Is(unicode.Han, runes[i-1]) {
			continue
		}
		if runes[i-1] == surname {
			if n, _ := zh.OneOfAt(runes, i, titles); n > 0 {
				return true
			}
		}
		switch {
		case (runes[i] == '哥' || runes[i] == '姐') && strings.ContainsRune(name, runes[i-1]),
			(runes[i-1] == '老' || runes[i-1] == '小') && runes[i] == surname && !strings.Contains(q.text, "老师"):
			return true
		}
	}
	return false
}

// name is how a speaker is shown: the archive calls the owner of the account 我,
// whoever reads.
func (q *question) name(speaker string) string {
	if speaker == corpus.OwnerName {
		return cmp.Or(q.owner, ownerTitle)
	}
	return speaker
}

// own reports whether a session is the asker's.
func (q *question) own(s *Session, same func(a, b string) bool) bool {
	return q.asker != "" && s.Speaker != "" && (same(q.asker, s.Speaker) || s.AnnouncedAs != "" && same(q.asker, s.AnnouncedAs))
}

// mayName reports whether the question can be about a session only because it
// names one: it is short, and it asks.
func (q *question) mayName() bool {
	return utf8.RuneCountInString(q.text) <= longestNaming && !q.wantsElse() && q.signs()&(signAsked|signWho|signWhen) != 0
}

// namesOne reports whether the question wants something of a session of the book
// and says nothing else: 风控画像是哪天. mayName is true.
func (q *question) namesOne(sessions []Session) bool {
	signs := q.signs()
	const strong = signWho | signWhen | signLecture | signDay | signTurn | signChange
	talk := q.ofTalk()
	slack, least := 0, topicNamed
	if talk {
		slack, least = mostSlack, topicHinted
	}
	for i := range sessions {
		s := &sessions[i]
		if !talk && !q.current(s) {
			continue
		}
		if rest, ok := q.withoutSpeaker(q.words, s, talk); ok {
			rest = q.withoutOthers(q.withoutTopic(rest, s, topicHinted), sessions)
			if lettersIn(onlyRest.Replace(rest)) <= slack {
				return true
			}
		}
		if rest := q.withoutTopic(q.words, s, least); signs&strong != 0 && rest != q.words && aloneIn(rest) {
			return true
		}
	}
	return false
}

// mostSlack is how many characters a question that speaks of a talk and names its
// speaker may say besides: 孙朗什么时候补讲.
const mostSlack = 2

// withoutOthers takes the names of all speakers to come out of a text: 周慧跟孙朗谁先讲.
func (q *question) withoutOthers(text string, sessions []Session) string {
	for i := range sessions {
		if q.current(&sessions[i]) {
			text, _ = q.withoutSpeaker(text, &sessions[i], false)
		}
	}
	return text
}

// current reports whether a session is still to come, or was to be lately.
func (q *question) current(s *Session) bool {
	if s.Date == "" {
		return s.live() || s.Status == Moved
	}
	return s.Date >= q.now.AddDate(0, 0, -recent).Format(time.DateOnly)
}

// withoutSpeaker takes the name of a session's speaker out of a text; ok is false if it is not there. What stands in a handle behind the name counts
// only in a question that speaks of a talk: a company is a subject, too.
func (q *question) withoutSpeaker(text string, s *Session, talk bool) (rest string, ok bool) {
	rest = text
	take := func(word string) {
		if utf8.RuneCountInString(word) >= 2 && strings.Contains(rest, word) {
			rest, ok = strings.ReplaceAll(rest, word, " "), true
		}
	}
	for _, handle := range []string{q.name(s.Speaker), s.AnnouncedAs} {
		for i, part := range newPerson(handle).parts {
			switch {
			case i == 0:
				take(part)
				take(givenName(part))
				if n := utf8.RuneCountInString(part); n >= 2 && n <= 4 && q.titled(part) {
					rest, ok = titleForm.ReplaceAllString(rest, " "), true
				}
			case talk && !isCommon(part):
				take(part)
			}
		}
	}
	return rest, ok
}

// withoutTopic takes the longest part of a session's topic out of a text, if it
// has the least number of characters.
func (q *question) withoutTopic(text string, s *Session, least int) string {
	part := commonPart([]rune(text), zh.NewText(s.Topic).Fold)
	if len(part) < least || !strings.ContainsFunc(string(part), unicode.IsLetter) || aloneIn(string(part)) {
		return text
	}
	return strings.ReplaceAll(text, string(part), " ")
}

// commonPart returns the longest run of letters and digits that two texts share,
// the first of several.
func commonPart(a, b []rune) []rune {
	var best []rune
	row := make([]int, len(b)+1)
	for i := range a {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] != b[j] || !unicode.IsLetter(a[i]) && !unicode.IsDigit(a[i]) {
				row[j+1] = 0
				continue
			}
			row[j+1] = row[j] + 1
			if n := row[j+1]; n > len(best) {
				best = a[i+1-n : i+1]
			}
		}
	}
	return best
}

// about says how much of a session's topic the question names, weighted by how
// few topics have it: about 1 for two characters that only one topic has. A
// topic without the circular that the question names is another one: 217号文 is
// not 296号文.
func (q *question) about(s *Session, rarity map[string]float64) float64 {
	for _, m := range circular.FindAllStringSubmatch(q.text, -1) {
		if !strings.Contains(string(zh.NewText(s.Topic).Fold), m[1]) {
			return 0
		}
	}
	sum, seen := 0.0, make(map[string]bool)
	for _, b := range bigrams(string(zh.NewText(s.Topic).Fold)) {
		if !seen[b] && strings.Contains(q.subject, b) {
			seen[b] = true
			sum += rarity[b]
		}
	}
	return sum
}

// topicRarity weighs the pairs of characters of all topics: 1 for one that is
// in a single topic, 0 for one that is in all. Pairs that say nothing of the
// subject weigh nothing.
func topicRarity(sessions []Session) map[string]float64 {
	count, n := make(map[string]float64), 1.0
	for i := range sessions {
		if sessions[i].Topic == "" {
			continue
		}
		n++
		seen := make(map[string]bool)
		for _, b := range bigrams(string(zh.NewText(sessions[i].Topic).Fold)) {
			if !seen[b] {
				seen[b] = true
				count[b]++
			}
		}
	}
	for b, c := range count {
		count[b] = 1 - math.Log(c)/math.Log(max(n, 2))
		if slices.Contains([]string{"分享", "介绍", "什么", "怎么", "一下", "系统", "支付", "简介"}, b) {
			count[b] /= 4
		}
	}
	return count
}

// bigrams returns the pairs of adjacent characters that may say something.
func bigrams(text string) []string {
	var all []string
	r := []rune(text)
	for i := 1; i < len(r); i++ {
		if r[i] > ' ' && r[i-1] > ' ' && !strings.ContainsAny(string(r[i-1:i+1]), "的了是在和与及之") {
			all = append(all, string(r[i-1:i+1]))
		}
	}
	return all
}
