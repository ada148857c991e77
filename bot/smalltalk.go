package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"qunwen/bot/say"
)

// smallTalk is what people say to somebody in the room, each bare as [bare]
// leaves it, by what is said to it.
var smallTalk = []struct{ reply, said string }{
	{say.Greeted, "你好 您好 你好呀 大家好 hi hello 嗨 哈喽 哈啰 在吗 在么 在不在 在不 在 有人吗 有人在吗 早 早安 早上好 上午好 中午好 下午好 晚上好 晚安 新年好 新年快乐"},
	{say.Thanked, "谢谢 谢谢你 谢谢您 谢 谢了 谢啦 多谢 感谢 非常感谢 十分感谢 太感谢了 thx thanks thankyou 3q 3x 辛苦 辛苦了 谢谢机器人 谢谢群问"},
	{say.Agreed, "好 好的 好滴 好嘞 好吧 ok okay okok 行 可以 收到 嗯 嗯嗯 哦 噢 明白 明白了 知道了 了解 懂了 清楚了 原来如此 没事 没事了 没什么 算了 哈 哈哈 哈哈哈 哈哈哈哈 呵呵 嘿嘿 666 6 厉害 牛 牛逼 牛b 赞 强 不错 +1 再见 拜拜 bye 测试 test"},
	{say.Scolded, "滚 滚蛋 傻 傻逼 sb 傻瓜 傻子 笨 笨蛋 真笨 好笨 太笨了 蠢 垃圾 垃圾机器人 废物 废话 智障 弱智 白痴 神经病 有病 没用的东西 什么玩意 什么鬼 人工智障 你真笨 你好笨 你太笨了 你是不是傻"},
	{say.WhatItIs, "你是谁 你谁 你是什么 你是啥 你叫什么 你叫啥 你叫什么名字 你是机器人 你是机器人吗 你是人吗 你是真人吗 你是ai吗 你是人工智能吗 你是chatgpt吗 你是不是机器人 谁做的你 谁开发的你 谁开发的 你是谁做的 你是谁开发的 介绍一下你自己 介绍下你自己 自我介绍 自我介绍一下 介绍下自己 介绍一下自己"},
}

// replyTo returns what is said to small talk; "" for anything else.
func replyTo(bare string) string {
	for _, t := range smallTalk {
		if bare != "" && slices.Contains(strings.Fields(t.said), bare) {
			return t.reply
		}
	}
	return ""
}

var (
	// emojiCode finds an emoji as WeChat writes it: [微笑].
	emojiCode = regexp.MustCompile(`\[[^\[\]\s]{1,8}\]`)

	// politeEnd is what may follow a command: 撤回吧, 更多，谢谢.
	politeEnd = regexp.MustCompile(`(?:谢谢(?:你|啦|了)?|多谢|感谢|吧|啊|呀|哦|噢|啦|哈|呢|嘛)+$`)
)

// bare is what is left of a text without emoji, marks and blanks: letters and
// digits, in lower case.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r += '!' - '！'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' {
			return unicode.ToLower(r)
		}
		return -1
	}, emojiCode.ReplaceAllString(text, ""))
}
