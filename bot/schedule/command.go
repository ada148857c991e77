package schedule

import (
	"regexp"
	"strings"
)

// Orders given to a bot say less than announcements to a room: 取消 5月15日.
var (
	cancelOrder  = regexp.MustCompile(`^(?:取消)\s*(.{2,40})$|^(.{2,40}?)\s*(?:的分享)?(?:取消|取消了)$`)
	moveOrder    = regexp.MustCompile(`^(?:把)?\s*(.{2,40}?)\s*(?:的分享)?\s*(?:改到|改成|改为|挪到|移到|推迟到|延到|提前到|换到)\s*(.{2,40})$`)
	confirmOrder = regexp.MustCompile(`^(?:确认|确定)\s*(.{2,40})$|^(.{2,40}?)\s*(?:的分享)?(?:确认|确认了|定了|定下来了|确定了)$`)
)

// ExtractOrder reads a message that is addressed to a bot, without the bot's
// name: like [Extract], and orders in few words, too.
func ExtractOrder(m Message, c Context) Extraction {
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
			return Extraction{Kind: Cancel, Entries: []Entry{{Date: day, Status: Cancelled}}}
		}
	}
	if what := pick(confirmOrder); what != "" {
		if day, ok := Day(what, m.Time); ok {
			return Extraction{Kind: Single, Entries: []Entry{{Date: day, Status: Planned}}}
		}
	}
	if g := moveOrder.FindStringSubmatch(text); g != nil {
		from, ok := Day(g[1], m.Time)
		m.Text = g[2]
		r := newReader(m, c)
		if ok && len(r.slots) == 1 && len(r.slots[0].moments) <= 1 {
			e := Entry{FromDate: from, Status: Moved}
			s := &r.slots[0]
			if len(s.moments) == 1 && !s.moments[0].date.IsZero() {
				e.Date = s.moments[0].date.Format(dayFormat)
			}
			if s.hasClock {
				e.Start = s.clock.String()
			}
			if e.Date == "" && e.Start != "" {
				e.Date = from // another hour of the same day
			}
			if e.Date != "" {
				return Extraction{Kind: Move, Entries: []Entry{e}}
			}
		}
		m.Text = text
	}
	return Extract(m, c)
}
