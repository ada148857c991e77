package announce

import (
	"encoding/json"
	"slices"
	"time"

	"qunwen/bot/schedule/when"
)

// A Message is what somebody said in a room.
type Message struct {
	ID      string    `json:"id"`
	Room    string    `json:"room"`
	Time    time.Time `json:"time"` // its zone decides what today is
	Speaker string    `json:"speaker"`
	Text    string    `json:"text"` // as sent or as the archive has it
}

// A Context is what was said before a message, as far as it bears on it. The
// zero value is no context.
type Context struct {
	// Header is a line the same speaker has just sent, such as 下周分享安排：.
	// If it says 下周, bare weekdays mean next week.
	Header string
}

// A Kind says what a message does to the schedule.
type Kind string

// The kinds of message.
const (
	None   Kind = "none"
	List   Kind = "list"
	Single Kind = "single"
	Move   Kind = "move"
	Cancel Kind = "cancel"
	Call   Kind = "call_for_speakers"
	Event  Kind = "event" // a meeting, a course: not one of the room's sessions
)

// A Status says how firm a slot is.
type Status string

// The statuses that a message can give a slot.
const (
	Planned   Status = "planned"
	TBD       Status = "tbd"  // 待定
	Open      Status = "open" // 无安排, or nobody named
	Moved     Status = "moved"
	Cancelled Status = "cancelled"
)

// A session begins at 19:30 if nobody says: sign-in is at 19:15.
const (
	UsualStart = 19*60 + 30 // minutes
	UsualClock = "19:30"
)

// An Entry is one slot that a message names. Fields that it does not say are "".
type Entry struct {
	Date      string    // YYYY-MM-DD
	Start     string    // HH:MM, of Date: 今晚12点 is 00:00 of tomorrow
	End       string    // HH:MM; of the next day if it is not after Start
	Speaker   string    // as written, without @
	Topic     string    // as written, without quotation marks
	Status    Status    // never ""
	FromDate  string    // of a moved slot: the day it was on
	DateRange [2]string // of a vague day such as 1月底, both ends inclusive; "" where open
	Options   []string  // days of which one is meant, if the message does not settle which
	TopicTBD  bool      // the topic is still to be named
	Self      bool      // the speaker is who sent the message
	Implied   bool      // the words say no day: Date is that of the message
	Whose     string    // what stands before the day of somebody's own talk and may name another speaker; folded
	Problem   string    // what is wrong with the day or the hour that is named, in Chinese; Date or Start is "" then
	Every     string    // how often it is, such as 每周三; Date is the next day then
}

// MarshalJSON gives null for what is not said, and leaves out the fields
// behind from_date where they are empty.
func (e Entry) MarshalJSON() ([]byte, error) {
	said := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	var days []*string
	if e.DateRange != [2]string{} {
		days = []*string{said(e.DateRange[0]), said(e.DateRange[1])}
	}
	return json.Marshal(struct {
		Date      *string   `json:"date"`
		Start     *string   `json:"start"`
		Speaker   *string   `json:"speaker"`
		Topic     *string   `json:"topic"`
		Status    Status    `json:"status"`
		FromDate  *string   `json:"from_date"`
		DateRange []*string `json:"date_range,omitempty"`
		Options   []string  `json:"date_options,omitempty"`
		TopicTBD  bool      `json:"topic_tbd,omitempty"`
		Self      bool      `json:"self,omitempty"`
		Problem   string    `json:"problem,omitempty"`
		End       string    `json:"end,omitempty"`
		Every     string    `json:"every,omitempty"`
	}{said(e.Date), said(e.Start), said(e.Speaker), said(e.Topic), e.Status, said(e.FromDate),
		days, e.Options, e.TopicTBD, e.Self, e.Problem, e.End, e.Every})
}

// An Extraction is what a message says about the schedule.
type Extraction struct {
	Kind    Kind
	Entries []Entry // in the order of the message; empty for None

	// Changes are what the message does to sessions that stand, in its order.
	// There may be some where Kind is None: whether 发版改到周五 is of a session,
	// only a book can tell.
	Changes []Change

	// Tentative says that the entries count only if the changes are of no session:
	// 多活容灾我下周一再讲 moves a session, or plans one.
	Tentative bool

	// Weak says that the message does not speak of sharing at all: a bare
	// 就27号 is an announcement only in answer to a question.
	Weak bool
}

// Problems are the contradictions in the entries, in their order.
func (x Extraction) Problems() []string {
	var all []string
	for _, e := range x.Entries {
		if e.Problem != "" {
			all = append(all, e.Problem)
		}
	}
	for i := range x.Changes {
		if p := x.Changes[i].Of.Problem; p != "" && x.Changes[i].Of.Sure && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

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

	Shift     when.Shift
	SameTopic bool // whoever speaks instead speaks of the same

	// weekday says that the new day is a weekday without a week: it lies in the
	// week of the session.
	weekday bool
	quiet   bool // nothing may have to be changed: 照常
	unable  bool // of Drops: somebody cannot come, which may be why something else is said
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
