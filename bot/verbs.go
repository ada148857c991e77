package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"qunwen/bot/hearing"
	"qunwen/bot/say"
)

// A rule is what there is to know of a verb.
type rule struct {
	words string                                          // that are a whole message, with blanks between them
	read  func(text, plain string) (cmd command, ok bool) // reads what else says it; nil: nothing does
	help  string                                          // its part of 帮助; "" if it is not told of
	exact bool                                            // its words stand alone, without polite ones and emoji

	admins    bool // only they may
	strangers bool // who writes to the bot itself may, though in no room with it
	stored    bool // cannot be done without a store
	session   sessionRule

	// do does it and returns what there is to say; "" if nothing is.
	do func(b *Bot, ctx context.Context, r *request) (string, error)
}

// A sessionRule says what becomes of what somebody asks for while a session is on.
type sessionRule uint8

const (
	dropped sessionRule = iota // nothing
	waits                      // it is done when the session is over
	silent                     // it is done, and nothing is said
)

// verbs are all that somebody can want of the bot.
var verbs = [...]rule{
	toAsk:     {session: waits, do: (*Bot).answer},
	toGoOn:    {words: "更多 还有吗 继续 下一条 还有呢 然后 然后呢 接着说 继续说 再来 再来点 还有没有 还有别的吗 还有其他的吗 还有更多吗 more 下一页 还有别的说法吗 有别的说法吗 还有其他说法吗 还有别的答案吗 别人怎么说", help: "\n更多（看另外几处）", session: waits, do: (*Bot).goOn},
	toSeeTalk: {words: "后来呢 后来怎么样 后来怎么样了 后来怎么说 他们后来怎么做的 展开说说 详细说说 详细点 具体点 说详细点 展开讲讲", read: readTalk, help: "、原文 2（看第 2 条的前后文）", session: waits, do: (*Bot).showTalk},
	toSeeWho:  {words: "有链接吗 链接呢 链接有吗 出处 出处呢 来源 来源呢 什么时候说的 谁说的 这是谁说的 是谁说的 谁讲的", read: readSayer, help: "、谁说的", session: waits, do: (*Bot).showAuthors},
	toPraise:  {words: "有用 有帮助 对的 答得好 很有用 有用的 非常有用 挺有用 挺有用的 有用有用 很有帮助 说得对 没错", help: "\n有用", session: silent, do: (*Bot).mark},
	toBlame:   {read: readBlame, help: "、不对，应该是…（帮我改进）", session: silent, do: (*Bot).mark},
	toForget:  {words: "忘了它 忘了 忘记它 换个话题 忘掉 忘掉它 忘记 重新来 重来", help: "\n那…呢（接着上一个问题问）、忘了它（换个话题）\n今晚谁分享、下周有谁、上次讲清结算的是谁", session: silent, do: (*Bot).forget},
	toRevoke:  {words: "撤回", help: "\n撤回（收回我刚才的回答）", session: silent, do: (*Bot).takeBack},
	toHide:    {words: "隐藏我 把我隐藏 别引用我 别引用我的话 不要引用我 不要引用我的话 不要引用我说的话 隐藏我的话 隐藏我的发言", help: "、隐藏我", stored: true, session: silent, do: (*Bot).hide},
	toShow:    {words: "取消隐藏 取消隐藏我", help: "、取消隐藏", read: readShow, session: silent, do: (*Bot).show},
	toConfirm: {read: readConfirm, admins: true, stored: true, do: (*Bot).confirmHiding},
	toHelp: {
		words:   "帮助 help 怎么用 你会什么 你能做什么 你能干什么 使用说明 你会啥 你会干啥 你会干什么 你能干啥 你能干嘛 你有什么用 你有什么功能 有什么功能 功能 菜单 指令 怎么用你 你怎么用 怎么使用 使用方法",
		session: waits, do: (*Bot).sayHelp,
	},
	toClaim:    {read: readClaim, stored: true, strangers: true, do: (*Bot).claim},
	toChat:     {do: (*Bot).chat},
	toListen:   {do: (*Bot).listen},
	toListOpen: {words: "没答上的 没答上来的", admins: true, stored: true, do: (*Bot).shortcomings},
	toMute:     {read: readMute, admins: true, stored: true, do: (*Bot).mute},
	toUnmute:   {words: "取消静音 解除静音", admins: true, stored: true, do: (*Bot).unmute},
	toReport:   {words: "状态", admins: true, do: (*Bot).report},
	toUndo:     {words: "撤销", exact: true, do: (*Bot).undo},
}

// verbOf returns the verb that a whole message is a word of.
func verbOf(message string) (v verb, ok bool) {
	for v, rule := range verbs {
		if slices.Contains(strings.Fields(rule.words), message) {
			return verb(v), true
		}
	}
	return toAsk, false
}

// help is what the bot says of itself.
func help() string {
	text := say.HelpBegins
	for _, rule := range verbs {
		text += rule.help
	}
	return text
}

// perform does what is asked for, if its sender may have it, and returns what
// there is to say to it.
func (b *Bot) perform(ctx context.Context, r *request) (string, error) {
	rule := &verbs[r.verb]
	switch {
	case rule.admins && !r.admin:
		return say.AdminsOnly, nil
	case rule.stored && b.cfg.Store == nil:
		return say.NoStore, nil
	}
	return rule.do(b, ctx, r)
}

// commandTo reads what an addressed message says. Whom it mentions besides makes
// no question of a command.
func commandTo(text string, members []string) command {
	cmd := parseCommand(text)
	if cmd.verb != toAsk || !strings.Contains(text, "@") {
		return cmd
	}
	if other := parseCommand(hearing.Read(text, members, members).Rest); other.verb != toAsk {
		return other
	}
	return cmd
}

// parseCommand reads what an addressed message says; whatever is no command is
// a question.
func parseCommand(text string) command {
	text = strings.TrimLeft(text, "，,：:、。 \t\n\u3000") // what stood behind the name
	if strings.TrimSpace(text) == "" {
		return command{verb: toListen}
	}
	plain := strings.TrimRight(strings.TrimSpace(text), "。.!！~～?？ ")
	if v, ok := verbOf(strings.ToLower(plain)); ok {
		return command{verb: v}
	}
	for v, rule := range verbs {
		if rule.read == nil {
			continue
		}
		if cmd, ok := rule.read(text, plain); ok {
			cmd.verb = verb(v)
			return cmd
		}
	}
	if cmd, ok := saidLoosely(text); ok {
		return cmd
	}
	return command{verb: toAsk, text: strings.TrimSpace(text)}
}

// politeEnd is what may follow a command: 撤回吧, 更多，谢谢.
var politeEnd = regexp.MustCompile(`(?:谢谢(?:你|啦|了)?|多谢|感谢|吧|啊|呀|哦|噢|啦|哈|呢|嘛)+$`)

// saidLoosely reads a command or talk that stands with emoji, marks and polite
// words around it. It is not ok for anything else.
func saidLoosely(text string) (cmd command, ok bool) {
	whole := hearing.Bare(text)
	short := politeEnd.ReplaceAllString(strings.TrimPrefix(strings.TrimPrefix(whole, "请"), "麻烦"), "")
	for _, s := range []string{whole, short} {
		if v, ok := verbOf(s); ok && !verbs[v].exact {
			return command{verb: v}, true
		}
	}
	kind := hearing.KindOf(text)
	if kind == hearing.Message && !hearing.Asks(text) {
		kind = hearing.KindOf(short)
	}
	switch kind {
	case hearing.Message:
		return command{}, false
	case hearing.Plea:
		return command{verb: toListen}, true
	}
	return command{verb: toChat, text: wordTo(kind)}, true
}
