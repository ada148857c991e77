package web

import (
	"cmp"
	"io/fs"
	"log/slog"
	"slices"
	"sync"
	"time"

	"qunwen/corpus"
)

// listLife is how long the list of days is believed.
const listLife = 5 * time.Second

// A dayList knows which days there are, without walking the site each time.
type dayList struct {
	site fs.FS
	log  *slog.Logger
	now  func() time.Time

	mu     sync.Mutex
	days   []corpus.Day // by room, then date; never changed, only replaced
	made   time.Time    // zero before the first walk
	faults int          // of the last walk
}

// all returns the days by room, then date.
func (l *dayList) all() []corpus.Day {
	l.mu.Lock()
	defer l.mu.Unlock()
	if age := l.now().Sub(l.made); l.made.IsZero() || age < 0 || age >= listLife {
		l.walk()
	}
	return l.days
}

// again returns the days as they are now.
func (l *dayList) again() []corpus.Day {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.walk()
	return l.days
}

func (l *dayList) walk() {
	days, errs := corpus.Days(l.site)
	if len(errs) != l.faults && len(errs) > 0 {
		l.log.Warn("some files of the site cannot be posts", "files", len(errs), "err", errs[0])
	}
	l.days, l.made, l.faults = days, l.now(), len(errs)
}

// ofRoom returns the days of a room by date; nil if there is no such room.
func ofRoom(days []corpus.Day, room string) []corpus.Day {
	byRoom := func(d corpus.Day, room string) int { return cmp.Compare(d.Room, room) }
	from, _ := slices.BinarySearchFunc(days, room, byRoom)
	to := from
	for to < len(days) && days[to].Room == room {
		to++
	}
	return days[from:to:to]
}

// find returns the place of the date among the days of one room.
func find(days []corpus.Day, date string) (int, bool) {
	return slices.BinarySearchFunc(days, date, func(d corpus.Day, date string) int { return cmp.Compare(d.Date, date) })
}

// day returns the days of a room and the place of the date among them. A day
// that is not on the list may be new: then the list is made again, which costs
// no more than showing a day.
func (l *dayList) day(room, date string) ([]corpus.Day, int, bool) {
	days := ofRoom(l.all(), room)
	if _, err := time.Parse(time.DateOnly, date); err != nil || len(days) == 0 {
		return nil, 0, false
	}
	i, ok := find(days, date)
	if !ok {
		days = ofRoom(l.again(), room)
		i, ok = find(days, date)
	}
	return days, i, ok
}
