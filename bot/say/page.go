package say

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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

// A Page is a part of an answer as the group reads it.
type Page struct {
	Text  string
	Shown []Citation // by the numbers they have in the text, from 1
	Plan  bool       // it is about the schedule
	Empty bool       // nothing was asked

	next  int    // the passage to go on with; all were shown if there is none
	intro string // its first line, without what is lacking and the colon; "" if nothing was found
}

// Rooms are what people call the rooms, by folder name. A room that is not among
// them goes by its folder's.
type Rooms map[string]string

// Name returns what people call a room.
func (r Rooms) Name(room string) string { return cmp.Or(r[room], room) }

// Answer writes the answer to a question as the group reads it. passages are the
// hits of found; what the question limits itself to is within.
func (r Rooms) Answer(asked string, passages []Passage, found *index.Result, within Period) Page {
	switch {
	case strings.TrimSpace(asked) == "":
		return Page{Text: "想问什么？直接写出问题就行，例如：结算以后还能退款吗"}
	case found.Words == 0:
		return Page{Text: "没看出要问什么。写出想问的事就行，例如：结算以后还能退款吗", Empty: true}
	case found.Talk:
		return Page{Text: "这句话不像是在问群里聊过的事，没有去翻记录。想问什么就写完整些，例如：结算以后还能退款吗", Empty: true}
	}
	intro := opening(found.Verdict, &found.Person, within)
	switch found.Verdict {
	case index.Answer:
		p := r.page(meant(found)+intro+"：", passages, 0, 0)
		p.intro = intro
		return p
	case index.Leads:
		p := r.leads(intro+lacks(found)+"。"+meant(found)+"相关的讨论有：", passages)
		p.intro = intro
		return p
	}
	text := intro + lacks(found)
	if len(passages) == 0 {
		return Page{Text: text + "。" + cmp.Or(meant(found), "换个说法，或者说得具体一点，再问问看。")}
	}
	p := Page{Text: text + "。" + meant(found)}
	for i := range passages {
		if found.Hits[i].Coverage < leastNear {
			continue
		}
		if len(p.Shown) == 0 {
			p.Text += "最接近的讨论是："
		}
		p.brief(r, &passages[i], 0)
	}
	if len(p.Shown) == 0 {
		p.Text += "换个说法，或者说得具体一点，再问问看。"
	}
	return p
}

// GoOn shows the passages of an answer that p does not show in full. ok is false
// if there are none.
func (r Rooms) GoOn(p *Page, passages []Passage) (next Page, ok bool) {
	if p.next == 0 || p.next >= len(passages) {
		return Page{}, false
	}
	next = r.page("接着看：", passages, p.next, len(p.Shown))
	next.intro = p.intro
	next.Shown = slices.Concat(p.Shown, next.Shown)
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
	return fmt.Sprintf("%s（刚才答过，这里只说%s）：\n1. %s %s %s：%s", p.intro, shown, c.Date, c.clock(), c.author(), c.clipped(mainSize)) + c.link()
}

// Offer is the line below an answer with passages that says what can be asked for
// next; "" if nothing was cited.
func (p *Page) Offer(passages int) string {
	switch {
	case p.next > 0 && p.next < passages:
		return "\n回「更多」看另外几处，回「原文 1」看前后文"
	case len(p.Shown) > 0:
		return "\n回「原文 1」看前后文"
	}
	return ""
}

// Authors says who said what was cited.
func (r Rooms) Authors(cited []Citation) string {
	if len(cited) == 0 {
		return "上一个回答没有引用谁的话"
	}
	var w strings.Builder
	for i := range cited {
		c := &cited[i]
		line := fmt.Sprintf("\n%d. %s，%s %s 在%s", i+1, c.author(), c.Date, c.clock(), r.Name(c.Room)) + c.link()
		if utf8.RuneCountInString(w.String()+line) > bubble {
			break
		}
		w.WriteString(line)
	}
	return strings.TrimPrefix(w.String(), "\n")
}

// page shows passages from the given one on: the first with its quotes, the
// others in a line each. Numbers go on from numbered.
func (r Rooms) page(intro string, passages []Passage, from, numbered int) Page {
	p := Page{Text: intro, next: from + 1}
	main := &passages[from]
	size := pageSize
	if from+1 < len(passages) {
		size = mainSize
	}
	p.full(r, main, size, len(main.Citations), numbered)
	for i := range passages[min(from+1, len(passages)):] {
		if i == 0 {
			p.Text += "\n另外："
		}
		p.brief(r, &passages[from+1+i], numbered)
	}
	return p
}

// leads shows two passages with their quotes, for what is looked for may be in
// either, and the third in a line.
func (r Rooms) leads(intro string, passages []Passage) Page {
	if len(passages) < 2 {
		return r.page(intro, passages, 0, 0)
	}
	p := Page{Text: intro, next: 2}
	p.full(r, &passages[0], leadSize, leadLines, 0)
	p.full(r, &passages[1], leadSize, leadLines, 0)
	for i := range passages[2:] {
		p.Text += "\n另外："
		p.brief(r, &passages[2+i], 0)
	}
	return p
}

// full shows a passage with up to so many of its quotes, in about size
// characters.
func (p *Page) full(r Rooms, m *Passage, size, most, numbered int) {
	first := &m.Citations[0]
	head := r.Name(m.Room) + " " + first.Date
	titled := m.Title != "" && !strings.HasPrefix(first.Quote, strings.TrimRight(m.Title, "…"))
	if titled {
		head += "，说到「" + Clip(ownWords(m.Title), titleSize) + "」"
	}
	p.Text += "\n" + head
	size -= utf8.RuneCountInString(head)
	citations := slices.DeleteFunc(slices.Clone(m.Citations), func(c Citation) bool {
		return titled && c.Quote == m.Title // the head says it
	})
	citations = citations[:min(len(citations), most)]
	for i := range citations {
		c := &citations[i]
		line := fmt.Sprintf("\n%d. %s %s：", numbered+len(p.Shown)+1, c.clock(), c.author())
		room := (size - utf8.RuneCountInString(line) - utf8.RuneCountInString(c.URL)) / (len(citations) - i)
		if i > 0 && room < leastQuote && utf8.RuneCountInString(c.shown()) > room {
			break // 原文 shows the rest
		}
		line += c.clipped(max(room, leastQuote)) + c.link()
		p.Text += line
		p.Shown = append(p.Shown, *c)
		size -= utf8.RuneCountInString(line)
	}
}

// brief shows a passage in one line: what it is about, and what was said to it.
func (p *Page) brief(r Rooms, m *Passage, numbered int) {
	c := &m.Citations[0]
	line := fmt.Sprintf("\n%d. %s %s，", numbered+len(p.Shown)+1, r.Name(m.Room), c.Date)
	if title := ownWords(m.Title); title != "" && title != c.Quote {
		line += "说到「" + Clip(title, briefTitle) + "」：" + Clip(c.shown(), briefSize)
	} else {
		line += "说到「" + Clip(c.shown(), briefSize) + "」"
	}
	p.Text += line + c.link()
	p.Shown = append(p.Shown, *c)
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
