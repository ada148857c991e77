package announce

import "qunwen/bot/schedule/when"

// A Deed is what a change does to a session that stands.
type Deed uint8

// The deeds.
const (
	Plans     Deed = iota // nothing: what is planned stands beside it
	Moves                 // it gets another day or hour
	Postpones             // it will be on a day that nobody knows yet
	Drops                 // it will not be held
	Restores              // it will be held after all
	Replaces              // somebody else speaks
	Retitles              // it is about something else
	Swaps                 // it and another one change places
	Customs               // every session from a day on begins at another hour
)

// A Change is what a message does to a session that stands.
type Change struct {
	Deed Deed
	Of   Target
	With Target // of Swaps: the other session

	// Entry is what the session becomes, as far as the words say; of Plans the
	// whole entry. Its date is that of a plain reading, without the session.
	Entry Entry

	// Weekday says that the new day is a weekday without a week: it lies in the
	// week of the session.
	Weekday bool

	Shift     when.Shift
	Quiet     bool // nothing may have to be changed: 照常
	unable    bool // of Drops: somebody cannot come, which may be why something else is said
	SameTopic bool // whoever speaks instead speaks of the same
}

// A Target is what words say of which session a change is of. Fields that they
// do not say are zero.
type Target struct {
	Date        string    // the day it is on, YYYY-MM-DD
	Problem     string    // what is wrong with the day that is named, in Chinese; the change is void then
	DateRange   [2]string // days that it lies among, both ends inclusive
	Start       string    // HH:MM
	Nths        []int     // which of the sessions, by day and hour, from 1; -1 is the last
	Speaker     string    // a mention
	Head        bool      // the mention stands at the head of the message: it may be whom that is said to
	Self        bool      // the sender's own
	Owner       string    // whose it is, without a mention: 张老师 of 张老师的分享
	All         bool      // all that fit, not one
	ExceptDates []string  // days of such sessions
	Except      string    // words that name those that do not fit though all are meant; folded

	// Loose says that the day stands in another clause: it may be of something else.
	Loose bool

	// Words may name who speaks or what about: what stands before the verb in
	// its clause, and Before what was said earlier in the message. Both are
	// folded and without days, clocks and mentions.
	Words, Before string

	// Rest is Words without those that name nothing: "" if the clause has no
	// subject of its own.
	Rest string

	// Dates are the days that were said earlier in the message.
	Dates []string

	// Sure says that the words speak of a session. Of 发版改到周五 only a book
	// can tell that there is none.
	Sure bool
}

// On reports whether a day, YYYY-MM-DD, is the one that the words name, or among
// those that they name.
func (t *Target) On(date string) bool {
	if t.Date != "" {
		return date == t.Date
	}
	return date != "" && t.DateRange != [2]string{} && date >= t.DateRange[0] && (t.DateRange[1] == "" || date <= t.DateRange[1])
}
