package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"time"
)

// check returns an error with a line for every value that cannot be used.
func (c *config) check() error {
	_, err := c.policy()
	faults := []error{err}
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	_, err = time.LoadLocation(c.TimeZone)
	fault(err != nil, "timezone：没有 %q 这个时区，应像 %s", c.TimeZone, defaultZone)
	fault(c.BaseURL != "" && !isURL(c.BaseURL, "http", "https"), "base_url 是 %q，应是 http:// 或 https:// 开头的网址", c.BaseURL)
	fault(c.Web.Listen != "" && !isListen(c.Web.Listen), "web.listen 是 %q，应像 127.0.0.1:8787", c.Web.Listen)
	fault(c.WeChat.Endpoint != "" && !isURL(c.WeChat.Endpoint, "http"), "wechat.endpoint 是 %q，应像 http://127.0.0.1:8080", c.WeChat.Endpoint)
	fault(c.Dense != "" && c.Dense != "on" && c.Dense != "off", "dense 是 %q，应是 on 或 off", c.Dense)
	p := c.Pace
	fault(min(p.PersonPerMinute, p.RoomPerMinute, p.TotalPerMinute, p.TotalPerDay) < 0, "pace：次数不能是负的")
	if e := c.Embed; e.Endpoint != "" {
		fault(!isURL(e.Endpoint, "http", "https"), "embeddings.endpoint 是 %q，应是 http:// 或 https:// 开头的网址", e.Endpoint)
		fault(e.Model == "", "embeddings.model：没有写用哪个模型")
		fault(e.Dimensions < 1, "embeddings.dimensions：没有写向量有几维")
		fault(c.Model != "", "model 和 embeddings 只能选一个")
	}
	folders := make(map[string]string) // by the room's name in the transport
	for _, folder := range slices.Sorted(maps.Keys(c.Rooms)) {
		name := cmp.Or(c.Rooms[folder].Name, folder)
		fault(folder == "" || folder == "." || folder == ".." || filepath.Base(folder) != folder, "rooms：%q 不能做目录名", folder)
		fault(folders[name] != "", "rooms：%s 和 %s 的 name 一样，分不清是哪个群", folders[name], folder)
		folders[name] = folder
	}
	return errors.Join(faults...)
}

// isURL reports whether s is an address of a host by one of schemes.
func isURL(s string, schemes ...string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && slices.Contains(schemes, u.Scheme)
}

// isListen reports whether s is host:port.
func isListen(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	_, err = net.LookupPort("tcp", port)
	return err == nil
}
