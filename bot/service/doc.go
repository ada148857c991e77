// Package service runs a bot at a transport.
//
// A [Service] keeps messages that the archive does not take yet, looks at chats
// side by side, and does what is due by the clock: reminders, questions that had
// to wait for the end of a session, news for those whose question has an answer
// now. What is to be said goes through an [Outbox], which sends one message at a
// time, at its [bot.Pace], and none twice.
//
// A [Book] is the schedule of a site that grows, an [Archiver] writes into the
// site, an [ImageKeeper] puts pictures next to it. An [Overlay] is a book and an
// archive in memory.
//
// What there is to say is the bot's affair. Nothing here knows a messenger; see
// packages wechat and console.
package service
