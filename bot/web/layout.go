package web

import (
	"regexp"
	"slices"
	"strings"

	"qunwen/corpus"
	"qunwen/corpus/days"
)

// mostTargets is how many messages of later pages the first page of a day has
// anchors for. A link without ?m= arrives at the line that leads to the page.
const mostTargets = 4 * days.PageLength

// messageID matches the last part of a message's ID, such as 093005.2.
var messageID = regexp.MustCompile(`^\d{6}(?:\.\d{1,9})?$`)

// A layout says which messages a day shows, and on which page.
type layout struct {
	shown  []*corpus.Message // without copies
	copies map[int][]string  // last parts of the IDs of copies, by place in shown
}

// newLayout goes through a day. A link to a copy leads to what it is a copy of.
func newLayout(posts []*corpus.Transcript) *layout {
	n, doubled := 0, false
	for _, tr := range posts {
		n += len(tr.Messages)
		doubled = doubled || slices.ContainsFunc(tr.Messages, func(m corpus.Message) bool { return m.CopyOf != "" })
	}
	l := &layout{shown: make([]*corpus.Message, 0, n), copies: make(map[int][]string)}
	at := make(map[string]int) // where each ID is shown; nothing on a day without copies
	for _, tr := range posts {
		for i := range tr.Messages {
			m := &tr.Messages[i]
			if n, ok := at[m.CopyOf]; ok {
				l.copies[n] = append(l.copies[n], fragment(m.ID))
				at[m.ID] = n
				continue
			}
			if doubled {
				at[m.ID] = len(l.shown)
			}
			l.shown = append(l.shown, m)
		}
	}
	return l
}

// fragment is the last part of a message's ID.
func fragment(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

// find returns the place in shown of the message that an address names. One that
// is not there any more is looked for by its time.
func (l *layout) find(id string) (at int, ok bool) {
	if !messageID.MatchString(id) || len(l.shown) == 0 {
		return 0, false
	}
	if at = slices.IndexFunc(l.shown, func(m *corpus.Message) bool { return fragment(m.ID) == id }); at >= 0 {
		return at, true
	}
	for at, copies := range l.copies {
		if slices.Contains(copies, id) {
			return at, true
		}
	}
	clock, _, _ := strings.Cut(id, ".")
	at = 0
	for i, m := range l.shown {
		if m.Time.Format("150405") <= clock {
			at = i
		}
	}
	return at, true
}

// messages makes those of the page from one place up to another.
func (l *layout) messages(v *veil, from, to int) []message {
	all := make([]message, 0, to-from)
	for i := from; i < to; i++ {
		m := shown(l.shown[i], v)
		m.Copies, m.Link = l.copies[i], "#"+m.ID
		if l.isPaged() {
			m.Link = "?m=" + m.ID + m.Link
		}
		all = append(all, m)
	}
	return all
}

func (l *layout) isPaged() bool { return len(l.shown) > days.PageLength }

// A pageLink leads to a page of a long day.
type pageLink struct {
	First   string   // last part of the ID of its first message
	Clock   string   // HH:MM of that
	Here    bool     // it is the page itself
	Targets []string // anchors that stand at the link
}

// pages returns the links to the pages of a day, one of which starts at here;
// nil if there is but one. withTargets is set if the page was asked for without a
// message.
func (l *layout) pages(here int, withTargets bool) (links []pageLink) {
	if !l.isPaged() {
		return nil
	}
	for from := 0; from < len(l.shown); from += days.PageLength {
		m := l.shown[from]
		p := pageLink{First: fragment(m.ID), Clock: m.Time.Format("15:04"), Here: from == here}
		if to := min(from+days.PageLength, len(l.shown)); withTargets && !p.Here && from <= mostTargets {
			for i := from; i < to; i++ {
				p.Targets = append(append(p.Targets, fragment(l.shown[i].ID)), l.copies[i]...)
			}
		}
		links = append(links, p)
	}
	return links
}
