package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"
)

// send answers with the body, or with 304 if the client has it.
//
// There is no Last-Modified: who asks to be hidden changes a page without
// changing its post.
func send(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	sum := sha256.Sum256(body)
	w.Header().Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	w.Header().Set("Content-Type", contentType)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// page answers with the page that the template makes of data.
func (h *handler) page(w http.ResponseWriter, r *http.Request, template string, data any) {
	body, err := h.pages.render(template, data)
	if err != nil {
		h.broken(w, "page not made", err)
		return
	}
	send(w, r, "text/html; charset=utf-8", body)
}

// broken answers that something is wrong here, and logs what.
func (h *handler) broken(w http.ResponseWriter, msg string, err error, args ...any) {
	h.cfg.Log.Error(msg, append(args, "err", err)...)
	h.fail(w, http.StatusInternalServerError)
}

// failure returns what people read about a status.
func failure(status int) failurePage {
	switch status {
	case http.StatusNotFound:
		return failurePage{"没有这个页面", "地址可能抄错了，或者这一天、这个群没有公开的聊天记录。"}
	case http.StatusMisdirectedRequest:
		return failurePage{"不认识这个网址", "这里的页面只认配置里写的域名。请用平时的网址打开；要用这个域名，请管理员把它写进配置的 web.hosts。"}
	case http.StatusMethodNotAllowed:
		return failurePage{"只能阅读", "这里的页面只能看，不能提交内容。"}
	}
	return failurePage{"页面打不开", "服务器出了点问题，请稍后再试。"}
}

// fail answers with a page that says what is wrong.
func (h *handler) fail(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	body, err := h.pages.render("failure.html", failure(status))
	if err != nil { // the same for every request: a test would have found it
		h.cfg.Log.Error("page not made", "err", err)
	}
	w.WriteHeader(status)
	w.Write(body) // nothing of it reaches a HEAD; who hung up needs no answer
}
