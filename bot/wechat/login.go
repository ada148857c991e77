package wechat

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunwen/bot"
)

// A method is a way to log in.
type method uint8

const (
	hot  method = iota // with the session of the file
	push               // the phone asks its owner
	scan               // somebody scans a QR code
)

const maxPushes = 2 // questions on the phone before a QR code

// A runner is one call of Run: what it knows from one login to the next.
type runner struct {
	*Client
	h     bot.Handler
	state bot.State
	said  bool // state was told

	wait    backoff
	codes   codeLimit
	expired bool   // the session of the file is over
	pushes  int    // since the last login
	asked   string // code of the last question on the phone; "" if it was not asked
	code    string // QR code that somebody may still scan or confirm; "" if none
	scanned bool   // it was scanned
}

func (r *runner) tell(ctx context.Context, st bot.State) {
	if r.said && st == r.state {
		return
	}
	r.state, r.said = st, true
	r.h.OnState(ctx, st)
}

// login logs in, by whatever way asks least of people, and tries until ctx
// ends. The error is that of ctx, or a [*RefusedError].
func (r *runner) login(ctx context.Context) (*session, error) {
	for tried := false; ; tried = true {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		was, err := r.vault.load()
		if err != nil && !tried {
			r.log.WarnContext(ctx, "session file not used", "err", err)
		}
		how := r.chooseMethod(was)
		if how == scan && r.code == "" {
			waited, err := r.waitForCode(ctx)
			if err != nil {
				return nil, err
			}
			if waited {
				continue
			}
		}
		s, f := r.attempt(ctx, was, how)
		if f == nil {
			return s, nil
		}
		if err := r.prepareRetry(ctx, how, f); err != nil {
			return nil, err
		}
	}
}

// chooseMethod returns the way to log in that asks least of people; was is the
// session of the file, nil if there is none.
func (r *runner) chooseMethod(was *saved) method {
	switch {
	case was != nil && !r.expired:
		return hot
	case was != nil && r.pushes < maxPushes && r.code == "":
		return push
	}
	return scan
}

// waitForCode waits if the limit of codes allows no new one yet, and reports
// whether it did. The error is that of ctx.
func (r *runner) waitForCode(ctx context.Context) (waited bool, err error) {
	d, spent := r.codes.wait(time.Now())
	if d <= 0 {
		return false, nil
	}
	r.tell(ctx, bot.State{Reason: codeReason(spent)})
	return true, sleep(ctx, d)
}

// attempt logs in once, with a session of its own. The fault is nil if it
// worked; if not, what the session left is taken in.
func (r *runner) attempt(ctx context.Context, was *saved, how method) (*session, *fault) {
	var cookies map[string][]*http.Cookie
	if how != scan {
		cookies = was.Jar
	}
	s := newSession(ctx, r.cfg.Rooms, r.next, cookies)
	err := r.try(ctx, s, was, how)
	if err == nil {
		r.expired, r.pushes, r.code, r.scanned = false, 0, "", false
		return s, nil
	}
	r.drain(ctx, s)
	s.cancel()
	return nil, redact(err)
}

// prepareRetry notes what a failed login means for the next one, and waits as
// long as that has to be put off. An error says that there is no next one; it is
// a [*RefusedError] or that of ctx.
func (r *runner) prepareRetry(ctx context.Context, how method, f *fault) error {
	if refused := f.refused(); refused != nil {
		r.tell(ctx, bot.State{Reason: refusedReason(refused)})
		r.log.ErrorContext(ctx, "login refused", "ret", refused.ret)
		return refused
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !r.failed(ctx, how, f) {
		return nil
	}
	return sleep(ctx, r.wait.next())
}

// try logs in with s.
func (r *runner) try(ctx context.Context, s *session, was *saved, how method) (err error) {
	defer func() {
		if p := recover(); p != nil { // of the library
			r.log.ErrorContext(ctx, "login panicked", "stack", string(debug.Stack()))
			err = &fault{what: "login panicked", reason: "登录时出错"}
		}
	}()
	b, st := s.bot, s.slot(was, how)
	if was != nil && how != hot {
		openwechat.WithDeviceID(was.BaseRequest.DeviceID).Prepare(b)
	}
	switch how {
	case hot:
		err = b.HotLogin(st)
	case push:
		r.tell(ctx, bot.State{Phase: bot.WaitPhone})
		err = b.PushLogin(st)
		if r.asked = b.UUID(); r.asked != "" {
			r.pushes++
		}
	case scan:
		openwechat.WithUUIDOption(r.code).Prepare(b)
		b.UUIDCallback = func(uuid string) {
			if uuid != r.code {
				r.code, r.scanned = uuid, false
				r.codes.show(time.Now())
			}
			if !r.scanned {
				r.tell(ctx, bot.State{Phase: bot.WaitScan, QR: "https://login.weixin.qq.com/l/" + uuid})
			}
		}
		b.ScanCallBack = func(openwechat.CheckLoginResponse) {
			if !r.scanned {
				r.scanned = true
				r.codes.scanned()
			}
			r.tell(ctx, bot.State{Phase: bot.WaitPhone})
		}
		err = b.HotLogin(st, openwechat.NewRetryLoginOption()) // there is nothing to read, so it scans, and saves later
	}
	if err != nil {
		return err
	}
	if how == scan && !r.scanned { // the poll may miss that moment
		r.codes.scanned()
	}
	s.info, s.req = *b.Storage.LoginInfo, *b.Storage.Request
	s.book.self = *s.first.User
	s.lastOK.Store(time.Now().UnixNano())
	close(s.ready)
	return nil
}

// failed notes why a login did not work and tells; wait says whether the next
// one has to be put off.
func (r *runner) failed(ctx context.Context, how method, f *fault) (wait bool) {
	r.log.WarnContext(ctx, "login failed", "way", how.String(), "err", f)
	answered := !f.network
	switch how {
	case hot:
		// Any no but that of a busy service means the session is over.
		if f.ret != 0 && f.ret != retTooOften && f.ret > 0 {
			r.expired = true
			return false
		}
	case push:
		switch {
		case answered:
			r.pushes = maxPushes
			return false
		case r.asked != "": // the question stands: wait for its answer as for a scanned code's
			r.code, r.scanned = r.asked, true
		}
	case scan:
		if answered { // the code is used up or void
			wasted := !r.scanned && errors.Is(f, openwechat.ErrLoginTimeout)
			r.code, r.scanned = "", false
			if wasted {
				return false // the limit of codes sees to the pause
			}
		}
	}
	if f.ret == retTooOften {
		r.wait.failures = max(r.wait.failures, 5)
	}
	if how != scan || r.code == "" {
		r.tell(ctx, bot.State{Reason: f.reason + "，正在重试"})
	}
	return true
}

func (m method) String() string { return [...]string{"hot", "push", "scan"}[m] }

func codeReason(spent bool) string {
	if spent {
		return "一天内出了 5 个二维码都没有人扫，暂不再出；重启程序可以再要一个"
	}
	return "二维码没有人扫，过几分钟再出一个"
}

func refusedReason(r *RefusedError) string {
	const what = "微信不允许这个账号登录网页版，需要账号主人处理后再启动"
	if r.reason == "" {
		return what
	}
	return what + "。微信的说明：" + r.reason
}
