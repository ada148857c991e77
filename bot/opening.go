package bot

import (
	"strings"

	"qunwen/index"
)

// mostMeant is how many people are named whom a form of address may mean.
const mostMeant = 3

// opening is how a reply begins: how much the group has said, and of what time
// and by whom, if the question or the search was limited to that.
func opening(v Verdict, who *index.Person, within limit) string {
	notes := whose(who)
	text := ""
	switch {
	case within.lifted && v == None:
		text, notes = "群里没聊过这个问题", append([]string{within.name + "没有，别的时候也没有"}, notes...)
	case within.lifted:
		text = elsewhere(v, &within)
	case v == Answered:
		text = "群里聊过"
	case v == Leads:
		text = "群里没有直接的答案"
	default:
		text = "群里没聊过这个问题"
	}
	if within.name != "" && !within.lifted {
		notes = append([]string{"只看" + within.name}, notes...)
	}
	if len(notes) > 0 {
		text += "（" + strings.Join(notes, "，") + "）"
	}
	return text
}

// elsewhere says that what is shown was said at other times than those that were
// asked for.
func elsewhere(v Verdict, within *limit) string {
	switch {
	case v == Answered && within.verdict != None:
		return within.name + "群里没有直接的答案，别的时候有"
	case v == Answered:
		return within.name + "群里没聊过，别的时候有"
	case within.verdict != None:
		return within.name + "和别的时候，群里都没有直接的答案"
	}
	return within.name + "群里没聊过，别的时候也没有直接的答案"
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
