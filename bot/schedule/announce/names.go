package announce

import (
	"strings"
	"unicode"

	"qunwen/bot/schedule/pattern"
	"qunwen/corpus/zh"
)

// A nameForm is a way in which a message names somebody without a mention.
type nameForm uint8

const (
	namedWithTitle  nameForm = 1 << iota // 陆沉老师讲
	namedInRow                           // 周五 张三 退款
	namedOutright                        // 明晚八点钱若水分享埋点
	namedBeforeVerb                      // 由张三给大家分享
	namedBesideDay                       // 今晚预告 张三
	namedAsArranged                      // 张三已经安排在周五
	namedAsOwner                         // 张三的分享
)

// notNames are words that no name of some forms has.
var notNames = []struct {
	forms nameForm
	words []string
}{
	{namedWithTitle | namedOutright | namedBeforeVerb | namedBesideDay | namedAsArranged | namedAsOwner, []string{"我"}},
	{namedWithTitle | namedInRow | namedBeforeVerb | namedBesideDay | namedAsOwner, []string{"大家"}},
	{namedWithTitle | namedInRow | namedBeforeVerb | namedBesideDay | namedAsArranged, []string{"分享"}},
	{namedWithTitle | namedOutright, []string{"会", "将"}},
	{namedWithTitle | namedBeforeVerb, []string{"谁", "有人", "再"}},
	{namedWithTitle, []string{"嘉宾", "老师", "今晚", "明晚", "今天", "明天", "咱们", "他", "她", "同事", "朋友", "临时", "一位", "哪位", "别人", "人了"}},
	{namedInRow | namedAsOwner, []string{"安排"}},
	{namedInRow, []string{"开始", "结束", "截止", "上线"}},
	{namedOutright | namedBeforeVerb, []string{"就", "要"}},
	{namedOutright | namedAsOwner, []string{"的", "群"}},
	{namedOutright, []string{"在", "时", "大", "们", "来", "给", "了", "后", "便", "上", "排", "里", "管理", "是", "师", "板", "伙", "组", "心", "家", "手"}}, // 方便时, 安排了
	{namedBeforeVerb | namedAsArranged, []string{"时间"}},
	{namedBeforeVerb, []string{"你", "关于", "可以", "没有", "继续", "哪", "想", "准备", "希望", "打算", "计划", "公司", "先", "也", "马上", "方便", "准时", "抽空", "有空", "找个", "找一"}},
	{namedAsOwner, []string{"今", "明", "晚", "周", "月", "原", "下", "本", "这", "次", "期", "天", "定", "后面", "前面", "之后", "其他", "其余", "全部", "所有"}},
}

// allows reports whether words may be a name of the form.
func (f nameForm) allows(words string) bool {
	for _, n := range notNames {
		if n.forms&f != 0 && zh.ContainsAny(words, n.words...) {
			return false
		}
	}
	return true
}

// handleParts is how many parts a handle has between its joints.
func handleParts(handle string) int {
	return len(strings.FieldsFunc(handle, func(c rune) bool { return strings.ContainsRune("-—_－", c) }))
}

// isHandle reports whether a word has the three parts of a handle.
func isHandle(word string) bool { return handleParts(word) >= 3 && len([]rune(word)) <= maxHandle }

// isShortName reports whether a word may be a name: two to four Chinese
// characters, a word of Latin ones that begins with a capital, or a mixture such
// as 老K and Leo哥.
func isShortName(word string) bool {
	if latinName.MatchString(word) {
		return true
	}
	n := len([]rune(word))
	return n >= 2 && n <= 4 && !strings.ContainsFunc(word, func(c rune) bool { return !unicode.Is(unicode.Han, c) })
}

// looksLikeName reports whether a word by itself is most likely a name: 阿飞, Lily,
// 王一.
func looksLikeName(word string) bool {
	return latinName.MatchString(word) || nickname.MatchString(word) && namedOutright.allows(word)
}

var nickname = pattern.MustCompile(`^(?:[老小阿]\p{Han}|` + zh.SurnamePattern + `\p{Han}{1,2})(?:老师|同学)?$`)

var latinName = pattern.MustCompile(`^(?:[A-Z][A-Za-z]{1,11}|[老小阿大][A-Z][A-Za-z]{0,11}|[A-Z][A-Za-z]{0,11}(?:哥|姐|总|叔|老师|同学))$`)
