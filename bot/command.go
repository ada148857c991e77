package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A verb is what somebody wants of the bot.
type verb uint8

const (
	toAsk      verb = iota
	toGoOn          // 更多
	toSeeTalk       // 原文 2
	toSeeWho        // 谁说的
	toPraise        // 有用
	toBlame         // 不对，应该是…
	toForget        // 忘了它
	toRevoke        // 撤回
	toHide          // 隐藏我
	toShow          // 取消隐藏
	toHelp          // 帮助
	toClaim         // 认领 CODE
	toChat          // 你好, 谢谢
	toListOpen      // 没答上的; this and the following are the admins'
	toMute          // 静音 2小时
	toUnmute        // 取消静音
	toReport        // 状态
	toUndo          // 撤销
)

// A command is what an addressed message says.
type command struct {
	verb  verb
	n     int           // of toSeeTalk; 0 means the first
	text  string        // of toAsk, toBlame and toClaim; of toChat what is said to it
	pause time.Duration // of toMute
}

var (
	talkPattern  = regexp.MustCompile(`^(?:看看|看一下|看下|看|查看)?(?:原文|上下文|前后文)\s*(?:第)?\s*([0-9０-９一二三四五六七八九十]*)\s*(?:条|处|个)?$`)
	nthPattern   = regexp.MustCompile(`^(?:看看|看一下|看下|看|查看|展开|详细看看?)?(?:一下|下)?\s*第?\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*(?:条|处|个)?的?\s*(?:原文|上下文|前后文|(?:再|给我)?(?:说说|讲讲|展开|详细|细说|说下|看看|详细说说|展开说说|展开讲讲|说详细点|详细点))?$`)
	sayerPattern = regexp.MustCompile(`^第\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*(?:条|处|个)(?:是)?谁(?:说|讲|写)的$`)
	blamePattern = regexp.MustCompile(`^(?:这个|这|你说的|你答的|答得|答的|好像|感觉)?(?:不对|错了|不正确|没用|没有用|答错了|说错了|答非所问|牛头不对马嘴|驴唇不对马嘴)[吧啊呀哦的]?(?:(?:[，,。.！!：:；;\s]+(?:应该是|是)?|应该是)(?s)(.*))?$`)
	mutePattern  = regexp.MustCompile(`^(?:静音|安静|闭嘴)\s*([0-9一二两三四五六七八九十半]*)\s*(个?小时|钟头|分钟|分|天|h|m)?$`)
	claimPattern = regexp.MustCompile(`^(?:认领|claim)\s+(\S(?:.*\S)?)$`)
)

// commandWords are commands that are one word.
var commandWords = map[string]verb{
	"更多": toGoOn, "还有吗": toGoOn, "继续": toGoOn, "下一条": toGoOn, "还有呢": toGoOn,
	"然后": toGoOn, "然后呢": toGoOn, "接着说": toGoOn, "继续说": toGoOn, "再来": toGoOn, "再来点": toGoOn, "还有没有": toGoOn, "还有别的吗": toGoOn, "还有其他的吗": toGoOn, "还有更多吗": toGoOn, "more": toGoOn, "下一页": toGoOn,
	"展开说说": toSeeTalk, "详细说说": toSeeTalk, "详细点": toSeeTalk, "具体点": toSeeTalk, "说详细点": toSeeTalk, "展开讲讲": toSeeTalk,
	"谁说的": toSeeWho, "这是谁说的": toSeeWho, "是谁说的": toSeeWho, "谁讲的": toSeeWho,
	"有用": toPraise, "有帮助": toPraise, "对的": toPraise, "答得好": toPraise, "很有用": toPraise, "有用的": toPraise, "非常有用": toPraise, "挺有用": toPraise, "挺有用的": toPraise, "有用有用": toPraise, "很有帮助": toPraise, "说得对": toPraise, "没错": toPraise,
	"忘了它": toForget, "忘了": toForget, "忘记它": toForget, "换个话题": toForget, "忘掉": toForget, "忘掉它": toForget, "忘记": toForget, "重新来": toForget, "重来": toForget,
	"撤回": toRevoke, "隐藏我": toHide, "取消隐藏": toShow, "取消隐藏我": toShow,
	"把我隐藏": toHide, "别引用我": toHide, "别引用我的话": toHide, "不要引用我": toHide, "不要引用我的话": toHide, "不要引用我说的话": toHide, "隐藏我的话": toHide, "隐藏我的发言": toHide,
	"帮助": toHelp, "help": toHelp, "怎么用": toHelp, "你会什么": toHelp, "你能做什么": toHelp, "你能干什么": toHelp, "使用说明": toHelp,
	"你会啥": toHelp, "你会干啥": toHelp, "你会干什么": toHelp, "你能干啥": toHelp, "你能干嘛": toHelp, "你有什么用": toHelp, "你有什么功能": toHelp, "有什么功能": toHelp, "功能": toHelp, "菜单": toHelp, "指令": toHelp,
	"怎么用你": toHelp, "你怎么用": toHelp, "怎么使用": toHelp, "使用方法": toHelp,
	"没答上的": toListOpen, "没答上来的": toListOpen, "取消静音": toUnmute, "解除静音": toUnmute, "状态": toReport, "撤销": toUndo,
}

// parseCommand reads what an addressed message says; whatever is no command is
// a question.
func parseCommand(text string) command {
	text = strings.TrimLeft(text, "，,：:、。 \t\n\u3000") // what stood behind the name
	plain := strings.TrimRight(strings.TrimSpace(text), "。.!！~～?？ ")
	if v, ok := commandWords[strings.ToLower(plain)]; ok {
		return command{verb: v}
	}
	for _, pattern := range []*regexp.Regexp{talkPattern, nthPattern} {
		if m := pattern.FindStringSubmatch(plain); m != nil {
			return command{verb: toSeeTalk, n: smallNumber(m[1])}
		}
	}
	if sayerPattern.MatchString(plain) {
		return command{verb: toSeeWho}
	}
	if m := mutePattern.FindStringSubmatch(plain); m != nil && (m[1] != "" || m[2] == "") {
		return command{verb: toMute, pause: pauseOf(m[1], m[2])}
	}
	if m := blamePattern.FindStringSubmatch(strings.TrimSpace(text)); m != nil && len([]rune(plain)) <= 200 {
		return command{verb: toBlame, text: strings.TrimSpace(m[1])}
	}
	if m := claimPattern.FindStringSubmatch(plain); m != nil {
		return command{verb: toClaim, text: m[1]}
	}
	if cmd, ok := saidLoosely(text); ok {
		return cmd
	}
	return command{verb: toAsk, text: strings.TrimSpace(text)}
}

// pauseOf reads a length of time; two hours if nothing is said.
func pauseOf(number, unit string) time.Duration {
	n := time.Duration(2)
	half := number == "半"
	if number != "" && !half {
		n = time.Duration(smallNumber(number))
	}
	d := time.Hour
	switch unit {
	case "分钟", "分", "m":
		d = time.Minute
	case "天":
		d = 24 * time.Hour
	}
	if half {
		return d / 2
	}
	return min(max(n, 1)*d, 30*24*time.Hour)
}

// smallNumber reads a number up to 9,999 in digits of either width, or up to
// 99 in Chinese; 0 if there is none.
func smallNumber(s string) int {
	s = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
	if n, err := strconv.Atoi(s); err == nil {
		return min(max(n, 0), 9999)
	}
	const digits = "〇一二三四五六七八九"
	n, tens := 0, false
	for _, r := range strings.ReplaceAll(s, "两", "二") {
		if r == '十' {
			if n > 9 || tens {
				return 0
			}
			n, tens = max(n, 1)*10, true
			continue
		}
		i := strings.IndexRune(digits, r)
		if i < 0 {
			return 0
		}
		if d := i / len("一"); tens {
			n += d
		} else {
			n = min(n*10+d, 99)
		}
	}
	return min(n, 99)
}
