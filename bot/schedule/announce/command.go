package announce

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// Orders given to a bot say less than announcements to a room: 取消 5月15日.
var (
	cancelOrder  = regexp.MustCompile(`^(?:取消|删掉|删除|去掉)\s*(.{2,40})$|^(.{2,40}?)\s*(?:的分享)?(?:取消|取消了)$`)
	moveOrder    = regexp.MustCompile(`^(?:把)?\s*(.{2,40}?)\s*(?:的分享)?\s*(?:改到|改成|改为|挪到|移到|推迟到|延到|提前到|换到)\s*(.{2,40})$`)
	shiftOrder   = regexp.MustCompile(`^(?:改期|移动|移|挪动|挪|调整|改)\s*(.{2,40}?)(?:\s*(?:改到|移到|挪到|到|至|为|->|→)\s*|\s+)(.{2,40})$`)
	confirmOrder = regexp.MustCompile(`^(?:确认|确定)\s*(.{2,40})$|^(.{2,40}?)\s*(?:的分享)?(?:确认|确认了|定了|定下来了|确定了)$`)
)

// ExtractOrder reads a message that is addressed to a bot, without the bot's
// name: like [Extract], and orders in few words, too.
func ExtractOrder(m Message, c Context) Extraction {
	m.Text = strings.TrimLeft(m.Text, afterName)
	text := strings.TrimRight(strings.TrimSpace(m.Text), "。.!！")
	pick := func(p *regexp.Regexp) string {
		g := p.FindStringSubmatch(text)
		if g == nil {
			return ""
		}
		return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(g[1]+g[2]), "的分享"))
	}
	if strings.ContainsAny(text, "\n?？吗") {
		return Extract(m, c)
	}
	if what := pick(cancelOrder); what != "" {
		if day, ok := Day(what, m.Time); ok {
			return newReader(m, c).extractionOf([]Change{{Deed: Drops, Of: Target{Date: day, Sure: true}}})
		}
	}
	if what := pick(confirmOrder); what != "" {
		if day, ok := Day(what, m.Time); ok {
			return Extraction{Kind: Single, Entries: []Entry{{Date: day, Status: Planned}}}
		}
	}
	for _, order := range []*regexp.Regexp{moveOrder, shiftOrder} {
		g := order.FindStringSubmatch(text)
		if g == nil {
			continue
		}
		from, ok := Day(g[1], m.Time)
		to := m
		to.Text = g[2]
		if e := newReader(to, c).readNewSlot(from); ok && e.Date != "" {
			return newReader(m, c).extractionOf([]Change{{Deed: Moves, Of: Target{Date: from, Sure: true}, Entry: e}})
		}
	}
	x := Extract(m, c)
	if x.Kind == None {
		m.Text = text
		if e := newReader(m, c).readOneRow(); len(e) > 0 {
			return Extraction{Kind: Single, Entries: e}
		}
	}
	return x
}

// readOneRow reads a message that is one row of a list, with a mention: 5月15日 周二
// 20:00 @张三 退款. In a room that may be about anything.
func (r *reader) readOneRow() []Entry {
	rows := r.rowSlots()
	if len(rows) != 1 || len(r.slots) != 1 || rows[0].From > 0 || asks(r.text) || strings.Contains(r.text, "什么") ||
		zh.At(r.src.Fold, zh.Skip(r.src.Fold, rows[0].To, rowGap)) != '@' {
		return nil
	}
	return slices.DeleteFunc(r.readRow(rows[0], len(r.src.Fold)), func(e Entry) bool { return e.Speaker == "" })
}

// readNewSlot reads what a session of the day from is moved to; the entry has no
// date if that is not said.
func (r *reader) readNewSlot(from string) Entry {
	e := Entry{Start: r.start()}
	switch {
	case len(r.slots) == 0 || len(r.slots) == 1 && r.slots[0].PartOnly():
		if e.Start != "" {
			e.Date = from // another hour of the same day
		}
	case len(r.slots) == 1:
		if day := r.slots[0].Day(); !day.IsZero() {
			e.Date = day.Format(time.DateOnly)
		}
	}
	return e
}

// afterName may stand between a bot's name and what is said to it.
const afterName = "，,：:、。 \t\n\u2005\u3000"

// Addressed reports whether a text names one of the bots at its beginning or its
// end, and gives the rest.
func Addressed(text string, bots []string) (rest string, ok bool) {
	rest = strings.TrimSpace(text)
	if wide, found := strings.CutPrefix(rest, "＠"); found {
		rest = "@" + wide
	}
	for _, name := range bots {
		if name == "" {
			continue
		}
		if after, found := strings.CutPrefix(rest, "@"+name); found {
			rest, ok = strings.TrimLeft(after, afterName), true
		}
		if before, found := strings.CutSuffix(rest, "@"+name); found {
			rest, ok = strings.TrimRight(before, afterName), true
		}
	}
	if !ok {
		return text, false
	}
	return strings.TrimSpace(rest), true
}
