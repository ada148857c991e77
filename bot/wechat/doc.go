// Package wechat exchanges messages through the web protocol of WeChat. It
// alone imports openwechat.
//
// [Client] is the [bot.Transport]. Its Run logs in (from the session file, by a
// question on the phone, or by a QR code), then serves one session until that
// ends, and logs in again. The library only signs in and
// polls; what it would do with messages is done here, because it crashes on
// odd answers and asks the service once per message:
//
//   - guard stands below the library's HTTP client. It limits and checks every
//     answer, takes the messages out of it and leaves the library an empty list.
//   - session hands the messages, and what the library wants saved after them,
//     to the goroutine of Run, in that order.
//   - book knows rooms, members and remarks; it asks the service seldom.
//   - read turns an element of the protocol into a [bot.Incoming].
//   - vault is the session file.
//
// All calls of the handler are made by the goroutine of Run. Nothing here
// answers, paces or archives; errors and logs tell no keys, no user names and
// nothing that people wrote.
package wechat
