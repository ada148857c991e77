package announce

import (
	"strings"
	"unicode"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// What the rules for changes see in the place of a token. Folded text has no
// capitals.
const (
	dayMark    = 'D'
	pastMark   = 'P' // a day that is over
	clockMark  = 'T'
	handleMark = 'H'
	quoteMark  = 'Q'
	shiftMark  = 'S' // half an hour, two days
)

// A piece is a token of the message under its mark.
type piece struct {
	mark     rune
	from, to int // in the folded text
	slot     when.Slot
	clock    when.Clock
	text     string // of a mention or a quotation, as written
	shift    when.Shift
}

// A maskedRune is a character of the masked text: a mark, or one of the message.
type maskedRune struct {
	r     rune
	at    int // in the folded text
	piece int // of a mark; -1 of any other
}

// A maskedText is a message with a mark in the place of each token.
type maskedText struct {
	pieces  []piece
	runes   []maskedRune
	clauses []clause
}

// A clause is a part of a masked text between commas.
type clause struct {
	from, to int // in runes
	text     string
	mask     zh.RuneMask // of text
	sentence int
	asked    bool // its sentence ends with a question mark
}

// mask puts marks in the place of days, clocks, mentions, quotations and
// amounts of time, and dots in the place of emoji codes.
func (r *reader) mask() *maskedText {
	if r.masked != nil {
		return r.masked
	}
	m := &maskedText{pieces: r.pieces()}
	r.masked = m
	s := r.src.Fold
	for i, p := 0, 0; i < len(s); {
		if p < len(m.pieces) && i >= m.pieces[p].from {
			m.runes = append(m.runes, maskedRune{m.pieces[p].mark, i, p})
			i = max(i+1, m.pieces[p].to)
			p++
			continue
		}
		if n := emojiCode(s, i); n > 0 {
			m.runes = append(m.runes, maskedRune{'…', i, -1})
			i += n
			continue
		}
		m.runes = append(m.runes, maskedRune{s[i], i, -1})
		i++
	}
	m.cutClauses()
	return m
}

// longestEmoji is how many characters an emoji's code has, brackets included.
const longestEmoji = 8

// emojiCode is the length of an emoji's code such as [玫瑰] at i, 0 if there is none.
func emojiCode(s []rune, i int) int {
	if s[i] != '[' {
		return 0
	}
	for j := i + 1; j < len(s) && j < i+longestEmoji; j++ {
		switch {
		case s[j] == ']' && j > i+1:
			return j - i + 1
		case !unicode.IsLetter(s[j]):
			return 0
		}
	}
	return 0
}

// pieces are the tokens of the message in order, without overlap.
func (r *reader) pieces() []piece {
	var all []piece
	slots, tokens := r.slots, r.tokens
	end := 0
	add := func(p piece) {
		if p.from >= end {
			all = append(all, p)
			end = p.to
		}
	}
	for i := 0; i < len(r.src.Fold); {
		for len(slots) > 0 && slots[0].To <= i {
			slots = slots[1:]
		}
		for len(tokens) > 0 && tokens[0].To <= i {
			tokens = tokens[1:]
		}
		switch {
		case len(slots) > 0 && slots[0].From <= i:
			add(slotPiece(slots[0], r.isPast(slots[0])))
			i = slots[0].To
		case len(tokens) > 0 && tokens[0].From <= i:
			t := tokens[0]
			switch t.Kind {
			case when.ClockToken:
				add(piece{mark: clockMark, from: t.From, to: t.To, clock: t.Clock})
			case when.HandleToken:
				add(piece{mark: handleMark, from: t.From, to: t.To, text: t.Text})
			case when.QuoteToken:
				add(piece{mark: quoteMark, from: t.From, to: t.To, text: t.Text})
			}
			i = t.To
		default:
			if p, ok := r.loosePiece(i); ok {
				add(p)
				i = p.to
			} else {
				i++
			}
		}
	}
	return all
}

// slotPiece puts a slot under its mark: a part of the day that is not said of
// which, 晚上9点, is no more than a clock.
func slotPiece(sl when.Slot, past bool) piece {
	p := piece{mark: dayMark, from: sl.From, to: sl.To, slot: sl}
	switch {
	case sl.Past || past:
		p.mark = pastMark
	case sl.PartOnly() && sl.HasClock:
		p.mark, p.clock = clockMark, sl.Clock
	}
	return p
}

// loosePiece reads what the lexer has no token for: an amount of time, and a
// quotation in 「」 that is not the message a reply repeats.
func (r *reader) loosePiece(i int) (piece, bool) {
	s := r.src.Fold
	if by, n := when.ScanShift(s, i); n > 0 {
		return piece{mark: shiftMark, from: i, to: i + n, shift: by}, true
	}
	if s[i] != '「' && s[i] != '『' || i == 0 {
		return piece{}, false
	}
	for j := i + 1; j < len(s) && j-i < maxQuote; j++ {
		if s[j] == '」' || s[j] == '』' {
			return piece{mark: quoteMark, from: i, to: j + 1, text: r.src.Quote(i+1, j)}, true
		}
	}
	return piece{}, false
}

// cutClauses parts the text at commas and the like, and numbers its sentences.
func (m *maskedText) cutClauses() {
	from, sentence, first := 0, 0, 0
	end := func(to int) {
		var b strings.Builder
		for _, c := range m.runes[from:to] {
			b.WriteRune(c.r)
		}
		if strings.TrimSpace(b.String()) != "" {
			m.clauses = append(m.clauses, clause{from: from, to: to, text: b.String(), sentence: sentence})
		}
	}
	unmarked := m.unmarked()
	for i, c := range m.runes {
		if unmarked && c.r == ' ' && i-from >= shortestClause && m.parts(i) {
			end(i)
			from = i + 1
			continue
		}
		stops := c.piece < 0 && strings.ContainsRune("。!\n?", c.r)
		if !stops && !m.isComma(i) {
			continue
		}
		end(i)
		from = i + 1
		if !stops {
			continue
		}
		for k := first; k < len(m.clauses); k++ {
			m.clauses[k].asked = c.r == '?'
		}
		first = len(m.clauses)
		sentence++
	}
	end(len(m.runes))
	m.joinContrasts()
}

// isComma reports whether the rune at i parts two clauses of a sentence.
func (m *maskedText) isComma(i int) bool {
	c := m.runes[i]
	return c.piece < 0 && (strings.ContainsRune(",;…", c.r) || unicode.Is(unicode.So, c.r)) || m.isBar(i)
}

// isBar reports whether a bar between columns stands at i, not one within a word.
func (m *maskedText) isBar(i int) bool {
	if c := m.runes[i]; c.piece >= 0 || !strings.ContainsRune("|丨", c.r) {
		return false
	}
	apart := func(k int) bool { return k < 0 || k >= len(m.runes) || m.runes[k].piece >= 0 || m.runes[k].r == ' ' }
	return apart(i-1) && apart(i+1)
}

// shortestClause is how many characters stand before a blank that parts clauses.
const shortestClause = 3

// unmarked reports whether the text has no commas: some type blanks in their place.
func (m *maskedText) unmarked() bool {
	for _, c := range m.runes {
		if c.piece < 0 && strings.ContainsRune(",。!;", c.r) {
			return false
		}
	}
	return true
}

// wantsMore ends words that go on behind a blank: 改到 明晚.
var wantsMore = pattern.MustCompile(`(?:到|至|成|为|讲|在|于|是|由|从|请|和|跟|与|给|的|:|推迟|提前|延期|顺延)$`)

// parts reports whether the blank at i parts two clauses, and not the parts of a
// row or the words of one clause.
func (m *maskedText) parts(i int) bool {
	if i == 0 || i+1 >= len(m.runes) {
		return false
	}
	before, after := m.runes[i-1], m.runes[i+1]
	if before.piece >= 0 || !unicode.Is(unicode.Han, before.r) || wantsMore.MatchString(m.text(max(0, i-2), i)) {
		return false
	}
	return after.piece < 0 && unicode.Is(unicode.Han, after.r) || after.r == dayMark || after.r == clockMark
}

// joinContrasts puts together what a comma parts in 不是周四，是周五.
func (m *maskedText) joinContrasts() {
	var kept []clause
	for _, c := range m.clauses {
		if n := len(kept); n > 0 && kept[n-1].sentence == c.sentence && (contrastBehind.MatchString(c.text) || contrasted.MatchString(kept[n-1].text) && contrastAhead.MatchString(c.text) || later.MatchString(kept[n-1].text) && strings.HasPrefix(c.text, "T")) {
			last := &kept[n-1]
			last.text += "," + c.text
			last.to = c.to
			continue
		}
		kept = append(kept, c)
	}
	for i := range kept {
		kept[i].mask = zh.MaskOf(kept[i].text)
	}
	m.clauses = kept
}

var (
	contrasted     = pattern.MustCompile(`不是|误[作写为记]|[写打弄]成了?[DT]`)
	contrastAhead  = pattern.MustCompile(`^\s*(?:(?:而|应该?|才)?是|应为|实为|其实是)`)
	later          = pattern.MustCompile(`[晚早](?:一?点儿?|一?些|一?会儿?)(?:(?:再|才)?(?:开|讲|来|始)[^,DT]{0,3})?$|时间(?:又|要|得|有)?(?:改|换|调整|调|变动?)(?:一下|下|了|动)?$`)
	contrastBehind = pattern.MustCompile(`^\s*(?:(?:而)?不是|非[DT]|[^,]{0,4}误[作写为记]|[^,]{0,4}[写打弄]成了?[DT])`)
)

// piecesIn are the pieces with one of the marks between two places of the
// masked text.
func (m *maskedText) piecesIn(from, to int, marks string) []piece {
	var all []piece
	for _, c := range m.runes[max(from, 0):max(from, to, 0)] {
		if c.piece >= 0 && strings.ContainsRune(marks, c.r) {
			all = append(all, m.pieces[c.piece])
		}
	}
	return all
}

// words are the characters between two places of the masked text, a blank in the
// place of each mark but that of a quotation.
func (m *maskedText) words(from, to int) string {
	var b strings.Builder
	for _, c := range m.runes[max(from, 0):max(from, to, 0)] {
		switch {
		case c.piece < 0:
			b.WriteRune(c.r)
		case c.r == quoteMark:
			b.WriteString(" " + string(zh.NewText(m.pieces[c.piece].text).Fold) + " ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// quote gives the words between two places of the masked text as written.
func (m *maskedText) quote(src zh.Text, from, to int) string {
	if from >= to {
		return ""
	}
	last := len(src.Fold)
	if to < len(m.runes) {
		last = m.runes[to].at
	}
	return src.Quote(m.runes[from].at, last)
}

// text is the masked text between two places.
func (m *maskedText) text(from, to int) string {
	var b strings.Builder
	for _, c := range m.runes[max(from, 0):max(from, to, 0)] {
		b.WriteRune(c.r)
	}
	return b.String()
}

// whole is the masked text from its begin to its end.
func (m *maskedText) whole() string { return m.text(0, len(m.runes)) }

// mentions are the places of mentions in the masked text, but for 所有人.
func (m *maskedText) mentions() []int {
	var all []int
	for i, c := range m.runes {
		if c.r == handleMark && c.piece >= 0 && m.pieces[c.piece].text != "所有人" {
			all = append(all, i)
		}
	}
	return all
}
