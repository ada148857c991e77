// Package web serves the pages that citations lead to: a room's chat, one day
// on a page, each message at its own anchor.
//
//	/                     the rooms with their latest days
//	/r/{room}             the days of a room, by month
//	/r/{room}/{date}      a day; #{HHMMSS} is a message, #{HHMMSS}.2 the second of that second
//	    ?m={HHMMSS}       the page of a long day that has that message
//	/healthz              ok, or why not
//	/metrics              figures for Prometheus, if there are any
//
// A day of more than [days.PageLength] messages has several pages. A server sees
// nothing of what stands behind #, so that links to such a day name the message
// twice, ?m=093005#093005; one without ?m= arrives at the first page, which has the
// message, or an anchor for it at the link to its page.
//
// [New] returns the handler, [Listen] and [Serve] put it on a port. Pages are
// made at each request from the posts as they are then; the list of days may be
// five seconds old.
//
// What people wrote is text, never markup: nothing of it is run, loaded or
// styled. Pages need no script and set no cookies. People who asked to be
// hidden are: their words and names, where others quote them, by name or in
// their words of that day, and where others call them by @. A name in the
// middle of a sentence is not found.
package web
