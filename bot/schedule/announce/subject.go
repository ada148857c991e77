package announce

import (
	"strings"
	"unicode"

	"qunwen/corpus/zh"
)

// mereWords say nothing of what is moved.
var mereWords = []string{
	"管理员", "群主", "各位", "大家", "不好意思", "抱歉", "麻烦", "看可下", "看下", "看看", "是不是", "是否", "可不可以", "能不能", "可以", "能否",
	"原定", "原计划", "本来", "临时", "有事", "因为", "由于", "时间", "日期", "安排", "暂时", "应该", "可能", "还是", "决定", "统一", "一下", "帮我", "给我",
	"通知", "特此", "更正", "谢谢", "收到", "辛苦", "好的", "没问题", "行不行", "怎么样", "如何", "要不", "或者", "这次", "这个", "那个", "这场", "那场",
	"比平时", "比原定", "晚上", "下午", "上午", "就", "故", "那", "我", "把", "将", "给", "请", "帮", "也", "都", "要", "想", "能", "得", "再", "先", "吧", "吗", "呢", "啊", "呀",
	"哈", "了", "的", "嗯", "好", "行", "定", "排", "在", "到", "从", "由", "于", "为", "ok", "oh", "哦", "噢",
}

// subject is what words around a verb, which do not speak of sharing, say is
// moved: they without days, hours, mentions and those that say nothing. It is "" for
// 改成下周一吧, which can only be about a session that was spoken of; that of
// 发版改到周五 is 发版, and no session is called that.
func (r *reader) subject(start, end, verb int) string {
	n, _ := zh.OneOfAt(r.src.Fold, verb, moveVerbs)
	words := []rune(r.cut(start, end))
	blank := func(from, to int) {
		for i := max(from, start); i < min(to, end); i++ {
			words[i-start] = ' '
		}
	}
	blank(verb, verb+n)
	for _, sl := range r.slotRange(start, end) {
		blank(sl.from, sl.to)
	}
	for _, t := range r.tokenRange(start, end) {
		if t.kind == clockToken || t.kind == handleToken {
			blank(t.from, t.to)
		}
	}
	rest := withoutEmoji(string(words))
	for _, w := range mereWords {
		rest = strings.ReplaceAll(rest, w, " ")
	}
	return strings.Join(strings.FieldsFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }), " ")
}
