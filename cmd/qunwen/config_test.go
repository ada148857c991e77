package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfigFaults gives files that serve must not be started with again: the
// exit code says so to a supervisor, and the text what to change.
func TestConfigFaults(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"unknown key", "site: .\nsight: x", "qunwen.yaml:2: 没有 sight 这一项"},
		{"unknown key of a room", "rooms:\n  r:\n    nmae: x", "qunwen.yaml:3: 没有 nmae 这一项"},
		{"value of another type", "send: maybe", "qunwen.yaml:1: 写法不对"},
		{"syntax in the first line", "\tsend: true", "qunwen.yaml：写法不对"},
		{"encoding", "site: \xff", "不是 UTF-8"},
		{"second document", "send: false\n---\nsend: true", "只能有一份"},
		{"time zone", "timezone: Mars", "timezone：没有 \"Mars\""},
		{"quiet hours", "quiet_hours: never", "quiet_hours 是 \"never\""},
		{"base URL", "base_url: chat.example.org", "base_url 是"},
		{"address to listen on", "web: {listen: '8787'}", "web.listen 是 \"8787\""},
		{"port to listen on", "web: {listen: '127.0.0.1:99999'}", "web.listen 是"},
		{"port of the figures", "web: {metrics: '8788'}", "web.metrics 是"},
		{"host with its scheme", "web: {hosts: ['https://chat.example.org']}", "web.hosts 里的"},
		{"host with its port", "web: {hosts: ['chat.example.org:443']}", "web.hosts 里的"},
		{"every host", "web: {hosts: ['*']}", "web.hosts 里的"},
		{"endpoint", "wechat: {endpoint: 'https://127.0.0.1'}", "wechat.endpoint 是"},
		{"dense", "dense: maybe", "dense 是 \"maybe\""},
		{"negative count", "pace: {total_per_day: -1}", "次数不能是负的"},
		{"negative length", "pace: {min_gap: -1s}", "时间长短不能是负的"},
		{"embeddings without a model", "embeddings: {endpoint: 'http://127.0.0.1:1', dimensions: 8}", "embeddings.model"},
		{"two encoders", "model: m\nembeddings: {endpoint: 'http://127.0.0.1:1', dimensions: 8, model: m}", "只能选一个"},
		{"room that is no folder", "rooms: {a/b: 群}", `"a/b" 不能做目录名`},
		{"two rooms of one name", "rooms: {a: 群, b: 群}", "a 和 b 的 name 一样"},
		{"two faults", "dense: maybe\ntimezone: Mars", "；dense 是"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "qunwen.yaml")
			if err := os.WriteFile(path, []byte(tt.text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			code, _, stderr := call(t, "", "check", "--config", path)
			if code != exitMisused || !strings.Contains(stderr, tt.want) || !strings.Contains(stderr, path) {
				t.Errorf("exit %d, stderr %q, want %q in it", code, stderr, tt.want)
			}
		})
	}
}

// TestExampleConfig has the printed file say what holds without it.
func TestExampleConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qunwen.yaml")
	if err := os.WriteFile(path, []byte(exampleConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	d := defaults()
	if c.Pace != d.Pace || c.QuietHours != d.QuietHours || c.Reminders != d.Reminders || c.Web.Listen != d.Web.Listen || c.Web.Metrics != d.Web.Metrics || len(c.Web.Hosts) != len(d.Web.Hosts) || c.TimeZone != d.TimeZone || c.Send || c.Direct {
		t.Errorf("the example has %+v, the defaults are %+v", c, d)
	}
}
