package say

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/index"
)

const (
	titleSize = 40 // characters of a title that are shown
	mostNamed = 3  // words that are named as missing

	// leastNear is the share of the question's words that talk must have in which
	// the nearest there is is worth showing where nothing was found.
	leastNear = 0.2
)

// A Page is a part of an answer as the group reads it.
type Page struct {
	Text  string
	Shown []Citation // by the numbers they have in the text, from 1; no message has two
	Plan  bool       // it is about the schedule
	Empty bool       // nothing was asked

	left  []Passage // what 更多 shows: the places, or what is left of them
	intro string    // its first line, without what is lacking and the colon; "" if nothing was found
	asked string    // the question
	now   time.Time // when it was asked
	room  string    // the last that was named
}

// An Asked is a question as an answer to it is written.
type Asked struct {
	Text   string
	More   bool      // the asker wants more of what was answered before
	Focus  string    // what of it the asker wants to know, beyond the question before; "" if there is none
	At     time.Time // when it was asked
	Within Period    // what it limits itself to
}

// Rooms are what people call the rooms, by folder name. A room that is not among
// them goes by its folder's.
type Rooms map[string]string

// Name returns what people call a room.
func (r Rooms) Name(room string) string { return cmp.Or(r[room], room) }

// Answer writes the answer to a question as the group reads it. passages are the
// hits of found.
func (r Rooms) Answer(q *Asked, passages []Passage, found *index.Result) Page {
	switch {
	case strings.TrimSpace(q.Text) == "":
		return Page{Text: "想问什么？直接写出问题就行，例如：结算以后还能退款吗"}
	case found.Words == 0:
		return Page{Text: "没看出要问什么。写出想问的事就行，例如：结算以后还能退款吗", Empty: true}
	case found.Talk:
		return Page{Text: "这句话不像是在问群里聊过的事，没有去翻记录。想问什么就写完整些，例如：结算以后还能退款吗", Empty: true}
	}
	p := Page{asked: q.Text, now: q.At}
	intro := about(q.Focus) + opening(found.Verdict, &found.Person, q.Within)
	if q.More {
		intro = about(q.Focus) + "群里还说过"
	}
	places, far := worthShowing(q.Text, passages)
	switch {
	case len(places) == 0 && len(passages) > 0:
		p.onlyAsked(r, about(q.Focus), &passages[0])
		return p
	case found.Verdict == index.Answer, found.Verdict == index.Leads && q.More:
		p.intro = intro
		p.Text = meant(found) + intro + "："
		p.first(r, places, far)
		return p
	case found.Verdict == index.Leads:
		p.intro = intro
		p.Text = intro + lacks(found) + "。" + meant(found) + "相关的讨论有："
		p.first(r, places, far)
		return p
	}
	text := intro + lacks(found)
	if len(places) == 0 {
		p.Text = text + "。" + cmp.Or(meant(found), "换个说法，或者说得具体一点，再问问看。")
		return p
	}
	p.Text = text + "。" + meant(found)
	for i := range places {
		if places[i].Coverage < leastNear {
			continue
		}
		if len(p.Shown) == 0 {
			p.Text += "最接近的讨论是："
		}
		p.brief(r, &places[i])
	}
	if len(p.Shown) == 0 {
		p.Text += "换个说法，或者说得具体一点，再问问看。"
	}
	return p
}

// GoOn shows what p has left. ok is false if that is nothing.
func (r Rooms) GoOn(p *Page) (next Page, ok bool) {
	if len(p.left) == 0 {
		return Page{}, false
	}
	next = Page{Text: "接着看：", Shown: slices.Clone(p.Shown), intro: p.intro, asked: p.asked, now: p.now}
	size := moreSize
	for i := range p.left {
		m := &p.left[i]
		if i > 0 && size < moreSize/2 {
			next.left = p.left[i:]
			break
		}
		var lines []cutLine
		inOrder := slices.SortedStableFunc(slices.Values(m.Citations), func(a, b Citation) int { return cmp.Compare(p.place(&a), p.place(&b)) })
		for _, c := range inOrder {
			l := cutLine{c, min(moreQuote, utf8.RuneCountInString(c.shown()))}
			lines = append(lines, l)
			size -= l.size
		}
		next.lines(lines)
		next.where(r, m)
	}
	return next, true
}

// Brief is the answer of p in its first citation, for who asks again; leads says
// that the answer was none that settles it.
func (p *Page) Brief(leads bool) string {
	c := &p.Shown[0]
	shown := "最要紧的"
	if leads {
		shown = "最接近的"
	}
	return fmt.Sprintf("%s（刚才答过，这里只说%s）：\n1. %s %s %s：%s", p.intro, shown, c.Date, c.clock(), c.author(), c.clipped(excerptSize)) + c.link()
}

// Offer is the line below an answer with passages that says what can be asked for
// next; "" if nothing was cited.
func (p *Page) Offer() string {
	switch {
	case len(p.left) > 0:
		return "\n回「更多」接着看，回「原文 1」看前后文"
	case len(p.Shown) > 0:
		return "\n回「原文 1」看前后文"
	}
	return ""
}

// Authors says who said what was cited under a number, from 1; of 0 who said all.
func (r Rooms) Authors(cited []Citation, number int) string {
	if len(cited) == 0 {
		return "上一个回答没有引用谁的话"
	}
	var w strings.Builder
	for i := range cited {
		if number > 0 && i+1 != number {
			continue
		}
		c := &cited[i]
		line := fmt.Sprintf("\n%d. %s，%s %s 在%s", i+1, c.author(), c.Date, c.clock(), r.Name(c.Room)) + c.link()
		if utf8.RuneCountInString(w.String()+line) > bubble {
			break
		}
		w.WriteString(line)
	}
	return strings.TrimPrefix(w.String(), "\n")
}

// first shows the best lines of the first place, where it stands, and of each of
// the others the best line. What it leaves out, and what is far behind, is for 更多.
func (p *Page) first(r Rooms, places, far []Passage) {
	size := excerptSize
	for i := range places[1:] {
		size -= min(briefSize, utf8.RuneCountInString(places[1+i].Citations[0].shown()))
	}
	main := places[0]
	lines := fit(main.Citations, size, mostLines)
	p.lines(lines)
	p.where(r, &main)
	main.Citations = slices.DeleteFunc(main.Citations, func(c Citation) bool {
		return slices.ContainsFunc(lines, func(l cutLine) bool { return l.ID == c.ID && l.whole() })
	})
	if len(main.Citations) > 0 {
		p.left = append(p.left, main)
	}
	for i := range places[1:] {
		if i == 0 {
			p.Text += "\n另外："
		}
		m := &places[1+i]
		l := p.brief(r, m)
		if len(m.Citations) > 1 || !l.whole() {
			p.left = append(p.left, *m)
		}
	}
	p.left = append(p.left, far...)
	p.Text += oldSaying(p.asked, p.Shown, p.now)
}

// onlyAsked says where the question was asked before, if that is all there is.
func (p *Page) onlyAsked(r Rooms, about string, m *Passage) {
	p.intro = about + "群里有人问过"
	p.Text = p.intro + "，没看到有人回答："
	p.number(&m.Citations[0])
	p.where(r, m)
}

// lines shows lines of one place, each with its number.
func (p *Page) lines(lines []cutLine) {
	for i := range lines {
		l := &lines[i]
		p.Text += fmt.Sprintf("\n%d. %s %s：%s", p.number(&l.Citation), l.clock(), l.author(), l.clipped(l.size))
		if l.Kind == corpus.Image || l.Kind == corpus.Link {
			p.Text += l.link() // where the picture is, or what is linked to
		}
	}
}

// where says in which room and when the lines above it were said, how long ago
// that is, and to what, and links to the first of them.
func (p *Page) where(r Rooms, m *Passage) {
	p.room = m.Room
	c := &m.Citations[0]
	line := "\n" + r.Name(m.Room) + " " + c.Date + age(c.Date, p.now)
	shown := slices.ContainsFunc(p.Shown, func(c Citation) bool { return strings.HasPrefix(c.Quote, strings.TrimRight(m.Title, "…")) })
	if title := ownWords(m.Title); title != "" && !shown && !echoes(p.asked, title) {
		line += "，说到「" + Clip(title, titleSize) + "」"
	}
	p.Text += line + c.link()
}

// brief shows the best line of a place, with its day, and with its room if another
// was named before.
func (p *Page) brief(r Rooms, m *Passage) cutLine {
	l := cutLine{m.Citations[0], briefSize}
	room := ""
	if m.Room != p.room {
		room = r.Name(m.Room) + " "
	}
	p.Text += fmt.Sprintf("\n%d. %s%s %s %s：%s", p.number(&l.Citation), room, l.Date, l.clock(), l.author(), l.clipped(l.size)) + l.link()
	return l
}

// number returns the number under which a citation is shown: the one it has, or a
// new one.
func (p *Page) number(c *Citation) int {
	i := p.place(c)
	if i == len(p.Shown) {
		p.Shown = append(p.Shown, *c)
	}
	return i + 1
}

// place returns the place of a citation among those shown; behind them if it is
// none of them.
func (p *Page) place(c *Citation) int {
	if i := slices.IndexFunc(p.Shown, func(s Citation) bool { return s.ID == c.ID }); i >= 0 {
		return i
	}
	return len(p.Shown)
}

// ownWords is what a title says without what it quotes, unless that is all.
func ownWords(title string) string {
	const bar = "- - - -"
	if i := strings.LastIndex(title, bar); i >= 0 {
		if own := strings.TrimLeft(title[i:], "- …"); own != "" {
			return own
		}
		title = strings.Trim(title[:strings.Index(title, bar)], " -…「」?？")
	}
	return title
}

// lacks says which words of the question the group has not used, or not where
// it came nearest to the question; "" if it has used all.
func lacks(found *index.Result) string {
	switch {
	case len(found.Unknown) > 0:
		return "，也没有人提过" + named(found.Unknown)
	case len(found.Missing) > 0:
		return "，最接近的地方没有说到" + named(found.Missing)
	}
	return ""
}

// meant asks whether other words were meant, which sound like those that the
// group has not used; "" if there are none.
func meant(found *index.Result) string {
	var words []string
	for _, s := range found.Sounds {
		if !slices.Contains(words, s.Word) {
			words = append(words, s.Word)
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "你是不是想问" + named(words) + "？"
}

// named lists words in quotation marks.
func named(words []string) string {
	more := ""
	if len(words) > mostNamed {
		words, more = words[:mostNamed], "等"
	}
	return "「" + strings.Join(words, "」「") + "」" + more
}
