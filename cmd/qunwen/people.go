package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"qunwen/corpus"
	"qunwen/corpus/people"
	"qunwen/corpus/site"
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
	action, ok := peopleActions[verb]
	switch {
	case !ok:
		return &misuse{text: fmt.Sprintf("people 没有 %q 这个动作", verb), help: "people"}
	case len(args) < action.least || len(args) > action.most:
		return &misuse{text: "people " + verb + " " + action.wants, help: "people"}
	case action.change == nil:
		return e.listPeople(strings.Join(args, ""))
	}
	var said string
	err := site.ChangePeople(ctx, e.Site, func(p *people.People) (err error) {
		said, err = action.change(p, args)
		return err
	})
	if err != nil {
		return importError(err)
	}
	if verb == "hide" {
		e.noteUnheard(args[0])
	}
	_, err = fmt.Fprintln(e.Out, said)
	return err
}

// A peopleAction is something that qunwen people does.
type peopleAction struct {
	least, most int    // how many words may follow it
	wants       string // tells so, in Chinese, if another number of words does

	// change changes the list and returns what to tell; nil if the action only
	// lists.
	change func(p *people.People, names []string) (said string, err error)
}

// peopleActions are the actions of people by name.
var peopleActions = map[string]peopleAction{
	"list":   {0, 1, "后面最多一个词", nil},
	"merge":  {2, math.MaxInt, "至少要两个名字", mergePeople},
	"split":  {1, 1, "要一个名字", splitPerson},
	"hide":   {1, 1, "要一个名字", hidePerson},
	"unhide": {1, 1, "要一个名字", unhidePerson},
}

func mergePeople(p *people.People, names []string) (string, error) {
	who, err := p.Merge(names...)
	if err != nil {
		return "", err
	}
	return "现在是一个人：" + personText(who), nil
}

func splitPerson(p *people.People, names []string) (string, error) {
	from, own, err := p.Split(names[0])
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("分开了：%s；%s", personText(from), personText(own)), nil
}

func hidePerson(p *people.People, names []string) (string, error) {
	return personTexts(p.Hide(names[0], true))
}

func unhidePerson(p *people.People, names []string) (string, error) {
	return personTexts(p.Hide(names[0], false))
}

// personTexts is people on one line. It passes on err.
func personTexts(people []*people.Person, err error) (string, error) {
	texts := make([]string, len(people))
	for i, who := range people {
		texts[i] = personText(who)
	}
	return strings.Join(texts, "；"), err
}

// noteUnheard tells if nobody of this name has said anything: whoever hides a
// name that is misspelt must not think that it is done.
func (e *env) noteUnheard(name string) {
	is := people.Names([]string{name})
	for tr := range corpus.Load(e.site, e.location) { // check tells of bad posts
		if tr != nil && slices.ContainsFunc(tr.Messages, func(m corpus.Message) bool { return is(m.Speaker) }) {
			return
		}
	}
	e.note("聊天记录里没有叫“%s”的人说过话，看看名字写得对不对；写错了用 qunwen people unhide 收回", name)
}

func (e *env) listPeople(word string) error {
	known, err := people.Read(e.Site)
	if err != nil {
		return importError(err)
	}
	all := slices.DeleteFunc(known.All(), func(who *people.Person) bool {
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
func personText(who *people.Person) string {
	s := strings.Join(who.Names, " = ")
	if who.Hidden {
		s += " 【隐藏】"
	}
	return s
}
