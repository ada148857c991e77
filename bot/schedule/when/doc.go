// Package when reads how people say days and hours in Chinese, and which they mean.
// It knows no sessions and nobody who speaks.
//
// The route through the package:
//
//   - [Lex] cuts a folded text into [Token] values: days ([ScanDay] gives a [DayRef]:
//     what was said, before anybody knows which day it is), hours (clock.go, hours.go)
//     and words for a day that nobody can place (vague.go). Its caller reads what
//     stands between times, such as mentions.
//   - [FindSlots] joins days and hours that belong together to [Slot] values (slot.go)
//     and resolves them against a [Base], the day of the message (resolve.go). What
//     nobody can place has no date; a day that does not exist, or that contradicts its
//     weekday, has a problem in Chinese.
//
// Facts of the calendar are tables: feasts in feast.go, parts of the day in period.go,
// relative days in day.go, weeks in weekday.go, units in shift.go; almanac.go has the
// lunar calendar. The places of all functions that are called scan are runes; they
// return a length, 0 if nothing begins there.
package when
