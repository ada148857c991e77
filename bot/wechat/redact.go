package wechat

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/eatmoreapple/openwechat"

	"qunwen/bot"
)

// A fault is a library's error without its words: those hold the address with
// all keys to the account.
type fault struct {
	what    string // fixed, in English
	reason  string // the same for the people who run the bot, in Chinese
	ret     int    // what the service answered; 0 if it did not
	network bool   // the service was not reached, or the answer got lost
	unsent  bool   // the request surely did not leave
	cause   error  // without secrets; may be nil
}

func (f *fault) Error() string { return "wechat: " + f.what }
func (f *fault) Unwrap() error { return f.cause }

// expired says whether the service wants another login.
func (f *fault) expired() bool { return f.ret >= 1100 && f.ret <= 1102 }

// refused is not nil if the service does not let the account in.
func (f *fault) refused() *RefusedError {
	if r, ok := errors.AsType[*RefusedError](f.cause); ok {
		return r
	}
	if f.ret == retRefused {
		return &RefusedError{ret: f.ret}
	}
	return nil
}

// redact turns any error of the library into one that may be shown. It is nil
// for nil, and keeps a [*RefusedError] and the error of a context.
func redact(err error) *fault {
	if err == nil {
		return nil
	}
	for _, find := range []func(error) *fault{serviceFault, answerFault, networkFault} {
		if f := find(err); f != nil {
			return f
		}
	}
	return &fault{what: "unexpected answer", reason: "微信的回应看不懂"}
}

// serviceFault returns the fault that an error holds already, or that of an
// error which says what the service answered; nil for any other.
func serviceFault(err error) *fault {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	if r, ok := errors.AsType[*RefusedError](err); ok {
		return &fault{what: "login refused", reason: "微信拒绝登录", ret: r.ret, cause: r}
	}
	if r, ok := errors.AsType[openwechat.Ret](err); ok {
		return retFault(int(r))
	}
	if r, ok := errors.AsType[retError](err); ok {
		return retFault(int(r))
	}
	return nil
}

// answerFault returns the fault of an answer that was not let pass, and of a
// wait that ended; nil for any other error.
func answerFault(err error) *fault {
	switch {
	case errors.Is(err, errHTML):
		return &fault{what: "answer is not of the protocol", reason: "微信回的不是正常内容"}
	case errors.Is(err, errTooLarge):
		return &fault{what: "answer too large", reason: "微信回的内容过大"}
	case errors.Is(err, openwechat.ErrLoginTimeout):
		return &fault{what: "nobody confirmed the login", reason: "没有人确认登录", cause: openwechat.ErrLoginTimeout}
	case errors.Is(err, context.Canceled):
		return &fault{what: "cancelled", reason: "已停止", cause: context.Canceled}
	}
	return nil
}

// networkFault returns the fault of an error on the way to the service or back;
// nil for any other.
func networkFault(err error) *fault {
	var op *net.OpError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &op) && op.Op == "dial", errors.Is(err, errNotLoopback):
		return &fault{what: "cannot connect", reason: "连不上微信", network: true, unsent: true}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return &fault{what: "no answer in time", reason: "微信没有回应", network: true, cause: context.DeadlineExceeded}
	case errors.As(err, &op), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &fault{what: "connection broken", reason: "和微信的连接断了", network: true}
	}
	// What the transport says is a matter of the network, whatever its words.
	if _, arrived := errors.AsType[*answerError](err); !arrived && errors.Is(err, openwechat.NetworkErr) {
		return &fault{what: "connection broken", reason: "和微信的连接断了", network: true}
	}
	return nil
}

func retFault(ret int) *fault {
	f := &fault{what: retError(ret).Error(), reason: "微信没有接受请求", ret: ret}
	switch {
	case f.expired():
		f.reason = "登录已失效"
	case ret == retTooOften:
		f.reason = "操作太频繁，微信要求稍后再试"
	case ret == retRefused:
		f.reason = "微信认为登录环境异常"
	}
	return f
}

// unsent is why something was surely not sent.
func unsent(why string) error { return &fault{what: why, unsent: true, cause: bot.ErrNotSent} }
