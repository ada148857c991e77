package announce

import (
	"strings"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// talkWords speak of the sessions.
var talkWords = []string{"分享", "嘉宾", "主讲", "讲师", "专题", "作者", "话题"}

// notOfSchedule are words of hearsay, digests and links, which announce nothing.
var notOfSchedule = zh.NewWords("分享自", "早报", "听说", "好像说", "有人说", "本来想", "网盘", "分享记录", "导读", "转自", "来源:", "分享整理", "聊天记录", "维护期间")

// noise reports whether the message cannot announce anything: it is a link, a
// digest, hearsay, or about a session that is over.
func (r *reader) noise() bool {
	switch {
	case notOfSchedule.In(r.text):
		return true
	case strings.Contains(r.text, "分享过") && (len(r.src.Fold) <= 50 || !strings.Contains(r.text, "我")):
		return true
	case r.onlyOfPast():
		return !r.dropsFirst()
	}
	return strings.Contains(r.text, "http") && len(r.handles()) == 0 && !zh.ContainsAny(r.text, "取消", "我")
}

// onlyOfPast reports whether the message names days that are over, and none to
// come.
func (r *reader) onlyOfPast() bool {
	past := zh.ContainsAny(r.text, "上次", "前几天", "之前的分享")
	for _, sl := range r.slots {
		switch {
		case sl.Past:
			past = true
		case !sl.Every && !r.isPast(sl):
			return false
		}
	}
	return past
}

// eventWords are what the room's sessions are not.
var eventWords = zh.NewWords(
	"沙龙", "线下活动", "线下交流", "线下聚", "线下分享", "大会", "培训", "研讨会", "峰会论坛", "高峰会", "论坛", "网络直播", "视频直播", "直播方式", "报名参加",
	"公开课", "聚会", "年会", "地点:", "的活动", "会议", "课程", "技术活动", "活动报名",
)

// isEvent reports whether the message is about a meeting or a course.
func (r *reader) isEvent() bool {
	return eventWords.In(r.text) && eventWords.In(hereWords.ReplaceAllString(r.text, " "))
}

// hereWords name the room as the place.
var hereWords = pattern.MustCompile(`腾讯会议|会议[室号]|地点\s*:\s*(?:就在)?(?:本群|群里|群内|群聊|线上|微信群)`)

// readEvent reads the days of an event.
func (r *reader) readEvent() Extraction {
	for _, sl := range r.slotsIn(0, len(r.src.Fold)) {
		if r.isPast(sl) {
			continue
		}
		e := Entry{Status: Planned}
		e.Start, e.End = sl.Hours()
		return Extraction{Kind: Event, Entries: fill(sl, e, nil)}
	}
	return Extraction{Kind: None}
}

// isTalkOpening reports whether a speaker begins or ends a talk with these
// words: 大家好，今天我分享的是….
func (r *reader) isTalkOpening(sl when.Slot) bool {
	if dateOf(sl.Moments[0]) != r.today() {
		return zh.ContainsAny(r.text, "分享的图片", "分享的内容是", "分享的是哪")
	}
	if zh.ContainsAny(r.text, "分享的", "分享到这", "分享就", "以上", "现在开始", "下面", "首先", "先分享", "算我", "抛砖", "讲到这", "献丑", "批评指正", "包涵", "见谅", "指正", "不敢") {
		return true
	}
	return zh.ContainsAny(r.text, "大家好", "各位好", "晚上好", "下午好", "大家晚上", "们好")
}
