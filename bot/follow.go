package bot

import (
	"qunwen/corpus/zh"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	side = `(?:[以之]?[前后]|的?时候?|期间|[当之]?中)`

	// longestFollow is how long a question that leans on the last one is at
	// most, in characters.
	longestFollow = 16
)

var (
	followStarts = []string{"那么", "那", "如果是", "如果", "要是", "换成", "假如"}
	followEnds   = []string{"呢", "的话", "怎么样", "行吗", "可以吗", "又如何"}

	// sidePattern finds at the end, sideStart at the beginning, what says before,
	// during or after.
	sidePattern = regexp.MustCompile(side + `$`)
	sideStart   = regexp.MustCompile(`^` + side)

	// dayPattern finds a day, a week, a month or a year as it is said.
	dayPattern = regexp.MustCompile(`(?:大前|[去今前]|\d{2,4})年(?:的?\d{1,2}月份?)?|(?:上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天末]?|大?[前后]天|[今明昨](?:天|晚|日)(?:晚上)?|\d{1,2}月(?:份|\d{1,2}[日号]?|底|初)?|\d{1,2}[日号]|(?:上|下|这|本)个?月`)
)

// leaning matches a question without a subject: it asks more of what was asked
// before. A test has examples.
var leaning = regexp.MustCompile(`^(?:那|那么)?(?:` +
	`(?:有没有|有什么|有|给个|求|要)?(?:更|比较|再)?(?:具体|详细|完整|实际|现成|成熟|好)[点些]?的?(?:实现|设计|处理|操作)?(?:方案|做法|流程|步骤|例子|案例|办法|方法|规则|说明|资料|思路)(?:吗|呢|么|没有|没|可以参考)?` +
	`|(?:有没有|有|举个?|给个?)(?:例子|案例)(?:吗|呢|么)?` +
	`|(?:具体|应该|该|一般|通常)*(?:怎么|如何|咋)(?:做|操作|处理|弄|办|实现|解决|整|搞)(?:的|呢|啊|呀|才好|比较好)?` +
	`)$`)

// longestOwn is how long what is asked of may be, in characters, if it asks by
// itself: 那怎么办 leans on the last question, 如果商户注销了怎么退 does not.
const longestOwn = 5

// A leaned is a question that leans on the one before it.
type leaned struct {
	whole string // what the two ask together
	focus string // what is new in it; "" if it only asks for more, or for another time
	more  bool   // it asks for more of the same
}

// followUp reports whether a question leans on the one before it, and gives
// what the two ask together: 那结算前呢 after 结算后还能退款吗 asks 结算前还能退款吗.
func followUp(last, text string) (q leaned, ok bool) {
	plain := strings.TrimRight(strings.TrimSpace(text), "?？。!！")
	if last == "" || plain == "" || utf8.RuneCountInString(plain) > longestFollow {
		return leaned{}, false
	}
	if leaning.MatchString(plain) {
		return leaned{whole: last, more: true}, true
	}
	focus, ok := findFocus(plain)
	if !ok {
		return leaned{}, false
	}
	if whole, ok := replaceDay(last, focus); ok {
		return leaned{whole: whole}, true
	}
	q = leaned{whole: putFocus(last, focus), focus: focus}
	if named, ok := strings.CutSuffix(focus, "的"); ok && named != "" {
		q.focus = named
	}
	return q, true
}

// findFocus returns what a question asks of, without the words that tie it to
// the question before: 结算前 of 那结算前呢. ok is false if nothing ties it, or
// if it asks by itself.
func findFocus(plain string) (focus string, ok bool) {
	focus, starts := cutFollowStart(plain)
	focus, ends := cutFollowEnd(focus)
	focus = strings.TrimPrefix(strings.TrimSpace(focus), "是")
	switch {
	case !starts && !ends:
		return "", false
	case focus == "" || slices.Contains(followEnds, focus):
		return "", false
	case !ends && asksItself(focus):
		return "", false
	}
	return focus, true
}

// cutFollowStart cuts off the first of followStarts that something stands
// behind, and reports whether there was one.
func cutFollowStart(text string) (rest string, found bool) {
	for _, w := range followStarts {
		if rest, found := strings.CutPrefix(text, w); found && rest != "" {
			return rest, true
		}
	}
	return text, false
}

// cutFollowEnd cuts off the first of followEnds that something stands before.
// ties reports whether that word alone ties a question to the one before it.
func cutFollowEnd(text string) (rest string, ties bool) {
	for _, w := range followEnds {
		if rest, found := strings.CutSuffix(text, w); found && rest != "" {
			return rest, w == "呢" || w == "的话"
		}
	}
	return text, false
}

// asksItself reports whether a focus is a question of its own.
func asksItself(focus string) bool {
	return utf8.RuneCountInString(focus) > longestOwn && zh.HasAskWord(focus)
}

// putFocus returns the question last, asked of focus: in the place of what is
// like it, or before last if nothing is.
func putFocus(last, focus string) string {
	for _, replace := range []func(text, focus string) (string, bool){replaceSide, replaceLike} {
		if replaced, ok := replace(last, focus); ok {
			return replaced
		}
	}
	return focus + "，" + last
}

// replaceDay puts focus, if it is a day, in the place of the day in text.
func replaceDay(text, focus string) (string, bool) {
	if at := dayPattern.FindStringIndex(focus); at == nil || at[0] != 0 || at[1] != len(focus) {
		return "", false
	}
	at := dayPattern.FindStringIndex(text)
	if at == nil {
		return "", false
	}
	return text[:at[0]] + focus + text[at[1]:], true
}

// replaceSide puts focus, if it says before, during or after what, in the place
// of where text says one of them of the same: 结算前 in that of 结算以后.
func replaceSide(text, focus string) (string, bool) {
	at := sidePattern.FindStringIndex(focus)
	if at == nil || at[0] == 0 {
		return "", false
	}
	stem := focus[:at[0]]
	i := strings.Index(text, stem)
	if i < 0 {
		return "", false
	}
	rest := text[i+len(stem):]
	side := sideStart.FindString(rest)
	if side == "" {
		return "", false
	}
	return text[:i] + focus + rest[len(side):], true
}

// replaceLike puts focus in the place of a part of text that is as long and
// like it: at least half of the characters are the same and in the same places,
// but not all.
func replaceLike(text, focus string) (string, bool) {
	t, f := []rune(text), []rune(focus)
	best, at := 0, -1
	for i := 0; i+len(f) <= len(t); i++ {
		same := 0
		for j := range f {
			if t[i+j] == f[j] {
				same++
			}
		}
		if same > best {
			best, at = same, i
		}
	}
	if at < 0 || len(f) < 2 || 2*best < len(f) || best == len(f) {
		return "", false
	}
	return string(t[:at]) + focus + string(t[at+len(f):]), true
}
