package web

import (
	"cmp"
	"errors"
	"html/template"
	"io/fs"
	"net/http"

	"qunwen/corpus"
	"qunwen/corpus/days"
)

// noBody stands in the place of what was not exported.
const noBody = "（表情或卡片，没有导出）"

// dayPage shows a day of a room.
type dayPage struct {
	Room, Name string
	Date       string     // as in the address
	DateName   string     // as people read it
	Prev, Next *dayLink   // the nearest days that there are; nil at the ends
	Count      int        // messages of the day
	From, To   int        // the numbers, from 1 on, of the first and the last of the page
	Pages      []pageLink // of a day with several pages; otherwise nil
	Before     *pageLink  // the pages next to this one; nil at the ends
	After      *pageLink
	Messages   template.HTML
	Unreadable bool // some of the day's posts cannot be read
}

func (h *handler) day(w http.ResponseWriter, r *http.Request, room, date string) {
	if h.cfg.Private(room) {
		h.fail(w, http.StatusNotFound)
		return
	}
	all, i, ok := h.cfg.Days.Find(room, date)
	if !ok {
		h.fail(w, http.StatusNotFound)
		return
	}
	hidden, err := h.cfg.Hidden(r.Context())
	if err != nil {
		h.broken(w, "who is hidden is not known", err)
		return
	}
	posts, errs := h.cfg.Days.Load(all[i])
	for _, err := range errs {
		h.cfg.Log.Warn("post left out of its page", "room", room, "err", err)
	}
	if len(posts) == 0 && errors.Is(errs[0], fs.ErrNotExist) { // taken away since the list was made
		h.fail(w, http.StatusNotFound)
		return
	}
	if len(posts) == 0 {
		h.broken(w, "no post of the day can be read", errs[0], "room", room)
		return
	}
	l := newLayout(posts)
	at, asked := 0, r.URL.Query().Has("m")
	if asked {
		if at, ok = l.find(r.URL.Query().Get("m")); !ok {
			h.fail(w, http.StatusNotFound)
			return
		}
	}
	from := at / days.PageLength * days.PageLength
	to := min(from+days.PageLength, len(l.shown))
	p := dayPage{
		Room: room, Name: h.name(room), Date: date, DateName: fullDate(date), Count: len(l.shown), From: from + 1, To: to,
		Pages: l.pages(from, !asked), Messages: markup(l.messages(h.veil(hidden, posts), from, to)), Unreadable: len(errs) > 0,
	}
	if n := from / days.PageLength; n > 0 {
		p.Before = &p.Pages[n-1]
	}
	if n := to / days.PageLength; to < len(l.shown) {
		p.After = &p.Pages[n]
	}
	if i > 0 {
		l := link(all[i-1], fullDate(all[i-1].Date))
		p.Prev = &l
	}
	if i+1 < len(all) {
		l := link(all[i+1], fullDate(all[i+1].Date))
		p.Next = &l
	}
	h.page(w, r, "day.html", p)
}

// veil looks through a day for what must not be shown of it. hidden may be nil.
func (h *handler) veil(hidden func(string) bool, posts []*corpus.Transcript) *veil {
	if hidden == nil {
		return newVeil(func(string) bool { return false }, nil)
	}
	v := newVeil(hidden, posts)
	v.wordsOn, v.days = h.wordsOn(hidden), make(map[string][]string)
	return v
}

// shown is a message as it is shown.
func shown(m *corpus.Message, v *veil) message {
	stamp := m.Time.Format("2006-01-02T15:04:05-07:00")
	s := message{
		ID: fragment(m.ID), Clock: stamp[len("2006-01-02T"):][:len("15:04:05")], Stamp: stamp,
		Speaker: cmp.Or(readable(m.Speaker), "（没有名字）"),
	}
	if v.person(m.Speaker) {
		s.Speaker, s.Note = hiddenMark, hiddenMark
		return s
	}
	switch m.Kind {
	case corpus.Empty:
		s.Note = noBody
	case corpus.Image:
		s.Pieces = media("「图片」", m.URL)
	case corpus.Link:
		s.Pieces = media(v.mask(v.uncite(safe(m.Text))), m.URL)
	case corpus.RedPacket:
		s.Note = "（微信红包）"
	case corpus.Quote:
		s.Quote = quoteOf(m.Quoted, v)
		s.Pieces = pieces(reply(m, v))
	default:
		said := corpus.WithoutAccounts(corpus.Decode(m.Raw))
		if said == "" {
			s.Note = noBody
		}
		s.Pieces = pieces(v.mask(v.uncite(safe(said))))
	}
	return s
}

// reply is what a message says besides what it quotes.
func reply(m *corpus.Message, v *veil) string {
	said := corpus.Decode(m.Raw)
	head := quoteHead.FindString(said)
	if head == "" { // package corpus sees where the quoted part ends, we do not
		return v.mask(v.uncite(safe(m.Text)))
	}
	return v.mask(safe(corpus.WithoutAccounts(said[len(head):])))
}

func quoteOf(q *corpus.Quoted, v *veil) *quote {
	if v.quoted(q) {
		return &quote{Text: hiddenMark}
	}
	return &quote{Name: readable(q.Name), Text: v.mask(safe(q.Text))}
}

// media is a picture or a card: a link, if the address is one to follow.
func media(title, address string) []piece {
	to := webAddress(address)
	if title == "" {
		title = address
	}
	return []piece{{title, to}}
}
