package wechat

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"qunwen/bot"
	"qunwen/corpus/speed"
)

const (
	selfID  = "@self"
	groupID = "@@group"
	liID    = "@a1b2"
)

// fromLi is an element of a member, with content after the prefix.
func fromLi(msgType int, content string) element {
	return element{MsgId: "1", FromUserName: groupID, ToUserName: selfID, MsgType: msgType, Content: liID + ":<br/>" + content, CreateTime: 1520000000}
}

func TestReadText(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"as typed", "退款怎么走", "退款怎么走"},
		{"lines that end in a colon", "本周分享:<br/>主题:<br/>退款", "本周分享:\n主题:\n退款"},
		{"entities", "a &lt; b &amp;amp; c&#39;", "a < b &amp; c'"},
		{"a typed break stays", "x&lt;br/&gt;y", "x<br/>y"},
		{"emoji", `好<span class="emoji emoji1f604"></span>的`, "好😄的"},
		{"a flag", `<span class="emoji emoji1f1e81f1f3"></span>`, "🇨🇳"},
		{"a keycap", `<span class="emoji emoji3120e3"></span>`, "1\u20e3"},
		{"a short one", `<span class="emoji emoji2600"></span>`, "☀"},
		{"an unknown one", `<span class="emoji emojifffffff"></span>`, "[表情]"},
		{"a surrogate", `<span class="emoji emojid83d"></span>`, "[表情]"},
		{"no digits", `<span class="emoji emoji"></span>`, `<span class="emoji emoji"></span>`},
		{"a typed span stays", `&lt;span class="emoji emoji1f604"&gt;&lt;/span&gt;`, `<span class="emoji emoji1f604"></span>`},
		{"text forms stay", "[微笑]", "[微笑]"},
		{"a mention stays", "@小助\u2005退款", "@小助\u2005退款"},
		{"nothing", "", ""},
		{"broken bytes", "a\xffb", "a\uFFFDb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := fromLi(typeText, tt.content)
			in := read(&e, selfID, time.Now())
			if in.Kind != bot.Text || in.Text != tt.want || in.Sender.ID != liID || in.Sender.Self {
				t.Errorf("read(%q) = kind %d, text %q of %q; want %q", tt.content, in.Kind, in.Text, in.Sender.ID, tt.want)
			}
		})
	}
}

func TestReadSender(t *testing.T) {
	for _, tt := range []struct {
		name         string
		e            element
		chat, sender string
		direct, self bool
		text         string
	}{
		{"member", element{FromUserName: groupID, ToUserName: selfID, Content: "@x:<br/>hi"}, groupID, "@x", false, false, "hi"},
		{"member of a strange name", element{FromUserName: groupID, ToUserName: selfID, Content: "no id:<br/>hi"}, groupID, "", false, false, "no id:\nhi"},
		{"phone to a group", element{FromUserName: selfID, ToUserName: groupID, Content: "a:<br/>b"}, groupID, selfID, false, true, "a:\nb"},
		{"friend", element{FromUserName: "@f", ToUserName: selfID, Content: "@f:<br/>b"}, "@f", "@f", true, false, "@f:\nb"},
		{"phone to a friend", element{FromUserName: selfID, ToUserName: "@f", Content: "b"}, "@f", selfID, true, true, "b"},
		{"self in a group, with a prefix", element{FromUserName: groupID, ToUserName: selfID, Content: selfID + ":<br/>hi"}, groupID, selfID, false, true, "hi"},
		{"system", element{FromUserName: groupID, MsgType: typeSystem, Content: "@x:<br/>hi"}, groupID, "", false, false, "@x:\nhi"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.e.MsgType == 0 {
				tt.e.MsgType = typeText
			}
			in := read(&tt.e, selfID, time.Unix(99, 5))
			if in.Chat.ID != tt.chat || in.Sender.ID != tt.sender || in.Chat.Direct != tt.direct || in.Sender.Self != tt.self || in.Text != tt.text {
				t.Errorf("got chat %q sender %q direct %v self %v text %q", in.Chat.ID, in.Sender.ID, in.Chat.Direct, in.Sender.Self, in.Text)
			}
			if !in.Time.Equal(time.Unix(99, 0)) {
				t.Errorf("time %v of a message that tells none", in.Time)
			}
		})
	}
}

func TestReadQuoteAsText(t *testing.T) {
	const rule = "<br/>- - - - - - - - - - - - - - -<br/>"
	for _, tt := range []struct{ name, content, who, said, text string }{
		{"plain", "「李四：结算后能退款吗」" + rule + "能的", "李四", "结算后能退款吗", "能的"},
		{"several lines", "「李四：一<br/>二」" + rule + "三<br/>四", "李四", "一\n二", "三\n四"},
		{"no name", "「：一」" + rule + "二", "", "一", "二"},
		{"emoji for a name", `「<span class="emoji emoji1f604"></span>：一」` + rule + "二", "😄", "一", "二"},
		{"a quote within", "「李四：「王五：零」" + rule + "一」" + rule + "二", "李四", "「王五：零」\n- - - - - - - - - - - - - - -\n一", "二"},
		{"a quote in the reply", "「李四：一」" + rule + "「王五：零」" + rule + "二", "李四", "一", "「王五：零」\n- - - - - - - - - - - - - - -\n二"},
		{"brackets in the quote", "「李四：用「分账」」" + rule + "好", "李四", "用「分账」", "好"},
		{"a picture", "「李四：[图片]」" + rule + "这是什么", "李四", "", "这是什么"},
		{"no reply", "「李四：一」" + rule, "李四", "一", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := fromLi(typeText, tt.content)
			in := read(&e, selfID, time.Now())
			if in.Kind != bot.Reply || in.Quoted == nil || in.Quoted.Name != tt.who || in.Quoted.Text != tt.said || in.Text != tt.text {
				t.Errorf("kind %d, quoted %+v, text %q", in.Kind, in.Quoted, in.Text)
			}
		})
	}
	for _, content := range []string{"「一」", "「李四：一」<br/>二", "「李四：一」<br/>---<br/>二", "「一", "「李四：一" + rule + "二", "说「李四：一」" + rule + "二"} {
		e := fromLi(typeText, content)
		if in := read(&e, selfID, time.Now()); in.Kind != bot.Text || in.Quoted != nil {
			t.Errorf("%q: kind %d, quoted %+v", content, in.Kind, in.Quoted)
		}
	}
}

// escapeXML writes XML as it stands in a message.
func escapeXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\n", "<br/>").Replace(s)
}

func TestReadApp(t *testing.T) {
	app := func(inner string) string {
		return escapeXML("<?xml version=\"1.0\"?>\n<msg><appmsg appid=\"\" sdkver=\"0\">" + inner + "</appmsg></msg>")
	}
	for _, tt := range []struct {
		name, content string
		kind          bot.Kind
		text, url     string
		quoted        *bot.Said
	}{
		{"link", app("<title>清结算 & 退款</title><type>5</type><url>http://mp.weixin.qq.com/s?a=1&amp;b=2</url>"), bot.Card, "清结算 & 退款", "http://mp.weixin.qq.com/s?a=1&b=2", nil},
		{"reply", app("<title>能的</title><type>57</type><refermsg><type>1</type><svrid>42</svrid><displayname>李四</displayname><content>结算后能退款吗</content></refermsg>"),
			bot.Reply, "能的", "", &bot.Said{ID: "42", Name: "李四", Text: "结算后能退款吗"}},
		{"reply to a picture", app("<title>这是什么</title><type>57</type><refermsg><type>3</type><svrid>42</svrid><displayname></displayname><content>&lt;img/&gt;</content></refermsg>"),
			bot.Reply, "这是什么", "", &bot.Said{ID: "42"}},
		{"reply to a reply", app("<title>二</title><type>57</type><refermsg><type>49</type><svrid>42</svrid><displayname>王五</displayname><content>&lt;msg&gt;&lt;appmsg&gt;&lt;title&gt;一&lt;/title&gt;&lt;type&gt;57&lt;/type&gt;&lt;/appmsg&gt;&lt;/msg&gt;</content></refermsg>"),
			bot.Reply, "二", "", &bot.Said{ID: "42", Name: "王五", Text: "一"}},
		{"reply with a bare ampersand", app("<title>a & b</title><type>57</type><refermsg><type>1</type><svrid>42</svrid><displayname>A&B</displayname><content>x & y</content></refermsg>"),
			bot.Reply, "a & b", "", &bot.Said{ID: "42", Name: "A&B", Text: "x & y"}},
		{"file", app("<title>方案.pdf</title><type>6</type>"), bot.Other, "[文件] 方案.pdf", "", nil},
		{"money", app("<title>红包</title><type>2001</type>"), bot.Other, "[红包]", "", nil},
		{"transfer", app("<title>微信转账</title><type>2000</type>"), bot.Other, "[转账]", "", nil},
		{"history", app("<title>群聊的聊天记录</title><type>19</type>"), bot.Other, "[聊天记录] 群聊的聊天记录", "", nil},
		{"program", app("<title>点餐</title><type>33</type>"), bot.Other, "[小程序] 点餐", "", nil},
		{"unknown", app("<title>某物</title><type>777</type>"), bot.Other, "[消息] 某物", "", nil},
		{"broken, but named beside", "&lt;msg&gt;&lt;appmsg", bot.Card, "标题", "http://x.example/?a=1&b=2", nil},
		{"foreign encoding", escapeXML(`<?xml version="1.0" encoding="gbk"?><msg><appmsg><title>题</title><type>6</type></appmsg></msg>`), bot.Other, "[文件] 题", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := fromLi(typeApp, tt.content)
			if strings.HasPrefix(tt.name, "broken") {
				e.FileName, e.Url, e.AppMsgType = "标题", "http://x.example/?a=1&amp;b=2", appLink
			}
			in := read(&e, selfID, time.Now())
			if in.Kind != tt.kind || in.Text != tt.text || in.URL != tt.url {
				t.Errorf("kind %d, text %q, url %q", in.Kind, in.Text, in.URL)
			}
			if (in.Quoted == nil) != (tt.quoted == nil) || in.Quoted != nil && *in.Quoted != *tt.quoted {
				t.Errorf("quoted %+v, want %+v", in.Quoted, tt.quoted)
			}
		})
	}
}

func TestReadOthers(t *testing.T) {
	for _, tt := range []struct {
		name string
		e    element
		kind bot.Kind
		text string
	}{
		{"picture", fromLi(typeImage, "&lt;msg&gt;&lt;img/&gt;&lt;/msg&gt;"), bot.Image, ""},
		{"voice", fromLi(typeVoice, "&lt;msg/&gt;"), bot.Other, "[语音]"},
		{"video", fromLi(typeVideo, ""), bot.Other, "[视频]"},
		{"short video", fromLi(typeShortVideo, ""), bot.Other, "[视频]"},
		{"sticker", fromLi(typeSticker, ""), bot.Other, "[表情]"},
		{"person", fromLi(typePerson, ""), bot.Other, "[名片]"},
		{"place", element{FromUserName: groupID, MsgType: typeText, Url: "http://apis.map.qq.com/uri", Content: "@a:<br/>x"}, bot.Other, "[位置]"},
		{"call", fromLi(typeCall, ""), bot.Other, "[通话]"},
		{"of the future", fromLi(4711, ""), bot.Other, "[消息]"},
		{"joined", element{FromUserName: groupID, MsgType: typeSystem, Content: `"张三"邀请"李四"加入了群聊`}, bot.System, `"张三"邀请"李四"加入了群聊`},
		{"renamed", element{FromUserName: groupID, MsgType: typeSystem, Content: `"张三"修改群名为“支付 &amp; 结算”`}, bot.Rename, "支付 & 结算"},
		{"money", element{FromUserName: groupID, MsgType: typeSystem, Content: "收到红包，请在手机上查看"}, bot.Other, "[红包]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if in := read(&tt.e, selfID, time.Now()); in.Kind != tt.kind || in.Text != tt.text {
				t.Errorf("kind %d, text %q", in.Kind, in.Text)
			}
		})
	}
}

func TestReadRevoke(t *testing.T) {
	const notice = `<sysmsg type="revokemsg"><revokemsg><session>x</session><oldmsgid>7</oldmsgid><msgid>42</msgid><replacemsg><![CDATA["李 & 四" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>`
	for _, content := range []string{escapeXML(notice), liID + ":<br/>" + escapeXML(notice)} {
		e := element{FromUserName: groupID, MsgType: typeRevoke, Content: content}
		if in := read(&e, selfID, time.Now()); in.Kind != bot.Revoke || in.RevokedID != "42" || in.Text != `"李 & 四" 撤回了一条消息` {
			t.Errorf("%+v", in)
		}
	}
	e := fromLi(typeRevoke, "broken")
	if in := read(&e, selfID, time.Now()); in.Kind != bot.Revoke || in.RevokedID != "" {
		t.Errorf("%+v", in)
	}
}

// TestReadLong reads messages of a megabyte in every form.
func TestReadLong(t *testing.T) {
	for _, part := range []string{"「", "」\n", "「a：b」\n- - - - - -\n", "&lt;msg", "&lt;a&gt;", "<br/>", `<span class="emoji emoji`, `<span class="emoji emoji1f604"></span>`, "&amp;", ":<br/>", "@"} {
		for _, typ := range []int{typeText, typeApp} {
			reading := func(part string) func() {
				e := fromLi(typ, "「"+strings.Repeat(part, 1<<20/len(part)))
				return func() { read(&e, selfID, time.Now()) }
			}
			speed.Within(t, fmt.Sprintf("%d of %q", typ, part), 500, reading("字"), reading(part))
		}
	}
}

// FuzzRead holds read to its promises on any content.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"@a:<br/>hi:<br/>x", "「a：b」<br/>- - - - - - -<br/>c", `<span class="emoji emoji1f1e81f1f3"></span>`,
		escapeXML("<msg><appmsg><title>a&b</title><type>57</type><refermsg><type>1</type></refermsg></appmsg></msg>"),
		escapeXML("<sysmsg type=\"revokemsg\"><revokemsg><msgid>4</msgid></revokemsg></sysmsg>"), `"x"修改群名为“y”`} {
		for _, typ := range []int{typeText, typeApp, typeSystem, typeRevoke, typeImage} {
			f.Add(typ, s, "@@g", "title", "http://x")
		}
	}
	f.Fuzz(func(t *testing.T, typ int, content, from, title, url string) {
		e := element{MsgId: "1", MsgType: typ, Content: content, FromUserName: from, ToUserName: selfID, FileName: title, Url: url}
		in := read(&e, selfID, time.Unix(1, 0))
		if (in.Kind == bot.Reply) != (in.Quoted != nil) {
			t.Errorf("kind %d, quoted %v", in.Kind, in.Quoted)
		}
		if in.Kind == bot.Text && !utf8.ValidString(in.Text) {
			t.Errorf("text %q", in.Text)
		}
		if in.Chat.Direct == isRoomName(in.Chat.ID) {
			t.Errorf("chat %+v", in.Chat)
		}
		if in.Sender.ID != "" && !in.Chat.Direct && !isUserName(in.Sender.ID) && in.Sender.ID != selfID {
			t.Errorf("sender %q", in.Sender.ID)
		}
		again := read(&e, selfID, time.Unix(1, 0))
		if again.Text != in.Text || again.Kind != in.Kind {
			t.Errorf("read twice: %q and %q", in.Text, again.Text)
		}
	})
}
