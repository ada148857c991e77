package announce

import (
	"cmp"
	"strings"

	"qunwen/corpus/zh"
)

// changes reads cancellations and moves, sentence by sentence.
func (r *reader) changes() ([]Entry, Kind) {
	if zh.ContainsAny(r.text, "请到", "手气", "红包签到") && !zh.ContainsAny(r.text, "提取到", "推迟", "改到") {
		return nil, None
	}
	var entries []Entry
	kind := None
	about := zh.ContainsAny(r.text, talkWords...)
	for _, s := range r.sentences() {
		if asks(s.text) && !zh.ContainsAny(s.text, "是否可以", "可不可以", "可以改") {
			continue
		}
		var found []Entry
		k := None
		if found = r.moved(s, about); len(found) > 0 && (found[0].Date != "" || found[0].DateRange != [2]string{}) {
			k = Move
		} else if dropped := r.cancelled(s, about && kind == Cancel); len(dropped) > 0 {
			found, k = dropped, Cancel
		} else if len(found) > 0 {
			k = Move
		} else if kind != None && zh.ContainsAny(s.text, openWords...) {
			for _, sl := range r.slotsIn(s.from, s.to) {
				found = append(found, fill(sl, Entry{Status: Open}, nil)...)
			}
		}
		if kind == None {
			kind = k
		}
		entries = append(entries, found...)
	}
	return entries, kind
}

var cannotWords = []string{"没办法", "没法", "无法", "不能", "来不了", "分享不了", "讲不了", "参加不了"}

// cancelled reads a sentence that drops a session. goesOn says that one before
// it did.
func (r *reader) cancelled(s sentence, goesOn bool) []Entry {
	e := Entry{Status: Cancelled}
	i := -1
	for _, w := range cancelWords {
		i = max(i, strings.LastIndex(s.text, w))
	}
	switch {
	case i >= 0 && (goesOn || nearTalk(s.text, i)):
	case zh.ContainsAny(s.text, "暂无分享安排", "不分享了", "停一次分享", "暂停一次"):
	case r.cannotShare(s):
		e.Speaker, e.Self = r.message.Speaker, true
	default:
		return nil
	}
	if zh.ContainsAny(s.text, "没有取消", "不取消", "如果取消") || strings.HasPrefix(strings.TrimSpace(s.text), "没有") {
		return nil
	}
	if h := r.handleBefore(s, "的分享"); h != "" {
		e.Speaker, e.Self = h, false
	}
	slots := r.slotsIn(s.from, s.to)
	switch {
	case len(slots) > 0:
		m := slots[0]
		if r.isPast(m) || m.vagueOnly() && e.Self || zh.At(r.src.Fold, m.to) == '起' { // 6月1日起取消…
			return nil
		}
		return fill(m, e, nil)
	case e.Self || len(r.slotRange(s.from, s.to)) > 0:
		return nil
	case e.Speaker != "" || r.owner(s) != "": // 张三的分享取消
		e.Speaker = cmp.Or(e.Speaker, r.owner(s))
		return []Entry{e}
	case zh.ContainsAny(s.text, "临时", "有事", "由于", "因", "原定") || zh.ContainsAny(r.text, "临时", "有事", "由于", "因", "抱歉", "通知"):
		e.Date = r.today()
		return []Entry{e}
	}
	return nil
}

// cannotShare reports whether the sender says that they cannot give their talk.
func (r *reader) cannotShare(s sentence) bool {
	if zh.ContainsAny(s.text, "如果", "链接", "打开", "文件", "朋友圈", "分享给") {
		return false
	}
	for _, w := range cannotWords {
		if i := strings.Index(s.text, w); i >= 0 && (strings.Contains(w, "了") || strings.Contains(clause(s.text[i:]), "分享")) {
			return zh.ContainsAny(s.text, "分享", "讲") && !strings.Contains(s.text, "分享完成")
		}
	}
	return false
}

// clause is the text up to its first comma.
func clause(text string) string {
	before, _, _ := strings.Cut(text, ",")
	return before
}

// nearTalk reports whether the sentence speaks of a session close to the verb at i.
func nearTalk(text string, i int) bool {
	before, after := text[:i], text[i:]
	for _, w := range talkWords {
		if j := strings.LastIndex(before, w); j >= 0 && i-j < 100 {
			return true
		}
		if j := strings.Index(after, w); j >= 0 && j < 36 {
			return true
		}
	}
	return false
}

// handleBefore is the mention that stands right before words of the sentence.
func (r *reader) handleBefore(s sentence, words string) string {
	for _, t := range r.tokenRange(s.from, s.to) {
		if t.kind == handleToken && zh.HasAt(r.src.Fold, zh.Skip(r.src.Fold, t.to, " ?"), words) {
			return t.text
		}
	}
	return ""
}
