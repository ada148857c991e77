package wechattest

import (
	"html"
	"strconv"
	"strings"
	"time"
)

// AddRoom makes a group that is saved to the contacts. Members go by their
// nicks, which must differ.
func (s *Server) AddRoom(topic string, members ...string) *Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.roomCount++
	r := &Room{s: s, key: strconv.Itoa(s.roomCount), topic: topic}
	for _, m := range members {
		r.members = append(r.members, &member{nick: m})
	}
	s.rooms = append(s.rooms, r)
	return r
}

// AddFriend makes a contact. remark may be "".
func (s *Server) AddFriend(nick, remark string) *Friend {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &Friend{s: s, nick: nick, remark: remark}
	s.friends = append(s.friends, f)
	return f
}

// Public makes the contact a public account.
func (f *Friend) Public() *Friend {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.verify = 24
	return f
}

// Hide takes the room out of the lists: it is found when somebody speaks.
func (r *Room) Hide() *Room {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.hidden = true
	return r
}

// Display gives a member, or with "" the account, a name in the room.
func (r *Room) Display(nick, display string) *Room {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if nick == "" {
		r.self = display
	}
	for _, m := range r.members {
		if m.nick == nick {
			m.display = display
		}
	}
	return r
}

// Join adds a member without a word.
func (r *Room) Join(nick string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.members = append(r.members, &member{nick: nick})
}

// Pieces has the next answers name only so many of the members each, the
// account itself being the first.
func (r *Room) Pieces(sizes ...int) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.pieces = sizes
}

// ID is the room's user name in the present login.
func (r *Room) ID() string {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.id()
}

func (r *Room) id() string { return r.s.name("@@", r.key) }

// ID is the friend's user name in the present login.
func (f *Friend) ID() string {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	return f.id()
}

func (f *Friend) id() string { return f.s.name("@", "person "+f.nick) }

// Rename gives the room another topic, and says so in it.
func (r *Room) Rename(topic string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.topic = topic
	by := "你"
	if len(r.members) > 0 {
		by = `"` + r.members[0].nick + `"`
	}
	r.s.deliver(map[string]any{"MsgType": 10000, "FromUserName": r.id(), "ToUserName": r.s.self(),
		"Content": escape(by + "修改群名为“" + topic + "”")})
}

// Retopic gives the room another topic without a word.
func (r *Room) Retopic(topic string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.topic = topic
}

// Say delivers a text of a member, who may be missing from the list of
// members. It returns the ID of the message.
func (r *Room) Say(nick, text string) (id string) { return r.SayRaw(nick, 1, escape(text), nil) }

// SayRaw delivers a message of the given type with content as it is, after the
// sender's name; more are further fields of the element.
func (r *Room) SayRaw(nick string, msgType int, content string, more map[string]any) (id string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.s.secret(content)
	e := map[string]any{"MsgType": msgType, "FromUserName": r.id(), "ToUserName": r.s.self(),
		"Content": r.s.name("@", "person "+nick) + ":<br/>" + content}
	for k, v := range more {
		e[k] = v
	}
	return r.s.deliver(e)
}

// Notice delivers a notice of the service.
func (r *Room) Notice(text string) (id string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.s.deliver(map[string]any{"MsgType": 10000, "FromUserName": r.id(), "ToUserName": r.s.self(), "Content": escape(text)})
}

// Revoke takes back a message of a member.
func (r *Room) Revoke(nick, id string) (ownID string) {
	return r.SayRaw(nick, 10002, escape(`<sysmsg type="revokemsg"><revokemsg><session>room</session><oldmsgid>1</oldmsgid><msgid>`+id+
		`</msgid><replacemsg><![CDATA["`+nick+`" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>`), nil)
}

// FromPhone delivers what the account's owner wrote on the phone.
func (r *Room) FromPhone(text string) (id string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.s.secret(text)
	return r.s.deliver(map[string]any{"MsgType": 1, "FromUserName": r.s.self(), "ToUserName": r.id(), "Content": escape(text)})
}

// Direct delivers a text of a friend to the account.
func (f *Friend) Direct(text string) (id string) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.s.secret(text)
	return f.s.deliver(map[string]any{"MsgType": 1, "FromUserName": f.id(), "ToUserName": f.s.self(), "Content": escape(text)})
}

// deliver puts a message into the inbox; the caller holds mu.
func (s *Server) deliver(e map[string]any) (id string) {
	id = s.nextID()
	for k, v := range map[string]any{"MsgId": id, "NewMsgId": s.lastID, "CreateTime": time.Now().Unix(), "AppMsgType": 0, "Url": "", "FileName": ""} {
		if _, set := e[k]; !set {
			e[k] = v
		}
	}
	s.inbox = append(s.inbox, delivery{generation: s.generation, element: e})
	s.change()
	return id
}

// SetRemark gives the friend another remark, which the client is told.
func (f *Friend) SetRemark(remark string) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.remark = remark
	f.s.inbox = append(f.s.inbox, delivery{generation: f.s.generation, changed: f.describe()})
	f.s.change()
}

// Leave takes the account out of the room, which the client is told.
func (r *Room) Leave() {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.s.inbox = append(r.s.inbox, delivery{generation: r.s.generation, gone: map[string]any{"UserName": r.id(), "ContactFlag": 0}})
	for i, have := range r.s.rooms {
		if have == r {
			r.s.rooms = append(r.s.rooms[:i:i], r.s.rooms[i+1:]...)
			break
		}
	}
	r.s.change()
}

// Recent names rooms as recent chats, as the service does after a login.
func (s *Server) Recent(rooms ...*Room) {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := "filehelper"
	for _, r := range rooms {
		names += "," + r.id()
	}
	s.deliver(map[string]any{"MsgType": 51, "FromUserName": s.self(), "ToUserName": s.self(), "StatusNotifyCode": 4, "StatusNotifyUserName": names, "Content": ""})
}

// escape writes text as the service does.
func escape(text string) string {
	return strings.ReplaceAll(html.EscapeString(text), "\n", "<br/>")
}

// describe is the contact that the service tells of a person or room; the
// caller holds mu.
func (r *Room) describe(members bool) map[string]any {
	c := map[string]any{"UserName": r.id(), "NickName": html.EscapeString(r.topic), "MemberCount": len(r.members) + 1, "EncryChatRoomId": "encry" + r.key}
	if !members {
		return c
	}
	list := []map[string]any{{"UserName": r.s.self(), "NickName": html.EscapeString(r.s.Nick), "DisplayName": html.EscapeString(r.self)}}
	for _, m := range r.members {
		list = append(list, map[string]any{"UserName": r.s.name("@", "person "+m.nick), "NickName": html.EscapeString(m.nick), "DisplayName": html.EscapeString(m.display)})
	}
	if len(r.pieces) > 0 {
		list, r.pieces = list[:min(r.pieces[0], len(list))], r.pieces[1:]
	}
	c["MemberList"] = list
	return c
}

func (f *Friend) describe() map[string]any {
	return map[string]any{"UserName": f.id(), "NickName": html.EscapeString(f.nick), "RemarkName": html.EscapeString(f.remark), "VerifyFlag": f.verify}
}
