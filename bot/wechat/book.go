package wechat

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"qunwen/bot"
)

// A book holds what is known of rooms and people in one login. Rooms are bound
// to folders by their topic; one that got a topic of no folder stays what it
// was until the next login.
type book struct {
	folders map[string]string // by topic
	topics  map[string]string // by folder

	mu     sync.Mutex
	self   contact
	people map[string]contact // in the address book, by user name
	groups map[string]*group  // by user name
	talked map[string]bool    // persons that wrote directly
}

// A group is a chat of several people. Its slices and maps are never changed,
// only replaced.
type group struct {
	id     string
	topic  string    // "" if not known
	encry  string    // the protocol's second name for it
	folder string    // that it was bound to last; "" if never
	listed time.Time // last seen in any list
	loaded time.Time // members as of
	asked  time.Time // last tried to load; zero if never

	renamed  time.Time // first notice of another topic, of those in renames; zero if none
	renames  int       // notices since, for a minute
	answered bool      // a question about it was answered; it may have no topic

	pieces  int                // answers in a row that did not name all members
	members map[string]contact // by user name
	names   []string           // of the account
	others  []string           // names of all others
}

// known says whether it can be told if the group is one of ours.
func (g group) known() bool { return g.topic != "" || g.answered }

func newBook(rooms map[string]string) *book {
	b := &book{folders: make(map[string]string), topics: rooms, people: make(map[string]contact),
		groups: make(map[string]*group), talked: make(map[string]bool)}
	for folder, topic := range rooms {
		b.folders[topic] = folder
	}
	return b
}

// note takes in contacts from whatever list: people, and groups with or without
// members. now is the time of those with members.
func (b *book) note(list contacts, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range list {
		if !isRoomName(c.UserName) {
			b.people[c.UserName] = c
			continue
		}
		g := b.group(c.UserName)
		g.listed = now
		if t := plainName(c.NickName); t != "" {
			g.topic = t
		}
		if c.EncryChatRoomId != "" {
			g.encry = c.EncryChatRoomId
		}
		if len(c.MemberList) > 0 {
			g.loaded = now
			b.setMembers(g, c.MemberList, c.MemberCount)
		}
	}
	b.bind()
}

// group returns the group of that user name, a new one if need be.
func (b *book) group(id string) *group {
	g := b.groups[id]
	if g == nil {
		g = &group{id: id}
		b.groups[id] = g
	}
	return g
}

// setMembers takes in a list of members. One of fewer than there are adds to
// what is known, and an entry without any name leaves the names as they were.
func (b *book) setMembers(g *group, list contacts, count int) {
	was := g.members
	g.members = make(map[string]contact, len(list))
	for _, m := range list {
		if m.NickName == "" && m.DisplayName == "" {
			m.NickName, m.DisplayName = was[m.UserName].NickName, was[m.UserName].DisplayName
		}
		g.members[m.UserName] = m
	}
	if len(g.members) < count {
		for id, m := range was {
			if _, ok := g.members[id]; !ok {
				g.members[id] = m
				list = append(list, m)
			}
		}
	}
	var names, others []string
	for _, m := range list {
		m = g.members[m.UserName]
		for _, n := range []string{plainName(m.DisplayName), plainName(m.NickName)} {
			if n == "" {
				continue
			}
			if m.UserName == b.self.UserName {
				names = append(names, n)
			} else {
				others = append(others, n)
			}
		}
	}
	if n := plainName(b.self.NickName); n != "" {
		names = append(names, n)
	}
	g.names, g.others = unique(names), unique(others)
}

// unique drops repeats and keeps the order.
func unique(list []string) []string {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool { was := seen[s]; seen[s] = true; return was })
}

// claim is the folder that a group would be bound to; "" if it is none of ours.
func (b *book) claim(g *group) string {
	if f := b.folders[g.topic]; f != "" {
		return f
	}
	return g.folder
}

// bound returns the groups that go by a folder.
func (b *book) bound(folder string) []*group {
	var out []*group
	for _, g := range b.groups {
		if b.claim(g) == folder {
			out = append(out, g)
		}
	}
	return out
}

// bind remembers which folders are bound without doubt.
func (b *book) bind() {
	for folder := range b.topics {
		if gs := b.bound(folder); len(gs) == 1 {
			gs[0].folder = folder
		}
	}
}

// forget removes contacts that are gone.
func (b *book) forget(list contacts) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range list {
		delete(b.people, c.UserName)
		delete(b.groups, c.UserName)
	}
}

// chat describes a group; ours is false if no folder claims it. Room is "" if
// two groups go by one topic.
func (b *book) chat(id string) (c bot.Chat, ours bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	g := b.groups[id]
	if g == nil {
		return bot.Chat{ID: id}, false
	}
	c = bot.Chat{ID: id, Names: g.names, Members: g.others}
	folder := b.claim(g)
	if folder != "" && len(b.bound(folder)) == 1 {
		c.Room = folder
	}
	return c, folder != ""
}

// room describes the group that a folder is bound to.
func (b *book) room(folder string) (bot.Chat, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.topics[folder] == "" {
		return bot.Chat{}, unsent("no such room is configured")
	}
	switch gs := b.bound(folder); len(gs) {
	case 0:
		return bot.Chat{}, unsent("the room is not known in this login")
	case 1:
		return bot.Chat{ID: gs[0].id, Room: folder, Names: gs[0].names, Members: gs[0].others}, nil
	}
	return bot.Chat{}, unsent("two groups go by the room's topic")
}

// sender describes a person, in a group or, if that is "", directly.
func (b *book) sender(groupID, id string) (s bot.Sender, known bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s.ID = id
	friend, isFriend := b.people[id]
	if isFriend {
		s.Nick, s.Remark = plainName(friend.NickName), plainName(friend.RemarkName)
		known = groupID == ""
	}
	if id == b.self.UserName {
		s.Nick, s.Self, s.Remark, known = plainName(b.self.NickName), true, "", true
	}
	if g := b.groups[groupID]; g != nil {
		if m, ok := g.members[id]; ok {
			s.Display, s.Nick, known = plainName(m.DisplayName), cmp.Or(plainName(m.NickName), s.Nick), true
		}
	}
	return s, known
}

// sendable says whether the account has a chat of that ID: a room of ours, a
// person of the address book, or one who wrote.
func (b *book) sendable(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if g := b.groups[id]; g != nil {
		return b.claim(g) != ""
	}
	c, ok := b.people[id]
	return ok && c.VerifyFlag == 0 || b.talked[id]
}
