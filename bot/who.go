package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"qunwen/corpus"
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
	if !ok {
		return false
	}
	if in.Sender.Remark != "" && slices.Contains(r.Admins, in.Sender.Remark) {
		return true
	}
	return b.hasClaimed(ctx, in, room)
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
// admins as well as it can be told now.
func (b *Bot) speaker(in *Incoming) string {
	if in.Sender.Self {
		return corpus.OwnerName
	}
	r := b.cfg.Rooms[in.Chat.Room]
	if in.Sender.Remark != "" && slices.Contains(r.Admins, in.Sender.Remark) {
		return in.Sender.Remark
	}
	name := strings.TrimSpace(in.Sender.Name())
	for _, mark := range []string{proven, unproven, "（已认证）", "（未认证）"} {
		name = strings.ReplaceAll(name, mark, "")
	}
	switch {
	case b.hasClaimed(context.Background(), in, in.Chat.Room):
		return name + proven
	case name == corpus.OwnerName, slices.Contains(r.Admins, name), slices.Contains(r.Announcers, name), slices.Contains(b.cfg.Names, name):
		return name + unproven
	}
	return name
}

// Announcers are the names in the transcripts of a room whose word counts for
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
