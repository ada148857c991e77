package announce

import (
	"strings"

	"qunwen/corpus/zh"
)

var (
	// statusWords may stand in a row in the place of a speaker or behind one.
	statusWords = append([]string{"待定", "tbd", "tba", "时间待定", "未定", "待确认", "待确定", "暂未确定", "待排期", "取消", "已取消", "暂停"}, openWords...)

	openWords   = []string{"还没人", "没人报", "没人讲", "没人认领", "无人报名", "没排人", "无安排", "暂无", "没有安排", "没安排", "空缺", "空着", "暂空", "可报名", "可预约", "待认领"}
	tbdWords    = []string{"稍后公布", "稍后通知", "另行公布", "没想好", "没定", "没确定", "没起好", "待定", "tbd", "tba", "未定", "待确认", "待确定", "未确定", "待排期"}
	cancelWords = []string{"取消", "暂停"}

	// tailWords begin what is no longer part of a row.
	tailWords = []string{
		"请", "感谢", "谢谢", "欢迎", "如有", "不少", "按入群", "按照", "新入群", "各位", "大家", "以上", "联系", "有兴趣", "期待",
		"烦请", "麻烦", "未分享", "没分享", "有意", "需要调整", "注:", "注意", "ps", "备注", "嘉宾分享期间", "其他", "另外",
	}
)

// A remark is what a row says about its state.
type remark struct {
	status   Status // "" if nothing is said
	topicTBD bool
}

// cutRemark takes the words about the state out of what stands behind a
// row's speaker, and returns what is left.
func cutRemark(rest string) (string, remark) {
	var r remark
	low := strings.ToLower(rest)
	i := strings.Index(low, "主题")
	if i < 0 {
		i = strings.Index(low, "题目")
	}
	if i >= 0 && zh.ContainsAny(low[i:], tbdWords...) && len([]rune(low[i:])) < 16 {
		r.topicTBD = true
		return strings.Trim(rest[:i], rowTrim), r
	}
	for _, set := range []struct {
		words  []string
		status Status
	}{{tbdWords, TBD}, {cancelWords, Cancelled}, {openWords, Open}} {
		for _, w := range set.words {
			i := strings.Index(low, w)
			if i < 0 || !isRemark(low, i, w) {
				continue
			}
			r.status = set.status
			for _, lead := range []string{"时间", "暂", "已", "目前", "分享"} {
				low = strings.TrimSuffix(low[:i], lead) + low[i:]
				i = strings.LastIndex(low, w)
			}
			return strings.Trim(rest[:min(i, len(rest))], rowTrim), r
		}
	}
	return strings.Trim(rest, rowTrim), r
}

// isRemark reports whether the word at i stands for itself: at an end of the
// text, or between marks. The 取消 in 订单取消流程 does not.
func isRemark(text string, i int, word string) bool {
	before, after := text[:i], strings.TrimSpace(text[i+len(word):])
	if after == "" || strings.ContainsAny(after[:1], "】】]=)（(,.;") || strings.HasPrefix(after, "。") ||
		strings.HasPrefix(after, "，") || strings.HasPrefix(after, "】") || strings.HasPrefix(after, "安排") || strings.HasPrefix(after, "）") {
		if before == "" {
			return true
		}
		for _, open := range []string{" ", "【", "[", "=", "(", "（", "，", ",", "时间", "暂", "已", "目前", "分享", "：", ":"} {
			if strings.HasSuffix(before, open) {
				return true
			}
		}
	}
	return false
}

// rowTrim are the marks around the parts of a row.
const rowTrim = " \n,，.。:：;；-—=、?？!！【】[]~"

// statusIn is the state of an evening that words give: 暂无, 待定.
func statusIn(words string) (Status, bool) {
	switch {
	case len([]rune(words)) > 16:
		return "", false
	case words == "无":
		return Open, true
	case zh.ContainsAny(words, tbdWords...):
		return TBD, true
	case zh.ContainsAny(words, openWords...), strings.Contains(words, "空"):
		return Open, true
	}
	return "", false
}
