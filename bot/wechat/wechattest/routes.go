package wechattest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// A query is the body of any request.
type query struct {
	BaseRequest struct {
		Uin       int64
		Sid, Skey string
	}
	SyncKey struct{ List []struct{ Key, Val int } }
	Msg     struct{ Content, ToUserName, FromUserName, ClientMsgId string }
	List    []struct{ UserName string }

	SvrMsgId, ToUserName string
}

// route answers a request, given by the last part of its path.
func (s *Server) route(ctx context.Context, name string, q Request, cookie map[string]string, f Fault) reply {
	switch name {
	case "jslogin":
		return s.jslogin()
	case "login":
		if f.Kind == UnknownState {
			return reply{body: []byte("window.code=999;")}
		}
		return s.poll(ctx, q)
	case "webwxnewloginpage":
		return s.loginPage()
	case "webwxpushloginurl":
		return s.pushLogin(q)
	case "synccheck":
		return s.syncCheck(ctx, q, cookie, f)
	}
	return s.routeSession(name, q, cookie, f)
}

// routeSession answers a request that has to belong to the session.
func (s *Server) routeSession(name string, q Request, cookie map[string]string, f Fault) reply {
	var in query
	if q.Method == http.MethodPost {
		if err := json.Unmarshal([]byte(q.Body), &in); err != nil {
			return ret(1)
		}
	}
	if n := s.denied(q, &in, cookie); n != 0 {
		return ret(n)
	}
	if f.Kind == Ret {
		return ret(f.Ret)
	}
	switch name {
	case "webwxinit":
		return s.init(f)
	case "webwxstatusnotify":
		return ret(0)
	case "webwxgetcontact":
		return s.contactList(q, f)
	case "webwxbatchgetcontact":
		return s.details(&in, f)
	case "webwxsync":
		return s.sync(&in, f)
	case "webwxsendmsg":
		return s.send(&in)
	case "webwxrevokemsg":
		return s.revoke(&in)
	case "webwxgetmsgimg":
		return reply{body: []byte("\x89PNG\r\n\x1a\nof " + q.Query.Get("MsgID"))}
	}
	return ret(1)
}

func ret(n int) reply {
	return reply{body: fmt.Appendf(nil, `{"BaseResponse":{"Ret":%d,"ErrMsg":""}}`, n)}
}

// denied is the Ret of a request that does not belong to the session; 0 if it
// does.
func (s *Server) denied(q Request, in *query, cookie map[string]string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	skey := in.BaseRequest.Skey
	if q.Method != http.MethodPost {
		skey = q.Query.Get("skey")
	}
	switch {
	case s.session.dead != 0:
		return s.session.dead
	case s.session.sid == "", skey != s.session.skey, q.Method == http.MethodPost && in.BaseRequest.Sid != s.session.sid,
		cookie["wxsid"] != s.session.sid, cookie["webwx_auth_ticket"] == "":
		return 1101
	case strings.HasPrefix(q.Host, "webpush.") != (path.Base(q.Path) == "synccheck"):
		return 1
	}
	return 0
}

func (s *Server) syncCheck(ctx context.Context, q Request, cookie map[string]string, f Fault) reply {
	if n := s.denied(q, &query{}, cookie); n != 0 {
		return checked(n, 0)
	}
	if f.Kind == Ret {
		return checked(f.Ret, 0)
	}
	key := q.Query.Get("synckey")
	key, _, _ = strings.Cut(strings.TrimPrefix(key, "1_"), "|")
	at, _ := strconv.Atoi(key)
	at -= 1000
	s.mu.Lock()
	s.session.polled = true
	s.change()
	s.mu.Unlock()
	dead, selector := 0, 0
	s.wait(ctx, pollFor, func() bool {
		dead = s.session.dead
		if len(s.inbox) > at {
			selector = 2
		}
		return dead != 0 || selector != 0
	})
	r := checked(dead, selector)
	r.header = http.Header{"Set-Cookie": {"push_id=secret-push; Path=/; Secure"}}
	return r
}

func checked(code, selector int) reply {
	return reply{body: fmt.Appendf(nil, `window.synccheck={retcode:"%d",selector:"%d"}`, code, selector)}
}

func (s *Server) sync(in *query, f Fault) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := len(s.inbox)
	for _, k := range in.SyncKey.List {
		if k.Key == 1 {
			at = min(max(k.Val-1000, 0), len(s.inbox))
		}
	}
	list, mod, gone := []map[string]any{}, []map[string]any{}, []map[string]any{}
	for _, d := range s.inbox[at:] {
		switch {
		case d.generation != s.generation:
		case d.element != nil:
			list = append(list, d.element)
		case d.changed != nil:
			mod = append(mod, d.changed)
		case d.gone != nil:
			gone = append(gone, d.gone)
		}
	}
	if f.Kind == Undecodable {
		list = append([]map[string]any{{"MsgId": "1", "MsgType": 1, "FromUserName": "@@x", "CreateTime": "today"}}, list...)
	}
	a := map[string]any{"BaseResponse": map[string]any{"Ret": 0, "ErrMsg": ""}, "AddMsgCount": len(list), "AddMsgList": list,
		"ModContactCount": len(mod), "ModContactList": mod, "DelContactCount": len(gone), "DelContactList": gone,
		"SyncKey": s.syncKey(len(s.inbox)), "ContinueFlag": 0, "Skey": ""}
	spoil(a, f)
	return jsonReply(a)
}

func (s *Server) send(in *query) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.nextID()
	sent := Sent{ID: id, ClientID: in.Msg.ClientMsgId, Text: in.Msg.Content, Time: time.Now()}
	for _, r := range s.rooms {
		if r.id() == in.Msg.ToUserName {
			sent.To = r.topic
		}
	}
	for _, f := range s.friends {
		if f.id() == in.Msg.ToUserName {
			sent.To = f.nick
		}
	}
	s.secret(in.Msg.Content)
	s.sent = append(s.sent, sent)
	if s.echo {
		s.deliver(map[string]any{"MsgId": id, "MsgType": 1, "FromUserName": s.self(), "ToUserName": in.Msg.ToUserName, "Content": escape(in.Msg.Content)})
	}
	s.change()
	return jsonReply(map[string]any{"BaseResponse": map[string]any{"Ret": 0, "ErrMsg": ""}, "MsgID": id, "LocalID": in.Msg.ClientMsgId})
}

func (s *Server) revoke(in *query) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = append(s.revoked, in.SvrMsgId)
	return ret(0)
}

func (s *Server) contactList(q Request, f Fault) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []map[string]any{}
	for _, f := range s.friends {
		list = append(list, f.describe())
	}
	for _, r := range s.rooms {
		if !r.hidden {
			list = append(list, r.describe(false))
		}
	}
	from, _ := strconv.Atoi(q.Query.Get("seq"))
	from = min(max(from, 0), len(list))
	end, seq := len(list), 0
	if s.Page > 0 && from+s.Page < len(list) {
		end, seq = from+s.Page, from+s.Page
	}
	if f.Kind == Endless {
		seq = from + 1 - 2*(from%2)
	}
	return jsonReply(map[string]any{"BaseResponse": map[string]any{"Ret": 0}, "MemberCount": end - from, "MemberList": list[from:end], "Seq": seq})
}

func (s *Server) details(in *query, f Fault) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []map[string]any{}
	for _, q := range in.List {
		c := map[string]any{"UserName": q.UserName}
		for _, r := range s.rooms {
			if r.id() == q.UserName {
				c = r.describe(true)
			}
		}
		list = append(list, c)
	}
	if f.Kind == TooMany {
		list = append(list, map[string]any{"UserName": "@@more"})
	}
	return jsonReply(map[string]any{"BaseResponse": map[string]any{"Ret": 0}, "Count": len(list), "ContactList": list})
}
