// Package console is the terminal as a room: what is typed is a message, what
// the bot says is printed.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"qunwen/bot"
)

// A Console is a [bot.Transport] with one room. Lines are messages of the
// current speaker to the bot; these change who speaks or how:
//
//	/我是 name    go on as a member of that name
//	/群主         go on as the owner of the account, who is an admin
//	/群里 text    say something in the room, not to the bot
//	/帮助         print these, and ask the bot for its own help
//	/退出         end; 退出, exit and quit do, too
type Console struct {
	In   io.Reader
	Out  io.Writer
	Room string // folder name
	Name string // of the bot
	User string // who speaks at first

	Prompt string           // printed before each line is read; "" for none
	Idle   func() bool      // whether the bot has nothing left to say; nil means it never waits
	Now    func() time.Time // nil means time.Now

	mu   sync.Mutex
	sent int
	said map[string]string // what was sent, by ID
	lost error             // why something could not be printed; nil if all could
}

// Run reads lines until they end or ctx does. It returns an error if they could
// not be read, or if what the bot said could not be printed.
func (c *Console) Run(ctx context.Context, h bot.Handler) error {
	err := c.read(ctx, h)
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Join(err, c.lost)
}

func (c *Console) read(ctx context.Context, h bot.Handler) error {
	h.OnState(ctx, bot.State{Phase: bot.Online})
	lines, errs := scan(ctx, c.In)
	who := member{name: c.User}
	for n := 1; ; n++ {
		if err := c.settle(ctx); err != nil {
			return nil
		}
		if c.Prompt != "" {
			fmt.Fprintf(c.Out, "%s%s", who.name, c.Prompt)
		}
		var l line
		var ok bool
		select {
		case <-ctx.Done():
			c.leave()
			return nil
		case l, ok = <-lines:
		}
		if !ok {
			c.leave()
			return errors.Join(c.settle(ctx), <-errs)
		}
		if l.tooLong {
			fmt.Fprintln(c.Out, tooLong)
			continue
		}
		typed := strings.TrimSpace(l.text)
		if slices.Contains(endings, typed) {
			return nil
		}
		text, ok := c.obey(typed, &who)
		if !ok {
			continue
		}
		h.OnMessage(ctx, bot.Incoming{
			ID: "line " + strconv.Itoa(n), Login: "console", Time: c.now().Truncate(time.Second), Text: text,
			Chat:   bot.Chat{ID: "console", Room: c.Room, Names: []string{c.Name}, Members: []string{who.name}},
			Sender: bot.Sender{ID: who.name, Display: who.name, Nick: who.name, Self: who.owner},
		})
	}
}

// endings are the lines that end the talk.
var endings = []string{"/退出", "退出", "/exit", "exit", "/quit", "quit"}

const (
	tooLong  = "这一行太长了（超过 1 MB），没有读；请分几次说"
	commands = "/我是 名字、/群主、/群里 一句话、/退出"
)

// A member is who speaks.
type member struct {
	name  string
	owner bool // of the account
}

// obey does what a line says, who may be another member then, and returns what
// is said in the room. ok is false if nothing is said.
func (c *Console) obey(line string, who *member) (text string, ok bool) {
	switch word, rest, _ := strings.Cut(line, " "); {
	case line == "":
		return "", false
	case line == "/帮助" || line == "/help":
		fmt.Fprintf(c.Out, "这里的命令：%s\n", commands)
		return "@" + c.Name + " 帮助", true
	case line == "/群主":
		*who = member{"群主", true}
		return "", false
	case word == "/我是" && rest != "":
		*who = member{strings.TrimSpace(rest), false}
		return "", false
	case word == "/群里" && rest != "":
		return strings.TrimSpace(rest), true
	case strings.HasPrefix(line, "/"):
		fmt.Fprintf(c.Out, "没有 %s 这个命令；有 %s\n", word, commands)
		return "", false
	}
	return "@" + c.Name + " " + line, true
}

// leave ends the line of a prompt that nothing was typed at.
func (c *Console) leave() {
	if c.Prompt != "" {
		fmt.Fprintln(c.Out)
	}
}

func (c *Console) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// settle waits until the bot has said what it has to say.
func (c *Console) settle(ctx context.Context) error {
	for c.Idle != nil && !c.Idle() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
	}
	return nil
}

// Send prints a message.
func (c *Console) Send(_ context.Context, chatID, text string) (bot.Sent, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent++
	id := "sent " + strconv.Itoa(c.sent)
	if c.said == nil {
		c.said = make(map[string]string)
	}
	c.said[id] = text
	if _, err := fmt.Fprintf(c.Out, "%s：%s\n\n", c.Name, text); err != nil {
		c.lost = err
		return bot.Sent{}, err
	}
	return bot.Sent{ID: id, ChatID: chatID, Time: c.now()}, nil
}

// Revoke says that a message was taken back.
func (c *Console) Revoke(_ context.Context, s bot.Sent) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	first, _, _ := strings.Cut(c.said[s.ID], "\n")
	_, err := fmt.Fprintf(c.Out, "%s 撤回了一条消息（%s…）\n\n", c.Name, first)
	return err
}

// Chat returns the room.
func (c *Console) Chat(_ context.Context, room string) (bot.Chat, error) {
	if room != c.Room {
		return bot.Chat{}, fmt.Errorf("%w: no room %s here", bot.ErrNotSent, room)
	}
	return bot.Chat{ID: "console", Room: room, Names: []string{c.Name}}, nil
}
