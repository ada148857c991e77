package service

import (
	"context"

	"qunwen/bot"
	"qunwen/bot/schedule"
)

// A Config sets up a [Service]. Bot and Transport are required.
type Config struct {
	Bot       *bot.Bot
	Transport bot.Transport
	Send      bool            // false: only say in the log what would be sent
	Policy    schedule.Policy // of reminders; its quiet hours are those of all that nobody asked for

	// Clock is what the Bot's Now comes from; it learns from messages. nil means that
	// the host's clock is taken for right.
	Clock *Clock

	// Flush makes what was archived durable; nil if nothing is archived.
	Flush func(ctx context.Context) error

	// LookFile is the path of the file that keeps until when reminders were seen to;
	// "": reminders that an outage prevents are lost.
	LookFile string

	// State is told how the transport is connected; nil means nobody is.
	State func(bot.State)

	// Rehearse is told what would be sent where sending is off, because the log
	// holds no words of people; nil means nobody is. "" is a direct message.
	Rehearse func(room, text string)
}
