package say

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"qunwen/bot/schedule"
	"qunwen/bot/store"
)

// What is said to somebody who asks the bot for something.
const (
	HelpBegins = "我记得群里聊过什么。@我 加上问题就行，例如：结算以后还能退款吗\n接着可以说："

	TooFast     = "问得有点快，过一分钟再问吧"
	ShareUsed   = "你今天问得不少了，留点给别人，明天再问我吧"
	DayUsed     = "今天我说得够多了，先歇歇，明天再问吧"
	OutOfOrder  = "这会儿出了点问题，没法回答，过几分钟再问问看"
	AdminsOnly  = "这个只有管理员能用"
	NoStore     = "这里没有地方记下来，做不到"
	NoAnswer    = "最近没有答过什么，先问个问题吧"
	NoMore      = "没有更多了。换个说法，或者说得具体一点，再问问看"
	NoSite      = "这里看不到原文"
	NoMessage   = "这条原话现在的记录里找不到了，可能被撤回或改过"
	Forgotten   = "好，前面的不算了，重新问吧"
	NotYours    = "只有提问的人和管理员能撤回"
	TooLate     = "两分钟以内的回答才能撤回"
	NobodyHid   = "这里没有记过"
	Unhidden    = "好，恢复了，以后可以引用你说的话"
	NotHidden   = "你没有隐藏过，说的话可以引用"
	Unmuted     = "好，恢复了"
	Thanks      = "谢谢"
	ThanksNoted = "谢谢，记下了"
	Corrected   = "谢谢指正，记下了"
	Blamed      = "记下了。要是知道对的答案，说一声：不对，应该是…"

	NoSchedule    = "这里没有分享安排"
	NothingToUndo = "最近没有改过分享安排，没有可以撤销的"

	ClaimInPrivate = "认领要私聊我说"
	ClaimShown     = "认领要私聊我说。这个码大家都看到了，已经作废，请换一个"
	WrongCode      = "这个码不对，或者已经用过、过期了"
	ManyTries      = "错得太多了，一小时后再试"
)

// What is said to talk that asks nothing of the group.
const (
	Greeted    = "在的。想问什么直接说，例如：结算以后还能退款吗"
	Thanked    = "不客气"
	Agreed     = "好，有问题随时@我"
	Scolded    = "没帮上忙，抱歉。哪里答得不对，说一声：不对，应该是…"
	WhatItIs   = "我是群里的机器人，只翻群里聊过的话和分享安排，自己不编答案。能问什么，回「帮助」看"
	Listening  = "请说。一分钟内直接发问题就行，不用再@我；能问什么，回「帮助」看"
	Unreadable = "引用的这条我看不到字。把问题写出来吧，一分钟内不用再@我"
	WhichOne   = "想问哪个问题？写出来@我一次，我去翻"
	Unclear    = "我只会摘群友的原话。回「原文 1」看前后文，或者换个说法再问"
	ScrollUp   = "往上翻就能看到。要我重新找，把问题再发一次"
	OfferShare = "欢迎分享！时间和题目跟管理员说一声，群里定了我会记下来"
	NotMine    = "这个我不会，我只翻群里聊过的话和分享安排"
)

// Claimed says of which room somebody is an admin now.
func (r Rooms) Claimed(room string) string {
	return "好，你现在是" + r.Name(room) + "的管理员，到我下次重新登录为止"
}

// What admins are told who hide somebody or show them again.
const (
	NameShown     = "好，恢复了，用这个名字说的话可以引用了"
	NotHiddenName = "没有隐藏过这个名字"
	Declined      = "好，这个名字以前的话照旧引用"
	HiddenByList  = "这个名字写在站点的名单里，要维护者用 qunwen people unhide 恢复"
)

// hiddenWhere says what hiding does not reach.
const hiddenWhere = "已经发布的聊天记录里还有原文，要删请找维护站点的人。想恢复就说：取消隐藏"

// Hidden says under which names somebody is not quoted any more, and which names
// may be others' and wait for an admin.
func Hidden(own, doubtful []string) string {
	switch {
	case len(doubtful) == 0:
		return "好，以后不再引用你说过的话" + names(own) + "。" + hiddenWhere
	case len(own) == 0:
		return "好，从现在起你说的话不再引用。以前的话" + names(doubtful) + "只凭名字认不出是不是你，请管理员对我说「确认隐藏」加上名字。" + hiddenWhere
	}
	return "好，以后不再引用你说过的话" + names(own) + "。别的名字" + names(doubtful) + "可能是别人的，请管理员对我说「确认隐藏」加上名字。" + hiddenWhere
}

// names are under which somebody is hidden, or asked to be; "" if there are none.
func names(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return "（名字：" + strings.Join(all, between) + "）"
}

// StillHidden says that somebody's names stay hidden until an admin shows them.
func StillHidden(all []string) string {
	return "用这些名字说的话" + names(all) + "还隐藏着：只凭名字认不出当初是不是你要隐藏的，请管理员对我说「取消隐藏」加上名字"
}

// WaitingToHide says which names wait for an admin, who named none of them.
func WaitingToHide(all []string) string {
	if len(all) == 0 {
		return "没有人等着确认隐藏"
	}
	return "等着确认的" + names(all) + "。是本人就说：确认隐藏 名字；不是就说：取消隐藏 名字"
}

// HidingConfirmed says under which names somebody is not quoted any more.
func HidingConfirmed(all []string) string { return "好，以后不再引用这些话" + names(all) }

// askedSize is how many characters of a question are named before its answer.
const askedSize = 20

// To begins a reply that does not stand right below what it answers: with who
// asked, and what.
func To(name, asked, reply string) string {
	asked = strings.Join(strings.Fields(asked), " ")
	if asked == "" {
		return "@" + speakerName(name) + " 问过的：\n" + reply
	}
	return "@" + speakerName(name) + " 问的「" + Clip(asked, askedSize) + "」：\n" + reply
}

// toPattern matches what To begins a reply with, also where a quotation has made
// one line of it.
var toPattern = regexp.MustCompile(`^@[^\n]{1,100}? 问(?:的「[^\n]{0,20}?」|过的)：\s`)

// WithoutTo returns a reply without the beginning that To gave it.
func WithoutTo(text string) string { return text[len(toPattern.FindString(text)):] }

// Late is the reply to what somebody asked while a session was on.
func Late(name, asked, reply string) string {
	return "@" + name + " 刚才分享时你问的「" + Clip(asked, titleSize) + "」\n" + reply
}

// News tells somebody what answers an earlier question of theirs.
func News(name, question string, c *Citation) string {
	return fmt.Sprintf("@%s 你问过「%s」，有人说到了：\n%s %s %s：%s", name, Clip(question, titleSize), c.Date, c.clock(), c.author(), c.clipped(newsSize)) + c.link()
}

// newsSize is how many characters of an answer are told to who asked.
const newsSize = 200

// Muted says until when the bot is silent.
func Muted(until time.Time) string {
	return "好，安静到" + until.Format(minuteForm) + "，管理员找我还是会答。想早点恢复就说：取消静音"
}

const (
	minuteForm = "1月2日15:04"
	dayForm    = "1月2日"
)

// A Report is the state of the bot, for the admins of a room.
type Report struct {
	Room    string    // as people call it
	Sent    int       // messages within a day; -1 if that is not known
	Muted   time.Time // until when; zero if it is not
	Waiting int       // questions that wait for the end of a session
	More    []string  // further lines; of an empty one nothing is seen
}

// Text writes a report.
func (r *Report) Text() string {
	lines := []string{"我在，" + r.Room}
	if r.Sent >= 0 {
		lines = append(lines, fmt.Sprintf("最近 24 小时发了 %d 条", r.Sent))
	}
	if !r.Muted.IsZero() {
		lines = append(lines, "安静到 "+r.Muted.Format(minuteForm))
	}
	if r.Waiting > 0 {
		lines = append(lines, fmt.Sprintf("分享结束后要答的问题有 %d 个", r.Waiting))
	}
	for _, more := range r.More {
		if more != "" {
			lines = append(lines, more)
		}
	}
	return strings.Join(lines, "\n")
}

// listedSize is how many characters of a question are listed.
const listedSize = 40

// Shortcomings lists questions that got no answer, and answers that somebody
// called wrong.
func Shortcomings(open []store.Unanswered, blamed []store.Feedback, zone *time.Location) string {
	var w strings.Builder
	if len(open) == 0 {
		w.WriteString("没有还没答上的问题")
	} else {
		w.WriteString("没答上的问题，问得多的在前：")
	}
	for i, u := range open {
		fmt.Fprintf(&w, "\n%d. %s（%d 次，最近 %s）", i+1, Clip(u.Question, listedSize), u.Times, u.Last.In(zone).Format(dayForm))
	}
	if len(blamed) > 0 {
		w.WriteString("\n有人说答得不对的，最近的在前：")
	}
	for i, f := range blamed {
		fmt.Fprintf(&w, "\n%d. %s（", i+1, Clip(f.Question, listedSize))
		if f.Correction != "" {
			fmt.Fprintf(&w, "%s说应该是%s，", f.Name, Clip(f.Correction, listedSize))
		}
		fmt.Fprintf(&w, "%s）", f.Time.In(zone).Format(dayForm))
	}
	return w.String()
}

// NoSession is an answer of the chat to a question about a session that there is
// not.
func NoSession(answer string) string { return schedule.NotFound + "\n" + answer }
