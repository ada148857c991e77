package wechat

import (
	"fmt"
	"testing"
	"time"
)

// TestMembersInPieces asks again for members that an answer did not name, and
// seldom if it never names them.
func TestMembersInPieces(t *testing.T) {
	bubble(t, func(r *rig) {
		r.room.Pieces(0, 1, 2)
		r.online()
		for i := range 8 {
			r.room.Say("Wang", fmt.Sprint("早", i))
			r.pass(time.Second)
		}
		r.until("eight", func() bool { return len(r.h.messages()) == 8 })
		if last := r.h.messages()[7]; last.Sender.Nick != "Wang" {
			r.Errorf("%+v", last.Sender)
		}
	})
	bubble(t, func(r *rig) {
		r.room.Pieces(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
		r.online()
		before := len(r.srv.Requests("webwxbatchgetcontact"))
		for range 300 {
			r.room.Say("Wang", "早")
			r.pass(time.Second)
		}
		if n := len(r.srv.Requests("webwxbatchgetcontact")) - before; n > 12 {
			r.Errorf("%d questions about members in five minutes", n)
		}
	})
}

// TestPoorLists keeps what is known of members that a later list leaves out or
// gives no name.
func TestPoorLists(t *testing.T) {
	const room = "@@room"
	b := newBook(map[string]string{"prodarch": "支付"})
	list := func(count int, members ...contact) {
		b.note(contacts{{UserName: room, NickName: "支付", MemberCount: count, MemberList: members}}, time.Now())
	}
	name := func(id string) string { s, _ := b.sender(room, id); return s.Name() }
	list(2, contact{UserName: "@li", NickName: "Li", DisplayName: "李"}, contact{UserName: "@wang", NickName: "Wang"})
	list(2, contact{UserName: "@li"})
	if name("@li") != "李" || name("@wang") != "Wang" {
		t.Errorf("%q, %q", name("@li"), name("@wang"))
	}
	list(2, contact{UserName: "@li", NickName: "Li"}, contact{UserName: "@wang", DisplayName: "王"})
	if name("@li") != "Li" || name("@wang") != "王" {
		t.Errorf("%q, %q", name("@li"), name("@wang"))
	}
	list(1, contact{UserName: "@wang", NickName: "Wang"})
	if _, known := b.sender(room, "@li"); known {
		t.Error("who has left is still a member")
	}
}
