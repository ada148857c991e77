package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/days"
)

// latestDays is how many days of each room the first page shows.
const latestDays = 5

// roomsPage is the first page.
type roomsPage struct {
	Rooms []roomEntry // by folder name
}

// A roomEntry is a room on the first page.
type roomEntry struct {
	Room, Name string
	Count      int // days
	Latest     []dayLink
}

// roomPage lists the days of a room.
type roomPage struct {
	Room, Name string
	Count      int     // days
	Months     []month // the latest first
}

// A month is a part of a roomPage.
type month struct {
	Name string    // 2023年3月
	Days []dayLink // the earliest first
}

// A dayLink leads to a day.
type dayLink struct {
	Room, Date string // as in the address
	Name       string // as people read it
}

func (h *handler) rooms(w http.ResponseWriter, r *http.Request) {
	var p roomsPage
	for rest := h.cfg.Days.All(); len(rest) > 0; {
		room := rest[0].Room
		own := days.OfRoom(rest, room)
		rest = rest[len(own):]
		if h.cfg.Private(room) {
			continue
		}
		e := roomEntry{Room: room, Name: h.name(room), Count: len(own)}
		for _, d := range slices.Backward(own[max(0, len(own)-latestDays):]) {
			e.Latest = append(e.Latest, link(d, fullDate(d.Date)))
		}
		p.Rooms = append(p.Rooms, e)
	}
	h.page(w, r, "rooms.html", p)
}

func (h *handler) room(w http.ResponseWriter, r *http.Request, room string) {
	own := days.OfRoom(h.cfg.Days.All(), room)
	if len(own) == 0 || h.cfg.Private(room) {
		h.fail(w, http.StatusNotFound)
		return
	}
	p := roomPage{Room: room, Name: h.name(room), Count: len(own)}
	for _, d := range own {
		t := dateOf(d.Date)
		name := t.Format("2006年1月")
		if n := len(p.Months); n == 0 || p.Months[n-1].Name != name {
			p.Months = append(p.Months, month{Name: name})
		}
		m := &p.Months[len(p.Months)-1]
		m.Days = append(m.Days, link(d, strconv.Itoa(t.Day())+"日"))
	}
	slices.Reverse(p.Months)
	h.page(w, r, "room.html", p)
}

// name is what people call the room.
func (h *handler) name(room string) string {
	if n := h.cfg.RoomNames[room]; n != "" {
		return n
	}
	return room
}

func link(d corpus.Day, name string) dayLink { return dayLink{d.Room, d.Date, name} }

// dateOf reads a date that package corpus found valid.
func dateOf(date string) time.Time {
	t, _ := time.Parse(time.DateOnly, date) // the zero time of any other
	return t
}

// fullDate is a date as people read it, such as 2023年3月6日 星期一.
func fullDate(date string) string {
	t := dateOf(date)
	weekdays := [...]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}
	return t.Format("2006年1月2日 ") + weekdays[t.Weekday()]
}
