package wechat

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// A cookieRecord keeps cookies as the service set them. The library's own jar
// forgets to which hosts a cookie goes when it is saved, and all of them when
// it is saved again.
type cookieRecord struct {
	mu   sync.Mutex
	jars map[string]map[string]*http.Cookie // by origin, then by domain, path and name
}

// newCookieRecord starts from what was saved before; nil means nothing was.
func newCookieRecord(saved map[string][]*http.Cookie) *cookieRecord {
	r := &cookieRecord{jars: make(map[string]map[string]*http.Cookie)}
	for origin, list := range saved {
		if u, err := url.Parse(origin); err == nil && u.Host != "" {
			r.add(u, list, time.Time{})
		}
	}
	return r
}

// add notes the cookies of an answer. now is what a lifetime counts from.
func (r *cookieRecord) add(u *url.URL, list []*http.Cookie, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range list {
		if c == nil || c.Name == "" {
			continue
		}
		one := *c
		one.Raw, one.Unparsed, one.RawExpires = "", nil, ""
		if one.MaxAge != 0 && !now.IsZero() {
			one.Expires, one.MaxAge = now.Add(time.Duration(max(one.MaxAge, -1))*time.Second), 0
		}
		origin, key := u.Scheme+"://"+u.Host, one.Domain+"\x00"+one.Path+"\x00"+one.Name
		if one.Domain != "" { // goes to several hosts, any of which may set it
			for _, jar := range r.jars {
				delete(jar, key)
			}
		}
		if r.jars[origin] == nil {
			r.jars[origin] = make(map[string]*http.Cookie)
		}
		r.jars[origin][key] = &one
	}
}

// list returns the cookies that have not expired, by origin, for the file.
func (r *cookieRecord) list(now time.Time) map[string][]*http.Cookie {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make(map[string][]*http.Cookie)
	for origin, jar := range r.jars {
		for _, key := range slices.Sorted(maps.Keys(jar)) {
			if c := jar[key]; c.Expires.IsZero() || c.Expires.After(now) {
				out[origin] = append(out[origin], c)
			}
		}
	}
	return out
}
