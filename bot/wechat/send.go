package wechat

import (
	"cmp"
	"context"
	"errors"
	"io"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunwen/bot"
)

const (
	revokeWithin = 2 * time.Minute
	maxRemember  = 500 // texts sent, for taking them back
)

// Send implements [bot.Transport]. The texts go out one at a time; the service
// is asked once. chatID is that of a room of the configuration, of a contact,
// or of somebody who wrote directly.
//
// The service may deliver a text that was sent here like any message: with the
// ID of the Sent, and Sender.Self true as of one from the owner's phone. Such a
// message waits for the text that is on its way to its chat, so that a caller
// who notes IDs under a lock, held during Send and taken in OnMessage, knows
// its own.
func (c *Client) Send(ctx context.Context, chatID, text string) (bot.Sent, error) {
	s, done, err := c.turn(ctx)
	if err != nil {
		return bot.Sent{}, err
	}
	defer done()
	switch {
	case text == "":
		return bot.Sent{}, unsent("no text")
	case !s.book.sendable(chatID):
		return bot.Sent{}, unsent("no such chat in this login")
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	defer s.begin(chatID)()
	msg := openwechat.NewTextSendMessage(text, s.book.self.UserName, chatID)
	sent, err := s.bot.Caller.WebWxSendMsg(ctx, &openwechat.CallerWebWxSendMsgOptions{LoginInfo: &s.info, BaseRequest: &s.req, Message: msg})
	if err != nil {
		return bot.Sent{}, outcome(err)
	}
	s.remember(sent.MsgId, msg.ClientMsgId)
	return bot.Sent{ID: sent.MsgId, ChatID: chatID, Time: time.Now()}, nil
}

// Revoke implements [bot.Transport]. After two minutes the error wraps
// [bot.ErrRefused] without asking the service.
func (c *Client) Revoke(ctx context.Context, sent bot.Sent) error {
	s, done, err := c.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	switch {
	case sent.ID == "" || sent.ChatID == "":
		return unsent("nothing to take back")
	case time.Since(sent.Time) > revokeWithin:
		return &fault{what: "too late to take back", unsent: true, cause: bot.ErrRefused}
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	msg := &openwechat.SentMessage{MsgId: sent.ID, SendMessage: &openwechat.SendMessage{ClientMsgId: s.clientID(sent.ID), ToUserName: sent.ChatID}}
	if err := s.bot.Caller.WebWxRevokeMsg(ctx, msg, &s.req); err != nil {
		return outcome(err)
	}
	return nil
}

// Chat implements [bot.Transport].
func (c *Client) Chat(_ context.Context, room string) (bot.Chat, error) {
	s := c.session()
	if s == nil {
		return bot.Chat{}, unsent("not logged in")
	}
	return s.book.room(room)
}

// turn waits until no other text is on its way.
func (c *Client) turn(ctx context.Context) (*session, func(), error) {
	if ctx.Err() != nil {
		return nil, nil, &fault{what: "cancelled", unsent: true, cause: errors.Join(bot.ErrNotSent, ctx.Err())}
	}
	select {
	case c.sending <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, &fault{what: "cancelled", unsent: true, cause: errors.Join(bot.ErrNotSent, ctx.Err())}
	}
	s := c.session()
	if s == nil {
		<-c.sending
		return nil, nil, unsent("not logged in")
	}
	return s, func() { <-c.sending }, nil
}

func (c *Client) session() *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.live
}

func (c *Client) setLive(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live = s
}

// outcome says of a failed request whether it may have been carried out.
func outcome(err error) error {
	f := *redact(err)
	switch {
	case f.ret != 0:
		f.cause = bot.ErrRefused
	case f.unsent:
		f.cause = bot.ErrNotSent
	}
	return &f
}

// within ends a context with the session, too.
func (s *session) within(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if s.ctx.Err() != nil {
		cancel()
	}
	stop := context.AfterFunc(s.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

// begin notes that a text is on its way; the result that it is there, or lost.
func (s *session) begin(chatID string) (done func()) {
	idle := make(chan struct{})
	s.mu.Lock()
	s.busy, s.idle = chatID, idle
	s.mu.Unlock()
	return func() {
		s.mu.Lock()
		s.busy, s.idle = "", nil
		s.mu.Unlock()
		close(idle)
	}
}

// settle waits while a text is on its way to the chat: the message that comes
// from there may be that text, and its ID is in the answer.
func (s *session) settle(ctx context.Context, chatID string) {
	s.mu.Lock()
	idle := s.idle
	if s.busy != chatID {
		idle = nil
	}
	s.mu.Unlock()
	if idle == nil {
		return
	}
	select {
	case <-idle:
	case <-ctx.Done():
	}
}

func (s *session) remember(id, clientID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.clients) >= maxRemember {
		clear(s.clients)
	}
	s.clients[id] = clientID
}

func (s *session) clientID(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return cmp.Or(s.clients[id], id)
}

// picture fetches the bytes of an image, up to maxBody of them.
func (s *session) picture(ctx context.Context, id string) ([]byte, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	resp, err := s.bot.Caller.Client.WebWxGetMsgImg(ctx, &openwechat.Message{MsgId: id}, &s.info)
	if err != nil {
		return nil, redact(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, redact(err)
	}
	return data, nil
}
