package bot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"qunwen/bot/say"
	"qunwen/corpus"
	"qunwen/corpus/people"
)

// What marks, behind a name, whether its bearer is who bears it.
const (
	unproven = "(未认证)" // somebody else has the name of an admin
	proven   = corpus.ProvenMark
)

// isAdmin reports whether the sender runs the room: the account's owner,
// somebody to whom the owner gave an admin's name, or who claimed it by a code.
func (b *Bot) isAdmin(ctx context.Context, in *Incoming, room string) bool {
	if in.Sender.Self {
		return true
	}
	r, ok := b.cfg.Rooms[room]
	if !ok || room == "" {
		return false
	}
	if in.Sender.Remark != "" && slices.Contains(r.Admins, in.Sender.Remark) {
		return true
	}
	return b.hasClaimed(ctx, in, room)
}

// person names somebody for longer than a login as well as it can be done: by
// the name that the account's owner gave, else by that of the account.
func (s *Sender) person() string {
	if s.Self {
		return "self"
	}
	switch {
	case s.Remark != "":
		return "remark:" + s.Remark
	case s.Nick != "":
		return "nick:" + s.Nick
	}
	return "name:" + cmp.Or(s.Display, "?")
}

// names are all by which the person is known.
func (s *Sender) names() []string {
	names := slices.DeleteFunc([]string{s.Display, s.Nick, s.Remark}, func(n string) bool { return strings.TrimSpace(n) == "" })
	slices.Sort(names)
	return slices.Compact(names)
}

// untilNextLogin is a key of the sender for this login only, which does not
// give the service's own away.
func (in *Incoming) untilNextLogin() string {
	sum := sha256.Sum256([]byte(in.Login + "\x00" + in.Sender.ID))
	return hex.EncodeToString(sum[:16])
}

func (b *Bot) hasClaimed(ctx context.Context, in *Incoming, room string) bool {
	if b.cfg.Store == nil || in.Sender.ID == "" {
		return false
	}
	ok, err := b.cfg.Store.IsAdmin(ctx, in.Login, in.untilNextLogin(), room)
	if err != nil {
		b.cfg.Log.WarnContext(ctx, "admins are not known", "room", room, "err", err)
	}
	return ok
}

// speaker is the name under which a message is archived: it lets a replay tell
// admins, and whose words are hidden, as well as it can be told now.
func (b *Bot) speaker(ctx context.Context, in *Incoming) string {
	name := b.nameOf(ctx, in)
	if name == "" || b.members.hiddenAs(in) == "" || in.Sender.Self || b.runsARoom(ctx, in) {
		return name
	}
	return say.Clip(name, longestName) + veiled
}

// nameOf is what the archive calls the sender if nobody is hidden.
func (b *Bot) nameOf(ctx context.Context, in *Incoming) string {
	if in.Sender.Self {
		return corpus.OwnerName
	}
	r := b.cfg.Rooms[in.Chat.Room]
	if in.Sender.Remark != "" && slices.Contains(r.Admins, in.Sender.Remark) {
		return in.Sender.Remark
	}
	name := withoutMarks(in.Sender.Name())
	switch {
	case b.hasClaimed(ctx, in, in.Chat.Room):
		return say.Clip(name, longestName) + proven
	case b.isTaken(name, in.Chat):
		return say.Clip(name, longestName) + unproven
	}
	return name
}

// calledIn is the name under which the bot speaks of the sender: of hidden people the
// one of the archive, by which those words are hidden.
func (b *Bot) calledIn(ctx context.Context, in *Incoming) string {
	if b.members.hiddenAs(in) != "" {
		return b.speaker(ctx, in)
	}
	return in.Sender.Name()
}

// longestName is how many characters of a name stand before a mark, so that the
// archive cuts neither.
const longestName = 100

// isTaken reports whether a name is that of an admin, of an announcer, of the
// owner or of the bot, or reads like it.
func (b *Bot) isTaken(name string, chat Chat) bool {
	r := b.cfg.Rooms[chat.Room]
	return people.Names(slices.Concat([]string{corpus.OwnerName}, r.Admins, r.Announcers, b.cfg.Names, chat.Names))(name)
}

// markPattern finds what looks like one of the marks.
var markPattern = regexp.MustCompile(`\(\s*(?:[已未]\s*认\s*证|已\s*隐\s*藏)\s*\)`)

// withoutMarks is a name without anything that reads as one of the marks, also
// after what was inside of it is taken out.
func withoutMarks(name string) string {
	name = strings.TrimSpace(name)
	look := lookOf(name)
	if !markPattern.MatchString(look) {
		return name
	}
	for markPattern.MatchString(look) {
		look = markPattern.ReplaceAllString(look, "")
	}
	return strings.TrimSpace(look)
}

// lookOf is what a reader takes a name for: entities, width, case and what
// cannot be seen make no difference.
func lookOf(name string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return unicode.ToLower(r - '！' + '!')
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Co), r == '\u3164', r == '\u115f':
			return -1
		}
		return unicode.ToLower(r)
	}, people.ReadableName(strings.ToValidUTF8(name, "")))), " ")
}

// announcers are the names in the transcripts of a room whose word counts for
// its schedule, by what the configuration says of it; nil if it says nothing.
func (r Room) announcers() []string {
	if len(r.Admins)+len(r.Announcers) == 0 {
		return nil
	}
	return slices.Concat(r.Announcers, r.Admins, []string{corpus.OwnerName})
}

// AnnouncersOf are those of all rooms, for [schedule.Options].
func AnnouncersOf(rooms map[string]Room) map[string][]string {
	all := make(map[string][]string)
	for name, r := range rooms {
		if names := r.announcers(); names != nil {
			all[name] = names
		}
	}
	return all
}
