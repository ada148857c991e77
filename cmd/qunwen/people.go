package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qunwen/corpus"
	"qunwen/corpus/convert"
)

const peopleUsage = `用法：
  qunwen people [list [名字里的词]]      谁用过哪些名字
  qunwen people merge 名字 另一个名字…   这些名字是一个人；第一个名字代表他
  qunwen people split 名字               这个名字不是那个人的
  qunwen people hide|unhide 名字         不再引用这个人的话，导入时也略去（恢复）

导出里带账号的，导入时自己认出来；其余的在这里说。记在站点的 _data/people.yml 里，
账号只记摘要。一个人换了名字说过的话，导入时不会重复，检索时也不算两个人；
隐藏了一个名字，他的其他名字也一起隐藏。
`

func peopleCommand() command {
	return command{name: "people", usage: peopleUsage, run: runPeople}
}

func runPeople(ctx context.Context, e *env, args []string) error {
	if e.Site == "" {
		return &misuse{text: "自带的示例群没有这份名单；用 --site 指定自己的站点", help: "people"}
	}
	verb := "list"
	if len(args) > 0 {
		verb, args = args[0], args[1:]
	}
	switch want := map[string]int{"split": 1, "hide": 1, "unhide": 1}[verb]; {
	case want == 0 && verb != "list" && verb != "merge":
		return &misuse{text: fmt.Sprintf("people 没有 %q 这个动作", verb), help: "people"}
	case verb == "list" && len(args) <= 1:
		return e.listPeople(strings.Join(args, ""))
	case verb == "list":
		return &misuse{text: "people list 后面最多一个词", help: "people"}
	case verb == "merge" && len(args) < 2:
		return &misuse{text: "people merge 至少要两个名字", help: "people"}
	case want > 0 && len(args) != want:
		return &misuse{text: fmt.Sprintf("people %s 要一个名字", verb), help: "people"}
	}
	var said string
	change := func(p *convert.People) error {
		switch verb {
		case "merge":
			who, err := p.Merge(args...)
			if err == nil {
				said = "现在是一个人：" + personText(who)
			}
			return err
		case "split":
			from, own, err := p.Split(args[0])
			if err == nil {
				said = fmt.Sprintf("分开了：%s；%s", personText(from), personText(own))
			}
			return err
		}
		found, err := p.Hide(args[0], verb == "hide")
		for i, who := range found {
			if i > 0 {
				said += "；"
			}
			said += personText(who)
		}
		return err
	}
	if err := convert.ChangePeople(ctx, e.Site, change); err != nil {
		return importError(err)
	}
	if verb == "hide" {
		e.noteUnheard(args[0])
	}
	_, err := fmt.Fprintln(e.Out, said)
	return err
}

// noteUnheard tells if nobody of this name has said anything: whoever hides a
// name that is misspelt must not think that it is done.
func (e *env) noteUnheard(name string) {
	is := corpus.Names([]string{name})
	for tr := range corpus.Load(e.site, e.location) { // check tells of bad posts
		if tr != nil && slices.ContainsFunc(tr.Messages, func(m corpus.Message) bool { return is(m.Speaker) }) {
			return
		}
	}
	e.note("聊天记录里没有叫“%s”的人说过话，看看名字写得对不对；写错了用 qunwen people unhide 收回", name)
}

func (e *env) listPeople(word string) error {
	people, err := convert.ReadPeople(e.Site)
	if err != nil {
		return importError(err)
	}
	all := slices.DeleteFunc(people.All(), func(who *convert.Person) bool {
		return !strings.Contains(strings.Join(who.Names, "\n"), word)
	})
	if e.json {
		return writeJSON(e.Out, all)
	}
	for _, who := range all {
		if _, err := fmt.Fprintln(e.Out, personText(who)); err != nil {
			return err
		}
	}
	if len(all) == 0 {
		e.note("名单里没有人")
	}
	return nil
}

// personText is a person on a line.
func personText(who *convert.Person) string {
	s := strings.Join(who.Names, " = ")
	if who.Hidden {
		s += " 【隐藏】"
	}
	return s
}
