package main

import (
	"time"

	"qunwen/corpus"
	"qunwen/index/judge"
)

// published returns a function that looks messages up in the site: the bodies,
// as published, of those at a place. It reads a day when it is first asked
// for.
func (e *env) published() func(judge.Key) []string {
	type date struct{ room, date string }
	days := make(map[date]corpus.Day)
	all, _ := corpus.Days(e.site) // what is wrong with the site is check's affair
	for _, d := range all {
		days[date{d.Room, d.Date}] = d
	}
	texts := make(map[date]map[string][]string) // by time
	return func(k judge.Key) []string {
		at := date{k.Room, k.Date}
		day, ok := texts[at]
		if !ok {
			day = make(map[string][]string)
			posts, _ := days[at].Load(e.site, e.location)
			for _, post := range posts {
				for _, m := range post.Messages {
					clock := m.Time.Format(time.TimeOnly)
					day[clock] = append(day[clock], m.Raw)
				}
			}
			texts[at] = day
		}
		return day[k.Time]
	}
}
