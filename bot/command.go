package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
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
	toConfirm       // 确认隐藏 老许; the admins'
	toHelp          // 帮助
	toClaim         // 认领 CODE
	toChat          // 你好, 谢谢
	toListen        // 请教个问题, or nothing at all
	toListOpen      // 没答上的; this and the following are the admins'
	toMute          // 静音 2小时
	toUnmute        // 取消静音
	toReport        // 状态
	toUndo          // 撤销
)

// longestBlame is how many characters a message has at most that says that an
// answer is wrong.
const longestBlame = 200

// A command is what an addressed message says.
type command struct {
	verb  verb
	n     int           // of toSeeTalk, 0 means the first; of toSeeWho, 0 means all
	text  string        // of toAsk, toBlame and toClaim; of toShow and toConfirm a name; of toChat what is said to it
	pause time.Duration // of toMute
}

// A request is a command with what it takes to do it, and what comes of it besides
// the text of the reply.
type request struct {
	in *Incoming
	command
	admin bool
	key   string // of the reply
	now   time.Time

	about  *finding // that the reply goes on with; nil if it is no part of an answer
	revoke string   // key of what is to be taken back; "" if nothing is
}

var (
	talkPattern  = regexp.MustCompile(`^(?:看看|看一下|看下|看|查看)?(?:原文|上下文|前后文)\s*(?:第)?\s*([0-9０-９一二三四五六七八九十]*)\s*(?:条|处|个)?$`)
	nthPattern   = regexp.MustCompile(`^(?:看看|看一下|看下|看|查看|展开|详细看看?)?(?:一下|下)?\s*第?\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*(?:条|处|个)?的?\s*(?:原文|上下文|前后文|(?:再|给我)?(?:(?:是|说的)?[什啥]么?意思|怎么理解|咋理解|没看懂|看不懂|说说|讲讲|展开|详细|细说|说下|看看|详细说说|展开说说|展开讲讲|说详细点|详细点))?[啊呀呢吧]?$`)
	sayerPattern = regexp.MustCompile(`^(?:这|是)*谁(?:说|讲|写)的\s*第?\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*(?:条|处|个)?$|^第?\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*(?:条|处|个)?\s*是?(?:谁|哪年|哪天|几号|什么时候|啥时候)(?:说|讲|写)?的(?:事|话)?$`)
	blamePattern = regexp.MustCompile(`^(?:这个|这|你说的|你答的|答得|答的|好像|感觉)?(?:不对|错了|不正确|没用|没有用|答错了|说错了|答非所问|牛头不对马嘴|驴唇不对马嘴)[吧啊呀哦的]?(?:(?:[，,。.！!：:；;\s]+(?:应该是|是)?|应该是)(?s)(.*))?$`)
	mutePattern  = regexp.MustCompile(`^(?:静音|安静|闭嘴)\s*([0-9一二两三四五六七八九十半]*)\s*(个?小时|钟头|分钟|分|天|h|m)?$`)
	showPattern  = regexp.MustCompile(`^(?:取消隐藏|不隐藏)\s*[「“"]?(\S.{0,60}?)[」”"]?$`)
	agreePattern = regexp.MustCompile(`^确认隐藏\s*[「“"]?(\S.{0,60}?)?[」”"]?$`)
	claimPattern = regexp.MustCompile(`^(?:认领|claim)\s+(\S(?:.*\S)?)$`)
)

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

// What reads a command that is more than one of a verb's words: text is what is
// said, plain the same without marks at its end.

func readTalk(_, plain string) (cmd command, ok bool) {
	m := talkPattern.FindStringSubmatch(plain)
	if m == nil {
		m = nthPattern.FindStringSubmatch(plain)
	}
	if m == nil {
		return command{}, false
	}
	return command{n: smallNumber(m[1])}, true
}

func readSayer(_, plain string) (cmd command, ok bool) {
	m := sayerPattern.FindStringSubmatch(plain)
	if m == nil {
		return command{}, false
	}
	return command{n: smallNumber(m[1] + m[2])}, true
}

func readMute(_, plain string) (cmd command, ok bool) {
	m := mutePattern.FindStringSubmatch(plain)
	if m == nil || m[1] == "" && m[2] != "" {
		return command{}, false
	}
	return command{pause: pauseOf(m[1], m[2])}, true
}

func readBlame(text, plain string) (cmd command, ok bool) {
	m := blamePattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || utf8.RuneCountInString(plain) > longestBlame {
		return command{}, false
	}
	return command{text: strings.TrimSpace(m[1])}, true
}

func readClaim(_, plain string) (cmd command, ok bool) {
	m := claimPattern.FindStringSubmatch(plain)
	if m == nil {
		return command{}, false
	}
	return command{text: m[1]}, true
}

func readShow(_, plain string) (cmd command, ok bool) { return readName(showPattern, plain) }

func readConfirm(_, plain string) (cmd command, ok bool) { return readName(agreePattern, plain) }

// readName reads a command with a name behind it, which may be called by an @.
func readName(pattern *regexp.Regexp, plain string) (cmd command, ok bool) {
	m := pattern.FindStringSubmatch(plain)
	if m == nil {
		return command{}, false
	}
	return command{text: strings.TrimSpace(strings.TrimPrefix(m[1], "@"))}, true
}
