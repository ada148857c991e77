// Package hearing tells by a message's words whether it speaks to the bot, and
// whether it asks anything.
//
// [Read] finds the mentions of the bot in a text, and [Mentions.InPassing] tells
// those that speak of it from those that speak to it. [Answers] reports whether
// a text that quotes the bot speaks to it. [KindOf] names what is said without
// asking: greetings, thanks, banter, what is not the group's subject.
//
// It knows neither rooms nor what was said before.
package hearing
