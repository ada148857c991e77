// Package say holds the sentences that the bot says to people, and reads the
// archived form of those that quote somebody.
//
// [Rooms.Answer] writes an answer: passages with their quotes, by number, in a
// [Page]; [Rooms.GoOn], [Page.Brief], [Rooms.Authors] and [Rooms.Talk] write what
// can be asked for next. [Reading.Understood] reads an announcement back. What is
// short and always the same is a constant.
//
// What the bot says is archived as what everybody says is. [Hides] finds whose
// words stand in it: whatever is printed here with a citation, [Cites] or
// [FindSpoken] finds again, so that words of hidden people are shown nowhere.
//
// Nothing here searches or sends. Of what was found it chooses the lines that a
// phone shows.
package say
