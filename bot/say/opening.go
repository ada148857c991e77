package say

import (
	"strings"

	"qunwen/index"
)

// focusSize is how many characters of a focus are named.
const focusSize = 16

// mostMeant is how many people are named whom a form of address may mean.
const mostMeant = 3

// A Period is what a question limits itself to.
type Period struct {
	Name    string        // as people read it: 2017年3月; "" if there is no limit
	Lifted  bool          // everything was searched, because too little was said then
	Verdict index.Verdict // of that period, if the limit was lifted
}

// opening is how a reply begins: how much the group has said, and of what time
// and by whom, if the question or the search was limited to that.
func opening(v index.Verdict, who *index.Person, within Period) string {
	notes := whose(who)
	text := ""
	switch {
	case within.Lifted && v == index.None:
		text, notes = "群里没聊过这个问题", append([]string{within.Name + "没有，别的时候也没有"}, notes...)
	case within.Lifted:
		text = elsewhere(v, &within)
	case v == index.Answer:
		text = "群里聊过"
	case v == index.Leads:
		text = "群里没有直接的答案"
	default:
		text = "群里没聊过这个问题"
	}
	if within.Name != "" && !within.Lifted {
		notes = append([]string{"只看" + within.Name}, notes...)
	}
	if len(notes) > 0 {
		text += "（" + strings.Join(notes, "，") + "）"
	}
	return text
}

// about names what of a question is answered, if it is not all of it.
func about(focus string) string {
	if focus == "" {
		return ""
	}
	return "关于「" + Clip(focus, focusSize) + "」，"
}

// elsewhere says that what is shown was said at other times than those that were
// asked for.
func elsewhere(v index.Verdict, within *Period) string {
	switch {
	case v == index.Answer && within.Verdict != index.None:
		return within.Name + "群里没有直接的答案，别的时候有"
	case v == index.Answer:
		return within.Name + "群里没聊过，别的时候有"
	case within.Verdict != index.None:
		return within.Name + "和别的时候，群里都没有直接的答案"
	}
	return within.Name + "群里没聊过，别的时候也没有直接的答案"
}

// whose says whose words were searched, or whom a form of address may mean.
func whose(who *index.Person) []string {
	switch len(who.Names) {
	case 0:
		return nil
	case 1:
		return []string{"只看" + who.Names[0] + "说的"}
	}
	names, more := who.Names, ""
	if len(names) > mostMeant {
		names, more = names[:mostMeant], "等"
	}
	return []string{"「" + who.Word + "」可能是" + strings.Join(names, "、") + more + "，没有按人找"}
}
