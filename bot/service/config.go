package service

import (
	"context"
	"time"

	"qunwen/bot"
	"qunwen/bot/schedule"
)

// A Config sets up a [Service]. Bot and Transport are required.
type Config struct {
	Bot       *bot.Bot
	Transport bot.Transport
	Send      bool            // false: only say in the log what would be sent
	Policy    schedule.Policy // of reminders; its quiet hours are those of all that nobody asked for

	// Flush makes what was archived durable; nil if nothing is archived.
	Flush func(ctx context.Context) error

	// LastLook returns until when reminders were seen to before this start, and
	// SetLastLook keeps that. Both nil: reminders that an outage prevented are lost.
	LastLook    func() time.Time
	SetLastLook func(time.Time) error

	// State is told how the transport is connected; nil means nobody is.
	State func(bot.State)

	// Rehearse is told what would be sent where sending is off, because the log
	// holds no words of people; nil means nobody is. "" is a direct message.
	Rehearse func(room, text string)
}
