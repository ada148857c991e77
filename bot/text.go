package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/index"
)

const (
	titleSize = 60 // characters of a title that are shown
	mostNamed = 3  // words that are named as missing

	// pageSize is how many characters of a reply are talk, mainSize how many of
	// them go to its first passage if there are others.
	pageSize = 620
	mainSize = 440

	// leadSize is how many go to each of the two passages that leads show.
	leadSize = 230

	// leadLines is how many lines each of them shows at most.
	leadLines = 3

	// briefSize is what is shown of a quote of a passage that gets one line, and
	// briefTitle what is shown of its title beside one.
	briefSize  = 50
	briefTitle = 24

	// leastNear is the share of the question's words that talk must have in which
	// the nearest there is is worth showing where nothing was found.
	leastNear = 0.2

	// leastQuote is how much of a quote is shown however many there are.
	leastQuote = 50
)

// A page is a part of an answer as the group reads it.
type page struct {
	text  string
	shown []Citation // by the numbers they have in the text, from 1
	next  int        // the passage to go on with; all were shown if there is none
	plan  bool       // it is about the schedule
	intro string     // its first line, without what is lacking and the colon; "" if nothing was found
	empty bool       // nothing was asked
}

// text writes the answer as the group reads it.
func (b *Bot) text(q Question, a *Answer, found *index.Result, within limit) page {
	switch {
	case strings.TrimSpace(q.Text) == "":
		return page{text: "想问什么？直接写出问题就行，例如：结算以后还能退款吗"}
	case found.Words == 0:
		return page{text: "没看出要问什么。写出想问的事就行，例如：结算以后还能退款吗", empty: true}
	}
	if found.Talk {
		return page{text: "这句话不像是在问群里聊过的事，没有去翻记录。想问什么就写完整些，例如：结算以后还能退款吗", empty: true}
	}
	intro := opening(a.Verdict, &found.Person, within)
	switch a.Verdict {
	case Answered:
		p := b.page(meant(found)+intro+"：", a.Passages, 0, 0)
		p.intro = intro
		return p
	case Leads:
		p := b.leads(intro+lacks(found)+"。"+meant(found)+"相关的讨论有：", a.Passages)
		p.intro = intro
		return p
	}
	text := intro + lacks(found)
	if len(a.Passages) == 0 {
		return page{text: text + "。" + cmp.Or(meant(found), "换个说法，或者说得具体一点，再问问看。")}
	}
	p := page{text: text + "。" + meant(found)}
	for i := range a.Passages {
		if found.Hits[i].Coverage < leastNear {
			continue
		}
		if len(p.shown) == 0 {
			p.text += "最接近的讨论是："
		}
		p.brief(b, &a.Passages[i], 0)
	}
	if len(p.shown) == 0 {
		p.text += "换个说法，或者说得具体一点，再问问看。"
	}
	return p
}

// page shows passages from the given one on: the first with its quotes, the
// others in a line each. Numbers go on from numbered.
func (b *Bot) page(intro string, passages []Passage, from, numbered int) page {
	p := page{text: intro, next: from + 1}
	main := &passages[from]
	size := pageSize
	if from+1 < len(passages) {
		size = mainSize
	}
	p.full(b, main, size, len(main.Citations), numbered)
	for i := range passages[min(from+1, len(passages)):] {
		if i == 0 {
			p.text += "\n另外："
		}
		p.brief(b, &passages[from+1+i], numbered)
	}
	return p
}

// leads shows two passages with their quotes, for what is looked for may be in
// either, and the third in a line.
func (b *Bot) leads(intro string, passages []Passage) page {
	if len(passages) < 2 {
		return b.page(intro, passages, 0, 0)
	}
	p := page{text: intro, next: 2}
	p.full(b, &passages[0], leadSize, leadLines, 0)
	p.full(b, &passages[1], leadSize, leadLines, 0)
	for i := range passages[2:] {
		p.text += "\n另外："
		p.brief(b, &passages[2+i], 0)
	}
	return p
}

// full shows a passage with up to so many of its quotes, in about size
// characters.
func (p *page) full(b *Bot, m *Passage, size, most, numbered int) {
	first := &m.Citations[0]
	head := b.roomName(m.Room) + " " + first.Date
	titled := m.Title != "" && !strings.HasPrefix(first.Quote, strings.TrimRight(m.Title, "…"))
	if titled {
		head += "，说到「" + clip(said(m.Title), titleSize) + "」"
	}
	p.text += "\n" + head
	size -= utf8.RuneCountInString(head)
	citations := slices.DeleteFunc(slices.Clone(m.Citations), func(c Citation) bool {
		return titled && c.Quote == m.Title // the head says it
	})
	citations = citations[:min(len(citations), most)]
	for i := range citations {
		c := &citations[i]
		line := fmt.Sprintf("\n%d. %s %s：", numbered+len(p.shown)+1, c.Time[:len("15:04")], speakerName(c.Speaker))
		room := (size - utf8.RuneCountInString(line) - utf8.RuneCountInString(c.URL)) / (len(citations) - i)
		if i > 0 && room < leastQuote && utf8.RuneCountInString(c.shown()) > room {
			break // 原文 shows the rest
		}
		line += c.clipped(max(room, leastQuote))
		if c.URL != "" {
			line += " " + c.URL
		}
		p.text += line
		p.shown = append(p.shown, *c)
		size -= utf8.RuneCountInString(line)
	}
}

// brief shows a passage in one line: what it is about, and what was said to it.
func (p *page) brief(b *Bot, m *Passage, numbered int) {
	c := &m.Citations[0]
	line := fmt.Sprintf("\n%d. %s %s，", numbered+len(p.shown)+1, b.roomName(m.Room), c.Date)
	if title := said(m.Title); title != "" && title != c.Quote {
		line += "说到「" + clip(title, briefTitle) + "」：" + clip(c.shown(), briefSize)
	} else {
		line += "说到「" + clip(c.shown(), briefSize) + "」"
	}
	if c.URL != "" {
		line += " " + c.URL
	}
	p.text += line
	p.shown = append(p.shown, *c)
}

// said is what a title says without what it quotes, unless that is all.
func said(title string) string {
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

// shown is what a reply shows of a citation.
func (c *Citation) shown() string {
	switch c.kind {
	case corpus.Image:
		return "（此处有图）"
	case corpus.Link:
		return c.Quote + "（此处有链接）"
	}
	return c.Quote
}

// clipped is what a reply shows of a citation in n characters.
func (c *Citation) clipped(n int) string { return clip(c.shown(), n) }

func (b *Bot) roomName(room string) string {
	if name := b.cfg.Rooms[room].Name; name != "" {
		return name
	}
	return room
}

func speakerName(speaker string) string {
	if speaker == "" {
		return "（没有署名）"
	}
	return speaker
}

// clip cuts s to n characters; a cut is marked ….
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSuffix(string([]rune(s)[:n-1]), "…") + "…"
}
