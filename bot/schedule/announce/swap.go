package announce

import (
	"regexp"
	"strings"

	"qunwen/corpus/zh"
)

// swapPattern reads 张三和李四换一下 and 5月16号跟18号的分享对调, in folded words.
var swapPattern = regexp.MustCompile(`^(?:把|让|将)?\s*([^和跟与,。?\n]{1,24}?)\s*(?:和|跟|与)\s*([^和跟与,。?\n]{1,24}?)\s*的?(?:分享)?的?(?:时间|日期|顺序)?` +
	`(?:换一下|换下|换一换|换个|对换|对调|互换|调换|交换)(?:一下|下)?(?:分享)?(?:时间|日期|顺序)?[吧了哈~!。 ]*$`)

// swapped reads that two sessions take each other's evening.
func (r *reader) swapped() (Extraction, bool) {
	m := swapPattern.FindStringSubmatch(strings.TrimSpace(r.text))
	if m == nil {
		return Extraction{}, false
	}
	x := Extraction{Kind: Move, Weak: true, Swap: true}
	for _, side := range m[1:] {
		side = strings.TrimSuffix(strings.TrimPrefix(side, "@"), "的分享")
		e := Entry{Status: Moved, Of: side}
		if day, ok := Day(side, r.message.Time); ok {
			e.FromDate, e.Of = day, ""
		}
		x.Entries = append(x.Entries, e)
	}
	if a, b := &x.Entries[0], &x.Entries[1]; a.FromDate != "" && b.FromDate != "" {
		a.Date, b.Date, x.Weak = b.FromDate, a.FromDate, !zh.ContainsAny(r.text, talkWords...)
	}
	return x, true
}
