package announce

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// speakVerbs are followed by what is spoken about, longest first.
var speakVerbs = []string{
	"跟大家交流学习一下", "给大家分享一下", "分享一下关于", "分享一下", "分享下", "分享有关", "分享关于", "做个关于", "讲一下", "讲讲", "讲下", "聊聊", "介绍下", "介绍一下",
	"跟大家交流", "和大家交流", "我把", "会讲", "来讲", "我讲", "上讲", "讲解", "讲", "分享", "介绍", "带来",
}

// spokenTopic finds what stands behind 分享 or 讲 from the rune from on.
func (r *reader) spokenTopic(from int) string {
	s := r.src.Fold
	for i := from; i < len(s); i++ {
		n, which := zh.OneOfAt(s, i, speakVerbs)
		if n == 0 {
			continue
		}
		if partOfWord(s, i, n, speakVerbs[which]) {
			continue
		}
		if notOfTopic(s, i, speakVerbs[which]) {
			i += n - 1
			continue
		}
		j := zh.Skip(s, i+n, " 下:-—")
		if q, ok := r.quoteAt(j); ok {
			return q
		}
		if zh.StartsWithAny(r.cut(j, j+4), "时间", "的", "嘉宾", "期间", "完成", "将", "吧", "安排", "计划", "预告", "哈", "几期", "在", "会在", "会给", "内容", "主题", "给大家", "一期", "分享", "精彩", "一场", "一个", "干货", "关于") {
			i += n - 1
			continue
		}
		if t := r.phrase(j); len([]rune(t)) > 1 {
			return strings.TrimPrefix(strings.TrimSuffix(t, "讲完"), "--")
		}
		i += n - 1
	}
	return ""
}

// partOfWord reports whether the verb of n runes at i is a part of another word:
// 主讲, 讲师, 讲者.
func partOfWord(s []rune, i, n int, verb string) bool {
	if zh.At(s, i+n) == '师' || zh.HasAt(s, i, "讲师") {
		return true
	}
	return verb == "讲" && (strings.ContainsRune("主演听宣", zh.At(s, i-1)) || zh.Contains("者话", zh.At(s, i+n)))
}

// notOfTopic reports whether the verb at i is a noun, behind which no topic stands: 做分享.
func notOfTopic(s []rune, i int, verb string) bool {
	prev := zh.At(s, i-1)
	return prev == '做' || prev == '作' || prev == '的' && verb == "分享"
}

// readNamed reads announcements of a speaker who is named without a mention: 由X为我们分享,
// 明天X会给大家讲, 今晚是X做分享, X已经安排在下周五了.
func (r *reader) readNamed() (Extraction, bool) {
	sl, ok := r.mainSlot()
	if asks(r.text) || len(r.src.Fold) > 250 {
		return Extraction{}, false
	}
	name := r.nameBefore()
	if !ok || name == "" {
		if zh.ContainsAny(r.text, "由我带给", "由我来", "由我给", "由我为", "由我分享") && strings.Contains(r.text, "分享") && !ok {
			return one(Entry{Status: Planned, Speaker: r.message.Speaker, Self: true})
		}
		return Extraction{}, false
	}
	e := Entry{Status: Planned, Speaker: name, Start: r.start()}
	e.setMoment(sl.Moments[0])
	if name == "我" {
		if r.isTalkOpening(sl) {
			return Extraction{}, false
		}
		e.Speaker, e.Self = r.message.Speaker, true
	}
	e.Topic = cmp.Or(r.statedTopic(0), r.spokenTopic(0))
	if at := strings.Index(r.text, foldName(name)); e.Topic == "" && strings.Contains(r.text, "预告") && at >= 0 {
		e.Topic = r.phrase(zh.Skip(r.src.Fold, len([]rune(r.text[:at]))+len([]rune(foldName(name))), " :"))
	}
	return one(e)
}

// foldName writes a name as the folded text has it.
func foldName(name string) string { return strings.Map(zh.FoldRune, name) }

// maxName bounds a name without a mention, in runes.
const maxName = 20

// nameBefore finds the name in the patterns of named.
func (r *reader) nameBefore() string {
	for i := range r.src.Fold {
		if name := r.nameBehindLead(i); name != "" {
			return name
		}
	}
	for _, sl := range r.slotsIn(0, len(r.src.Fold)) {
		if name := r.nameAround(sl); name != "" {
			return name
		}
	}
	return ""
}

// nameBehindLead is the name behind 由 or 嘉宾: at i.
func (r *reader) nameBehindLead(i int) string {
	s := r.src.Fold
	switch {
	case s[i] == '由':
		if zh.Contains("于此", zh.At(s, i+1)) || zh.Contains("自理事缘", zh.At(s, i-1)) {
			return ""
		}
		return r.until(i+1, "为我们", "为大家", "给大家", "给我们", "带给", "来分享", "来做", "来给", "做分享", "主讲", "带来", "分享")
	case zh.HasAt(s, i, "嘉宾:"), zh.HasAt(s, i, "嘉宾是"), zh.HasAt(s, i, "主讲人:"), zh.HasAt(s, i, "讲者:"), zh.HasAt(s, i, "主讲:"), zh.HasAt(s, i, "分享人:"), zh.HasAt(s, i, "讲师:"):
		j := zh.Skip(s, i+2, "嘉宾是人者主讲分享师: ")
		if n := scanHandle(s, j); n > 1 && zh.At(s, j) != '@' && !r.slotAt(j) {
			return strings.Trim(r.src.Quote(j, j+n), "? ")
		}
	}
	return ""
}

// nameAround is the name that stands by a slot: 今晚预告 X, 今晚是X做分享, 明天X会给大家讲.
func (r *reader) nameAround(sl when.Slot) string {
	s := r.src.Fold
	if j := zh.Skip(s, sl.To, " ,:"); strings.Contains(r.text, "预告") {
		if n := scanHandle(s, j); n > 1 && n <= maxName && zh.At(s, j+n) == ' ' && namedBesideDay.allows(string(s[j:j+n])) {
			return strings.Trim(r.src.Quote(j, j+n), "? ")
		}
	}
	j := zh.Skip(s, sl.To, " ,")
	if zh.At(s, j) == '是' {
		if name := r.until(j+1, "做分享", "来做", "给大家", "为大家", "来分享", "来给"); name != "" {
			return name
		}
	}
	if name := r.until(j, "会给大家", "给大家讲", "给大家分享", "给大家做", "将为大家", "将给大家", "为大家分享", "为大家带来", "来给大家"); name != "" {
		return name
	}
	if k, _ := zh.OneOfAt(s, j, []string{"还有", "有"}); k > 0 {
		if name := r.until(j+k, "的分享"); strings.HasSuffix(name, "总") || strings.HasSuffix(name, "老师") || strings.HasSuffix(name, "哥") {
			return name
		}
	}
	if name := r.fullNameBehind(sl); name != "" {
		return name
	}
	return r.nameArranged(sl)
}

// fullName finds, behind a day and an hour, a name of three characters, or one
// such as 老魏, and what that person does then: 明晚八点钱若水分享埋点治理.
var fullName = regexp.MustCompile(`^(` + zh.SurnamePattern + `\p{Han}{2}|[老小阿]\p{Han})\s*(?:会|将|要|来|到)*(?:(?:给|为|跟|和)?(?:大家|我们群?里?|咱们?群?里?|各位|群里|大伙儿?)(?:来)?(?:分享|讲讲|讲|聊聊|聊)|分享|主讲|开讲|讲讲|聊聊|讲|聊)\s*[^,。吗?完得]{2}`)

// fullNameBehind is the name behind a slot that has a day and an hour.
func (r *reader) fullNameBehind(sl when.Slot) string {
	if sl.VagueOnly() || r.start() == "" {
		return ""
	}
	j := zh.Skip(r.src.Fold, sl.To, " ,")
	g := fullName.FindStringSubmatch(r.cut(j, j+24))
	if g == nil || !namedOutright.allows(g[1]) {
		return ""
	}
	return r.src.Quote(j, j+len([]rune(g[1])))
}

// nameArranged is the name before 已经安排在 and a slot.
func (r *reader) nameArranged(sl when.Slot) string {
	before := r.cut(sl.From-12, sl.From)
	if !zh.ContainsAny(before, "已经安排在", "已安排在", "安排到了") {
		return ""
	}
	name := before[:strings.Index(before, "安排")]
	name = strings.TrimSuffix(strings.TrimSuffix(name, "已经"), "已")
	if k := strings.LastIndexAny(name, "的 ,"); k >= 0 {
		name = strings.TrimLeft(name[k:], "的 ,")
	}
	if !namedAsArranged.allows(name) {
		return ""
	}
	return name
}

// until returns the words from i up to one of stops, if they may be a name.
func (r *reader) until(i int, stops ...string) string {
	s := r.src.Fold
	for j := i; j < len(s) && j-i <= maxName; j++ {
		if strings.ContainsRune("。,!?;\n@“《(", s[j]) || s[j] == ' ' && j > i && zh.At(s, j+1) == ' ' {
			return ""
		}
		if n, _ := zh.OneOfAt(s, j, stops); n > 0 && j > i {
			name := strings.TrimSpace(r.src.Quote(i, j))
			for _, w := range []string{"将会", "将", "会", "同学", "童鞋", "来"} {
				name = strings.TrimSuffix(name, w)
			}
			if !strings.ContainsFunc(name, unicode.IsLetter) || name != "我" && !namedBeforeVerb.allows(name) {
				return ""
			}
			return name
		}
	}
	return ""
}
