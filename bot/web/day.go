package web

import (
	"cmp"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"qunwen/corpus"
)

// noBody stands in the place of what was not exported.
const noBody = "（表情或卡片，没有导出）"

// dayPage shows a day of a room.
type dayPage struct {
	Room, Name string
	Date       string   // as in the address
	DateName   string   // as people read it
	Prev, Next *dayLink // the nearest days that there are; nil at the ends
	Count      int      // messages
	Messages   template.HTML
	Unreadable bool // some of the day's posts cannot be read
}

func (h *handler) day(w http.ResponseWriter, r *http.Request, room, date string) {
	if h.cfg.Private(room) {
		h.fail(w, http.StatusNotFound)
		return
	}
	days, i, ok := h.cfg.Days.Find(room, date)
	if !ok {
		h.fail(w, http.StatusNotFound)
		return
	}
	hidden, err := h.cfg.Hidden(r.Context())
	if err != nil {
		h.broken(w, "who is hidden is not known", err)
		return
	}
	anybody := hidden != nil
	if !anybody {
		hidden = func(string) bool { return false }
	}
	posts, errs := h.cfg.Days.Load(days[i])
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
	v := newVeil(hidden, posts)
	if anybody {
		v.wordsOn, v.days = h.wordsOn(hidden), make(map[string][]string)
	}
	all := messages(posts, v)
	p := dayPage{
		Room: room, Name: h.name(room), Date: date, DateName: fullDate(date),
		Count: len(all), Messages: markup(all), Unreadable: len(errs) > 0,
	}
	if i > 0 {
		l := link(days[i-1], fullDate(days[i-1].Date))
		p.Prev = &l
	}
	if i+1 < len(days) {
		l := link(days[i+1], fullDate(days[i+1].Date))
		p.Next = &l
	}
	h.page(w, r, "day.html", p)
}

// messages makes those of a page, without copies. A link to a copy leads to
// what it is a copy of.
func messages(posts []*corpus.Transcript, v *veil) []message {
	n, copies := 0, false
	for _, tr := range posts {
		n += len(tr.Messages)
		copies = copies || slices.ContainsFunc(tr.Messages, func(m corpus.Message) bool { return m.CopyOf != "" })
	}
	all := make([]message, 0, n)
	at := make(map[string]int) // where each ID is shown; nothing on a day without copies
	for _, tr := range posts {
		for i := range tr.Messages {
			m := &tr.Messages[i]
			if n, ok := at[m.CopyOf]; ok {
				all[n].Copies = append(all[n].Copies, fragment(m.ID))
				at[m.ID] = n
				continue
			}
			if copies {
				at[m.ID] = len(all)
			}
			all = append(all, shown(m, v))
		}
	}
	return all
}

// fragment is the last part of a message's ID.
func fragment(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

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
		s.Pieces = media(v.mask(safe(m.Text)), m.URL)
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
		return v.mask(safe(m.Text))
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
