package bot

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"qunwen/bot/hearing"
	"qunwen/bot/say"
)

const (
	// callLife is how long a sender who called the bot may take to ask.
	callLife = time.Minute

	// followLife is how long the asker of an answer is heard without a mention.
	followLife = 5 * time.Minute

	// mostLines is how many of the latest lines of a room are kept.
	mostLines = 50
)

// A way is how a message speaks to the bot.
type way uint8

const (
	unheard   way = iota // not at all
	mentioned            // it has a mention
	quoting              // it quotes the bot and says something to it
	passing              // it speaks of the bot, and a word is due
	invited              // its sender called the bot just before
	following            // its sender was answered just before
)

// An utterance is what a message says to the bot.
type utterance struct {
	way  way
	text string // without the bot's name
	kind hearing.Kind
}

// words are what is said to talk, by its kind.
var words = [...]string{
	hearing.Greeting: say.Greeted, hearing.Thanks: say.Thanked, hearing.Assent: say.Agreed, hearing.Banter: say.Agreed,
	hearing.Scolding: say.Scolded, hearing.Identity: say.WhatItIs, hearing.Plea: say.Listening, hearing.Echo: say.WhichOne,
	hearing.Confusion: say.Unclear, hearing.Repeat: say.ScrollUp, hearing.Offer: say.OfferShare, hearing.Elsewhere: say.NotMine,
}

// wordTo returns what is said to a kind of talk; "" for [hearing.Message].
func wordTo(kind hearing.Kind) string { return words[kind] }

// talk returns the page that answers talk in which nothing is asked of the
// group. ok is false for anything else.
func (b *Bot) talk(text string) (p say.Page, ok bool) {
	kind := hearing.KindOf(text)
	switch {
	case kind == hearing.Message, hearing.Bare(text) == "": // of marks alone it is said that they ask nothing
		return say.Page{}, false
	case kind == hearing.Plea:
		return b.names.Answer(&say.Asked{}, nil, nil), true
	}
	return say.Page{Text: wordTo(kind), Empty: true}, true
}

// hear returns what a message says to the bot. Only words do: a shared link may
// have any title.
func (b *Bot) hear(ctx context.Context, in *Incoming) utterance {
	if in.Kind != Text && in.Kind != Reply {
		return utterance{text: in.Text}
	}
	m := hearing.Read(in.Text, slices.Concat(b.cfg.Names, in.Chat.Names), in.Chat.Members)
	if !m.Found {
		return utterance{way: b.wayWithout(ctx, in, m.Rest), text: m.Rest}
	}
	kind, aside := m.InPassing()
	switch {
	case aside && kind == hearing.Message:
		return utterance{text: m.Rest}
	case aside:
		return utterance{way: passing, text: m.Rest, kind: kind}
	}
	return utterance{way: mentioned, text: m.Said()}
}

// wayWithout returns how a message without a mention speaks to the bot.
func (b *Bot) wayWithout(ctx context.Context, in *Incoming, text string) way {
	switch {
	case in.Chat.Direct:
	case in.Quoted != nil && b.isOwn(ctx, in):
		if speaksBack(text, in.Chat.Members) {
			return quoting
		}
	case b.recent.expects(in, text, b.timeOf(in)) && !mentionsAnybody(text) && !isNoise(text):
		return invited
	case in.Quoted == nil && b.goesOn(in, text):
		return following
	}
	return unheard
}

// timeOf returns when a message was sent.
func (b *Bot) timeOf(in *Incoming) time.Time {
	if in.Time.IsZero() {
		return b.cfg.Now()
	}
	return in.Time
}

func mentionsAnybody(text string) bool { return strings.ContainsAny(text, "@＠") }

// isNoise reports whether a text says nothing that its sender could have called
// the bot for.
func isNoise(text string) bool {
	switch hearing.KindOf(text) {
	case hearing.Assent, hearing.Banter, hearing.Thanks, hearing.Greeting:
		return true
	}
	return strings.TrimSpace(text) == ""
}

// speaksBack reports whether a text that quotes the bot, without a mention,
// speaks to it: a command, a word on the answer, or a question.
func speaksBack(text string, members []string) bool {
	switch cmd := commandTo(text, members); cmd.verb {
	case toAsk, toChat, toListen:
		return !mentionsAnybody(text) && hearing.Answers(text)
	}
	return true
}

// goesOn reports whether a text without a mention goes on with an answer that
// its sender got a short while ago.
func (b *Bot) goesOn(in *Incoming, text string) bool {
	now := b.timeOf(in)
	g := b.answers.context(in.Chat.ID, in.Sender.ID, now)
	if g == nil || mentionsAnybody(text) {
		return false
	}
	since := b.answers.saidAt(g)
	if now.Sub(since) > followLife {
		return false
	}
	cmd := parseCommand(text)
	switch {
	case cmd.verb == toRevoke, cmd.verb == toGoOn && strings.Contains(text, "更多"), cmd.verb == toSeeTalk && strings.Contains(text, "原文"):
		return true // nobody says that to people
	case cmd.verb == toBlame, cmd.verb == toPraise, cmd.verb == toForget, cmd.verb == toSeeWho, cmd.verb == toGoOn, cmd.verb == toSeeTalk,
		cmd.verb == toChat && hearing.KindOf(text) == hearing.Thanks, cmd.verb == toAsk && leansOn(g.about.asked.Text, text):
		last := b.answers.find(func(g *reply) bool { return g.chat.ID == in.Chat.ID && g.senderID == in.Sender.ID })
		return !b.recent.interrupted(in, b.answers.saidAt(last))
	}
	return false
}

// leansOn reports whether a text asks, by its form, on from a question, and
// does not ask people.
func leansOn(question, text string) bool {
	if _, ok := followUp(question, text); !ok {
		return false
	}
	focus, _ := findFocus(strings.TrimRight(strings.TrimSpace(text), "?？。!！"))
	toPeople := slices.ContainsFunc([]string{"你", "您", "他", "她", "大家", "咱", "我"}, func(w string) bool { return strings.HasPrefix(focus, w) })
	return !toPeople && (hearing.Asks(text) || strings.HasSuffix(strings.TrimSpace(text), "的话"))
}

// commandOf reads what an utterance asks for. One that says nothing itself and
// quotes somebody asks what it quotes.
func (b *Bot) commandOf(ctx context.Context, in *Incoming, u *utterance, now time.Time) command {
	if u.way == passing {
		return command{verb: toChat, text: wordTo(u.kind)}
	}
	cmd := commandTo(u.text, in.Chat.Members)
	switch cmd.verb {
	case toAsk, toChat, toListen:
	default:
		return cmd
	}
	if !hearing.PointsAt(u.text) && cmd.verb != toListen {
		return cmd
	}
	if in.Quoted != nil && !b.isOwn(ctx, in) {
		return b.quotedQuestion(ctx, in)
	}
	if cmd.verb == toAsk && b.whole(in, cmd.text, now).Text == cmd.text {
		return command{verb: toListen}
	}
	return cmd
}

// quotedQuestion returns the command to answer what a message quotes. What is no
// question is not answered, nor are the words of somebody hidden: a question may
// be listed.
func (b *Bot) quotedQuestion(ctx context.Context, in *Incoming) command {
	said := hearing.Read(in.Quoted.Text, slices.Concat(b.cfg.Names, in.Chat.Names), in.Chat.Members)
	cmd := parseCommand(said.Said())
	hides, err := b.Hides(ctx)
	if cmd.verb != toAsk || err != nil || hides != nil && hides(in.Quoted.Name, in.Quoted.Text) {
		return command{verb: toListen}
	}
	return cmd
}

// attend notes who called the bot and has to ask yet, and who has asked now.
// hushed takes back the reply to the call if it waits to be sent. again is true
// if somebody who called goes on calling.
func (b *Bot) attend(in *Incoming, u *utterance, cmd command) (hushed []Outgoing, again bool) {
	at := b.timeOf(in)
	if key := b.recent.answered(in, u.way == invited); u.way == invited {
		again = cmd.verb == toListen
		if !again && b.answers.isUnsent(key) {
			hushed = []Outgoing{{Key: in.Key("hush"), Chat: in.Chat, Purpose: ForReply, Revoke: key}}
		}
	}
	if greets := cmd.verb == toChat && cmd.text == say.Greeted; greets || cmd.verb == toListen {
		b.recent.called(in, call{at: at, key: in.Key("reply"), greets: greets})
	}
	return hushed, again
}

// mentioning returns a message that speaks to the bot with a mention of name, so
// that it is understood later, too.
func (in *Incoming) mentioning(name string, u *utterance) *Incoming {
	if u.way != invited {
		return in
	}
	said := *in
	said.Text = "@" + name + " " + u.text
	return &said
}

// listen asks somebody who called the bot for the question.
func (b *Bot) listen(ctx context.Context, r *request) (string, error) {
	if q := r.in.Quoted; q != nil && strings.TrimSpace(q.Text) == "" && !b.isOwn(ctx, r.in) {
		return say.Unreadable, nil
	}
	return say.Listening, nil
}

// attention is what the bot remembers of a room to know who speaks to it without
// a mention. It is safe for concurrent use.
type attention struct {
	mu    sync.Mutex
	calls map[string]call   // by chat and sender: who called and has not asked yet
	lines map[string][]line // by chat: what was said lately and not to the bot
}

// A call is a message that speaks to the bot and asks nothing yet.
type call struct {
	at    time.Time
	key   string // of the reply to it
	asked string // ID of the message that asked then; "" as long as none did

	// greets says that it only greets the bot: what follows must be a question.
	greets bool
}

// A line is a message that was not said to the bot.
type line struct {
	at     time.Time
	sender string // ID
}

func newAttention() *attention {
	return &attention{calls: make(map[string]call), lines: make(map[string][]line)}
}

// called notes that somebody called the bot with a message.
func (a *attention) called(in *Incoming, now call) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for k, c := range a.calls {
		if now.at.Sub(c.at) > callLife {
			delete(a.calls, k)
		}
	}
	a.calls[contextKey(in.Chat.ID, in.Sender.ID)] = now
}

// expects reports whether the sender called the bot within [callLife] before at,
// has not asked since with another message, and may ask with text.
func (a *attention) expects(in *Incoming, text string, at time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	c, ok := a.calls[contextKey(in.Chat.ID, in.Sender.ID)]
	return ok && at.Sub(c.at) <= callLife && (c.asked == "" || c.asked == in.ID) && (!c.greets || hearing.Asks(text))
}

// answered ends the call of a sender, and returns the key of the reply to it; ""
// if there was none. asks says that the message is what the call was for.
func (a *attention) answered(in *Incoming, asks bool) (key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	who := contextKey(in.Chat.ID, in.Sender.ID)
	c, ok := a.calls[who]
	switch {
	case !ok:
		return ""
	case asks && in.ID != "":
		c.asked = in.ID
		a.calls[who] = c
	default:
		delete(a.calls, who)
	}
	return c.key
}

// overheard notes a message that was not said to the bot.
func (a *attention) overheard(in *Incoming, at time.Time) {
	if in.Kind != Text && in.Kind != Reply {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	lines := append(a.lines[in.Chat.ID], line{at: at, sender: in.Sender.ID})
	a.lines[in.Chat.ID] = slices.Clone(lines[max(0, len(lines)-mostLines):])
}

// interrupted reports whether somebody else has spoken in the chat since.
func (a *attention) interrupted(in *Incoming, since time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.ContainsFunc(a.lines[in.Chat.ID], func(l line) bool {
		return l.sender != in.Sender.ID && !l.at.Before(since.Truncate(time.Second))
	})
}
