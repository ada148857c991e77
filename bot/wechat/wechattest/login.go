package wechattest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// AutoConfirm makes every code be scanned and confirmed at once.
func (s *Server) AutoConfirm(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.auto = on
	s.change()
}

// Push says whether the phone's owner can be asked; the default is yes. The
// question waits for Scan like a code.
func (s *Server) Push(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noPush = !on
}

// RefuseLogin makes the service refuse the account, with its words; "" means
// not any more.
func (s *Server) RefuseLogin(words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = words
}

// Scan scans the codes that are shown, without confirming.
func (s *Server) Scan() { s.codesDo(func(c *code) { c.scanned = true }) }

// Confirm scans and confirms the codes that are shown.
func (s *Server) Confirm() { s.codesDo(func(c *code) { c.scanned, c.confirmed = true, true }) }

// ExpireCode ends the codes that are shown.
func (s *Server) ExpireCode() { s.codesDo(func(c *code) { c.expired = true }) }

// Codes is the number of QR codes given out so far, questions on the phone not
// counted.
func (s *Server) Codes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.codeCount
}

func (s *Server) codesDo(do func(*code)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.codes {
		if !c.expired {
			do(c)
		}
	}
	s.change()
}

func (s *Server) newCode(push bool) *code {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &code{uuid: "code-" + strconv.Itoa(len(s.codes)+1) + "==", made: time.Now(), push: push, scanned: push, told: push}
	if !push {
		s.codeCount++
	}
	s.codes[c.uuid] = c
	return c
}

func (s *Server) jslogin() reply {
	return reply{body: []byte(`window.QRLogin.code = 200; window.QRLogin.uuid = "` + s.newCode(false).uuid + `";`)}
}

func (s *Server) pushLogin(q Request) reply {
	s.mu.Lock()
	no := s.noPush || q.Query.Get("uin") != strconv.FormatInt(s.Uin, 10)
	s.mu.Unlock()
	if no {
		return reply{body: []byte(`{"ret":"1","msg":"all cannot","uuid":""}`)}
	}
	return reply{body: []byte(`{"ret":"0","msg":"all ok","uuid":"` + s.newCode(true).uuid + `"}`)}
}

func (s *Server) poll(ctx context.Context, q Request) reply {
	var body string
	look := func() bool {
		c := s.codes[q.Query.Get("uuid")]
		if c != nil && s.auto && !c.expired {
			c.scanned, c.confirmed = true, true
		}
		switch {
		case c == nil, c.expired, !c.confirmed && time.Since(c.made) >= codeLife:
			if c != nil {
				c.expired = true
			}
			body = "window.code=400;"
		case c.scanned && !c.told:
			c.told = true
			body = "window.code=201;window.userAvatar = 'data:img/jpg;base64,AAAA';"
		case c.confirmed:
			c.expired = true
			s.secret("ticket-" + c.uuid)
			body = `window.code=200;` + "\n" + `window.redirect_uri="https://` + Host + `/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=ticket-` + c.uuid + `&uuid=` + c.uuid + `&lang=zh_CN&scan=1";`
		}
		return body != ""
	}
	if !s.wait(ctx, pollFor, look) {
		body = "window.code=408;"
	}
	return reply{body: []byte(body)}
}

// loginPage begins a session, with user names that nobody has seen.
func (s *Server) loginPage() reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refusal != "" {
		return reply{body: []byte("<error><ret>1203</ret><message>" + s.refusal + "</message></error>")}
	}
	s.generation++
	n := strconv.Itoa(s.generation)
	s.session = session{sid: "sid+secret" + n, skey: "@crypt_secret" + n, ticket: "pass%2Fsecret" + n, since: len(s.inbox)}
	h := make(http.Header)
	for name, value := range map[string]string{"wxuin": strconv.FormatInt(s.Uin, 10), "wxsid": s.session.sid,
		"webwx_data_ticket": "data-secret" + n, "webwx_auth_ticket": "auth-secret" + n} {
		h.Add("Set-Cookie", name+"="+value+"; Domain=wx2.qq.com; Path=/; Secure; Max-Age="+strconv.Itoa(int(cmp.Or(s.CookieLife, cookieLife).Seconds())))
		if name != "wxuin" {
			s.secret(value)
		}
	}
	s.secret(s.session.skey)
	s.secret(s.session.ticket)
	return reply{header: h, body: fmt.Appendf(nil, "<error><ret>0</ret><message></message><skey>%s</skey><wxsid>%s</wxsid><wxuin>%d</wxuin><pass_ticket>%s</pass_ticket><isgrayscale>1</isgrayscale></error>",
		s.session.skey, s.session.sid, s.Uin, s.session.ticket)}
}

func (s *Server) init(f Fault) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := map[string]any{"BaseResponse": map[string]any{"Ret": 0, "ErrMsg": ""}, "SKey": s.session.skey,
		"User":    map[string]any{"UserName": s.self(), "NickName": s.Nick, "Uin": s.Uin},
		"SyncKey": s.syncKey(s.session.since), "ContactList": []any{map[string]any{"UserName": "filehelper", "NickName": "文件传输助手"}}}
	spoil(a, f)
	return jsonReply(a)
}

func (s *Server) syncKey(n int) map[string]any {
	return map[string]any{"Count": 2, "List": []map[string]int{{"Key": 1, "Val": n + 1000}, {"Key": 2, "Val": s.generation}}}
}

// spoil applies faults of the SyncKey and the User.
func spoil(a map[string]any, f Fault) {
	switch f.Kind {
	case NoSyncKey:
		a["SyncKey"] = nil
	case LongSyncKey:
		a["SyncKey"].(map[string]any)["Count"] = 1
	case NoUser:
		a["User"] = nil
	}
}

func jsonReply(v any) reply {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // Unreachable: all values are of this package
	}
	return reply{body: data}
}
