package service

import (
	"context"
	"fmt"

	"qunwen/bot"
)

// Nowhere is the transport of a serve without an account.
type Nowhere struct{}

// Run implements [bot.Transport].
func (Nowhere) Run(ctx context.Context, _ bot.Handler) error { <-ctx.Done(); return nil }

// Send implements [bot.Transport].
func (Nowhere) Send(context.Context, string, string) (bot.Sent, error) {
	return bot.Sent{}, bot.ErrNotSent
}

// Revoke implements [bot.Transport].
func (Nowhere) Revoke(context.Context, bot.Sent) error { return bot.ErrNotSent }

// Chat implements [bot.Transport].
func (Nowhere) Chat(_ context.Context, room string) (bot.Chat, error) {
	return bot.Chat{}, fmt.Errorf("%w: no transport for %s", bot.ErrNotSent, room)
}
