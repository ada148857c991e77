package wechat

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunwen/bot"
)

// says answers every request with a body.
type says string

func (s says) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(s)))}, nil
}

func TestGuard(t *testing.T) {
	const key = `"SyncKey":{"Count":1,"List":[{"Key":1,"Val":2}]}`
	for _, tt := range []struct{ name, path, body, want string }{ // want is part of the error; "" means none
		{"a batch", "webwxsync", `{"BaseResponse":{"Ret":0},` + key + `,"AddMsgList":[]}`, ""},
		{"no messages at all", "webwxsync", `{"BaseResponse":{"Ret":0},` + key + `}`, ""},
		{"ret", "webwxsync", `{"BaseResponse":{"Ret":1101},` + key + `}`, "ret 1101"},
		{"ret comes first", "webwxsync", `{"BaseResponse":{"Ret":1205}}`, "ret 1205"},
		{"no BaseResponse", "webwxsync", `{` + key + `}`, "BaseResponse"},
		{"no key", "webwxsync", `{"BaseResponse":{"Ret":0}}`, "without SyncKey"},
		{"null key", "webwxsync", `{"BaseResponse":{"Ret":0},"SyncKey":null}`, "without SyncKey"},
		{"empty key", "webwxsync", `{"BaseResponse":{"Ret":0},"SyncKey":{"Count":0,"List":[]}}`, "without SyncKey"},
		{"long key", "webwxsync", `{"BaseResponse":{"Ret":0},"SyncKey":{"Count":1,"List":[{"Key":1},{"Key":2}]}}`, "longer"},
		{"messages of the wrong kind", "webwxsync", `{"BaseResponse":{"Ret":0},` + key + `,"AddMsgList":"none"}`, ""},
		{"HTML", "webwxsync", `<html></html>`, "not of the protocol"},
		{"empty", "webwxsync", ``, "not of the protocol"},
		{"an array", "webwxsync", `[]`, "not of the protocol"},
		{"cut", "webwxsync", `{"BaseResponse":{"Ret":0},`, "not of the protocol"},
		{"null", "webwxsync", `null`, "not of the protocol"},
		{"a login", "webwxinit", `{"BaseResponse":{"Ret":0},` + key + `,"User":{"UserName":"@a"}}`, ""},
		{"a login with nulls for contacts", "webwxinit", `{"BaseResponse":{"Ret":0},` + key + `,"User":{"UserName":"@a"},"ContactList":[null,{"UserName":1}]}`, ""},
		{"login without a user", "webwxinit", `{"BaseResponse":{"Ret":0},` + key + `}`, "without User"},
		{"login without a name", "webwxinit", `{"BaseResponse":{"Ret":0},` + key + `,"User":{}}`, "without User"},
		{"login without a key", "webwxinit", `{"BaseResponse":{"Ret":0},"User":{"UserName":"@a"}}`, "without SyncKey"},
		{"refused", "webwxinit", `{"BaseResponse":{"Ret":1203}}`, "refused"},
		{"contacts", "webwxbatchgetcontact", `{"BaseResponse":{"Ret":0},"ContactList":[{}]}`, ""},
		{"one contact more", "webwxbatchgetcontact", `{"BaseResponse":{"Ret":0},"ContactList":[{},{}]}`, "more contacts"},
		{"poll", "login", `window.code=408;`, ""},
		{"poll unknown", "login", `window.code=500;`, "unknown login code"},
		{"poll HTML", "login", `<html>`, "not of the protocol"},
		{"login page", "webwxnewloginpage", `<error><ret>0</ret></error>`, ""},
		{"login page refuses", "webwxnewloginpage", `<error><ret>1203</ret><message>不能登录 & 请</message></error>`, "refused"},
		{"login page denies", "webwxnewloginpage", `<error><ret>-14</ret></error>`, "ret -14"},
		{"login page of HTML", "webwxnewloginpage", `<html><body>x</body></html>`, "not of the protocol"},
		{"sent", "webwxsendmsg", `{"BaseResponse":{"Ret":0},"MsgID":"1"}`, ""},
		{"sent HTML", "webwxsendmsg", `<html>`, "not of the protocol"},
		{"heartbeat", "synccheck", `window.synccheck={retcode:"0",selector:"0"}`, ""},
		{"heartbeat HTML", "synccheck", "\n <html>", "not of the protocol"},
		{"a picture", "webwxgetmsgimg", "\x89PNG\r\n\x1a\n", ""},
		{"no picture", "webwxgetmsgimg", "", "not of the protocol"},
		{"a page for a picture", "webwxgetmsgimg", "<html>", "not of the protocol"},
		{"too long", "webwxsync", strings.Repeat(" ", maxBody+1), "too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := newGuard(says(tt.body), newCookieRecord(nil))
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://wx.qq.com/cgi-bin/mmwebwx-bin/"+tt.path, strings.NewReader(`{"Count":1,"List":[{}]}`))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := g.RoundTrip(req)
			if err == nil {
				resp.Body.Close()
			}
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err %v, want %q", err, tt.want)
			}
		})
	}
}

func TestCheckSyncElements(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	body := `{"BaseResponse":{"Ret":0},"SyncKey":{"Count":1,"List":[{"Key":1,"Val":2}]},"AddMsgList":[` +
		`{"MsgId":"1","FromUserName":"@a","CreateTime":"5"},null,7,{},{"MsgId":"2","FromUserName":"@a","Content":"` + long + `"},` +
		`{"MsgId":3,"FromUserName":"@a"},{"MsgId":"4","FromUserName":"@a","Content":"` + long + long + `"},{"MsgId":"5","FromUserName":"@a"}]}`
	a, rest, err := checkSync([]byte(body))
	if err != nil || a.dropped != 6 || len(a.messages) != 2 || a.messages[0].MsgId != "2" || a.messages[1].MsgId != "5" {
		t.Errorf("%d messages, %d dropped, err %v", len(a.messages), a.dropped, err)
	}
	if strings.Contains(string(rest), "AddMsgList") || !strings.Contains(string(rest), `"SyncKey":{"Count":1,"List":[{"Key":1,"Val":2}]}`) {
		t.Errorf("the library sees %s", rest)
	}
}

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := pace{burst: 5}
		start := time.Now()
		for range 65 {
			if err := p.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if d := time.Since(start).Round(time.Second); d != time.Minute {
			t.Errorf("65 requests took %v, want 1m0s", d)
		}
		for range 100 { // a poll that is held costs nothing
			time.Sleep(25 * time.Second)
			before := time.Now()
			if err := p.wait(t.Context()); err != nil || time.Since(before) > 0 {
				t.Fatalf("waited %v, err %v", time.Since(before), err)
			}
		}
	})
}

// holds answers polls after so long.
type holds time.Duration

func (h holds) RoundTrip(req *http.Request) (*http.Response, error) {
	time.Sleep(time.Duration(h))
	return says(`window.synccheck={retcode:"0",selector:"0"}`).RoundTrip(req)
}

// TestHeldPolls lets polls pass as they come where the service holds them, if
// only for a moment.
func TestHeldPolls(t *testing.T) {
	for _, tt := range []struct {
		held time.Duration
		most time.Duration // for a hundred polls, besides what they are held
	}{
		{0, 81 * time.Second},
		{100 * time.Millisecond, time.Second},
		{time.Second, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			g := newGuard(holds(tt.held), newCookieRecord(nil))
			start := time.Now()
			for range 100 {
				req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://webpush.wx.qq.com/cgi-bin/mmwebwx-bin/synccheck", nil)
				if _, err := g.RoundTrip(req); err != nil {
					t.Fatal(err)
				}
			}
			if d := time.Since(start) - 100*tt.held; d > tt.most {
				t.Errorf("held %v: waited %v", tt.held, d)
			}
		})
	}
}

func TestBackoff(t *testing.T) {
	var b backoff
	for i, most := range []int{1, 2, 4, 8, 16, 32, 64, 120, 120, 120} {
		d, top := b.next(), time.Duration(most)*time.Second
		if d > top || d < top*3/4 {
			t.Errorf("pause %d is %v, want about %v", i, d, top)
		}
	}
	if b.reset(); b.next() > time.Second {
		t.Error("reset does not start anew")
	}
}

func TestRedact(t *testing.T) {
	const secret = "skey=@crypt_1"
	wrap := func(err error) error {
		return errors.Join(openwechat.NetworkErr, &url.Error{Op: "Post", URL: "https://wx.qq.com/?" + secret, Err: err})
	}
	for _, tt := range []struct {
		err     error
		want    string
		network bool
		unsent  bool
	}{
		{wrap(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), "wechat: cannot connect", true, true},
		{wrap(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), "wechat: connection broken", true, false},
		{wrap(io.ErrUnexpectedEOF), "wechat: connection broken", true, false},
		{wrap(fmt.Errorf("webwxsync: %w", retError(1205))), "wechat: ret 1205", false, false},
		{fmt.Errorf("x: %w", openwechat.Ret(1101)), "wechat: ret 1101", false, false},
		{wrap(errors.New("stream error: stream ID 5; INTERNAL_ERROR")), "wechat: connection broken", true, false},
		{wrap(&answerError{"webwxsync", errors.New("answer without SyncKey")}), "wechat: unexpected answer", false, false},
		{wrap(&answerError{"webwxsync", retError(1205)}), "wechat: ret 1205", false, false},
		{wrap(errHTML), "wechat: answer is not of the protocol", false, false},
		{errors.New(secret), "wechat: unexpected answer", false, false},
	} {
		f := redact(tt.err)
		if f.Error() != tt.want || f.network != tt.network || f.unsent != tt.unsent || f.reason == "" {
			t.Errorf("redact(%v) = %v, network %v, unsent %v", tt.err, f, f.network, f.unsent)
		}
		if all := fmt.Sprintf("%v %+v %#v %v", f, f, *f, errors.Unwrap(f)); strings.Contains(all, "crypt") {
			t.Errorf("it tells %s", all)
		}
		if again := redact(fmt.Errorf("x: %w", f)); again != f {
			t.Errorf("twice: %v", again)
		}
	}
	if redact(nil) != nil {
		t.Error("an error of none")
	}
	if !errors.Is(unsent("x"), bot.ErrNotSent) {
		t.Error("unsent is not ErrNotSent")
	}
}

// TestCookiesOfAllHosts checks that cookies go to the hosts they were set for,
// through any number of files.
func TestCookiesOfAllHosts(t *testing.T) {
	bubble(t, func(r *rig) {
		for range 4 {
			r.online()
			time.Sleep(time.Minute)
			r.room.Say("Li", "一")
			r.wantTexts("一")
			polls := r.srv.Requests("synccheck")
			last := polls[len(polls)-1].Cookie
			for _, name := range []string{"wxsid=", "webwx_auth_ticket=", "push_id="} {
				if strings.Count(last, name) != 1 {
					r.Errorf("a poll has the cookies %q", last)
				}
			}
			was, err := newVault(r.file).load()
			if err != nil {
				t.Fatal(err)
			}
			saved := was.Jar
			if c := saved["https://wx2.qq.com"]; len(c) != 4 || c[0].Domain != "wx2.qq.com" || !c[0].Secure || c[0].Expires.IsZero() {
				r.Errorf("saved %v", saved)
			}
			known, err := json.Marshal(r.c.session().bot.Caller.Client.Jar())
			if err != nil || !strings.Contains(string(known), `"https://file.wx2.qq.com"`) || !strings.Contains(string(known), `"https://login.wx.qq.com"`) {
				r.Errorf("the library's jar knows %s, %v", known, err)
			}
			if inits := r.srv.Requests("webwxinit"); strings.Contains(inits[len(inits)-1].Cookie, "push_id") {
				r.Error("a cookie of webpush went to the base host")
			}
		}
	})
}

func TestCookieLife(t *testing.T) {
	now := time.Now()
	u := &url.URL{Scheme: "https", Host: "wx.qq.com"}
	rec := newCookieRecord(nil)
	rec.add(u, []*http.Cookie{{Name: "a", Value: "1", MaxAge: 10}, {Name: "b", Value: "1"}, {Name: "c", Value: "1", Expires: now.Add(time.Hour)}, nil, {}}, now)
	rec.add(u, []*http.Cookie{{Name: "b", Value: "2"}}, now)
	rec.add(u, []*http.Cookie{{Name: "c", MaxAge: -1}}, now)
	rec = newCookieRecord(rec.list(now))
	got := ""
	for _, c := range rec.list(now)["https://wx.qq.com"] {
		got += c.Name + c.Value
	}
	if got != "a1b2" || len(rec.list(now.Add(time.Minute))["https://wx.qq.com"]) != 1 {
		t.Errorf("kept %q, then %v", got, rec.list(now.Add(time.Minute)))
	}
}

func TestNewFindsAllFaults(t *testing.T) {
	_, err := New(Config{Rooms: map[string]string{"a": "x", "b": " x ", "../c": "y", "d": " "}, Endpoint: "http://192.0.2.1", Transport: says("")})
	for _, want := range []string{"session file", `"a" and "b"`, `"../c"`, `"d" has no topic`, "exclude each other"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New: %v; want %s", err, want)
		}
	}
}

// FuzzAnswers lets the library decode what the guard passes, and counts on what
// would crash it.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{`{"BaseResponse":{"Ret":0},"SyncKey":{"Count":1,"List":[{"Key":1,"Val":2}]},"User":{"UserName":"@a"},"AddMsgList":[{"FromUserName":"@a"},null],"ContactList":[null]}`,
		`{"BaseResponse":{"Ret":1101}}`, `<html>`, `null`, `[]`, `{"SyncKey":{"count":1,"List":[{},{}]}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, rest, err := checkSync(body); err == nil {
			var a openwechat.WebWxSyncResponse
			if err := json.Unmarshal(rest, &a); err != nil || a.SyncKey == nil || len(a.SyncKey.List) > a.SyncKey.Count || len(a.AddMsgList) > 0 {
				t.Errorf("webwxsync passes %s: %v", rest, err)
			}
		}
		if _, rest, err := checkInit(body); err == nil {
			var a openwechat.WebInitResponse
			if err := json.Unmarshal(rest, &a); err != nil || a.SyncKey == nil || len(a.SyncKey.List) > a.SyncKey.Count || a.User == nil || len(a.ContactList) > 0 {
				t.Errorf("webwxinit passes %s: %v", rest, err)
			}
		}
		_ = checkLoginPage(body)
		_ = checkPoll(body)
		_ = checkContacts(body, 1)
	})
}
