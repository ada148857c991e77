package main

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"qunwen/bot"
	"qunwen/bot/schedule"
)

const defaultZone = "Asia/Shanghai"

// A config is the configuration file. Paths in it are relative to its folder.
type config struct {
	Site     string     `yaml:"site"`
	Data     string     `yaml:"data"`
	BaseURL  string     `yaml:"base_url"`
	TimeZone string     `yaml:"timezone"`
	Model    string     `yaml:"model"` // folder of another encoder
	Dense    string     `yaml:"dense"` // "on" (as does "") or "off": words only
	Embed    embeddings `yaml:"embeddings"`

	Rooms   map[string]room   `yaml:"rooms"`   // by folder name
	Aliases map[string]string `yaml:"aliases"` // handle to person, for speakers under several names

	Names         []string     `yaml:"names"`        // by which the bot is spoken to
	IgnoredBots   []string     `yaml:"ignored_bots"` // names of other programs in the rooms
	Send          bool         `yaml:"send"`
	Direct        bool         `yaml:"direct"`
	ArchiveImages bool         `yaml:"archive_images"`
	WeChat        wechatConfig `yaml:"wechat"`
	Web           webConfig    `yaml:"web"`
	Pace          bot.Pace     `yaml:"pace"`
	QuietHours    string       `yaml:"quiet_hours"` // HH:MM-HH:MM; "" for none
	Reminders     reminders    `yaml:"reminders"`
}

// wechatConfig is the WeChat account.
type wechatConfig struct {
	Enabled  bool   `yaml:"enabled"`
	Endpoint string `yaml:"endpoint"` // a server on this machine that stands in for WeChat's
}

// webConfig is where the pages are served.
type webConfig struct {
	Listen  string   `yaml:"listen"`  // host:port; "" for nowhere
	Hosts   []string `yaml:"hosts"`   // names under which they may be asked for, besides that of base_url
	Metrics string   `yaml:"metrics"` // host:port of /metrics alone; "" means it is among the pages
}

// reminders say when sessions are reminded of; "" switches one off.
type reminders struct {
	Evening string        `yaml:"evening"` // HH:MM of the day before
	Morning string        `yaml:"morning"`
	Before  time.Duration `yaml:"before"`
}

// embeddings is a server that encodes instead of a model of our own.
type embeddings struct {
	Endpoint   string `yaml:"endpoint"`    // of the embeddings route
	Model      string `yaml:"model"`       // as the server names it
	APIKeyEnv  string `yaml:"api_key_env"` // environment variable with the key
	Dimensions int    `yaml:"dimensions"`
	Prefix     string `yaml:"prefix"` // put before questions
}

// A room is what the configuration says of a room, or only its name.
type room struct {
	Name       string   `yaml:"name"`
	Admins     []string `yaml:"admins"`
	Announcers []string `yaml:"announcers"`
	Private    bool     `yaml:"private"`
	Archive    bool     `yaml:"archive"`
}

// UnmarshalYAML takes a mapping, or the name alone.
func (r *room) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&r.Name)
	}
	known := []string{"name", "admins", "announcers", "private", "archive"}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; !slices.Contains(known, key.Value) {
			return fmt.Errorf("line %d: field %s not found in a room; it has %s", key.Line, key.Value, strings.Join(known, ", "))
		}
	}
	type plain room
	return n.Decode((*plain)(r))
}

// defaults are what holds where the file says nothing.
func defaults() config {
	p := schedule.DefaultPolicy()
	return config{
		TimeZone: defaultZone, Names: []string{"群问"}, Pace: bot.DefaultPace(),
		QuietHours: strings.Join(p.Quiet[:], "-"),
		Reminders:  reminders{p.Evening, p.Morning, p.Before},
		Web:        webConfig{Listen: "127.0.0.1:8787"},
	}
}

// readConfig reads a configuration file. An unknown key is an error, as is a
// value that cannot be used: both are misuse, which serve must not be started
// with again and again.
func readConfig(path string) (config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return config{}, fmt.Errorf("配置文件：%w", err)
	}
	if !utf8.Valid(data) { // yaml.v3 panics on some of it
		return config{}, &misuse{text: fmt.Sprintf("配置文件 %s：不是 UTF-8 编码，用编辑器另存为 UTF-8", path), help: "config"}
	}
	c := defaults()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return config{}, &misuse{text: fmt.Sprintf("配置文件 %v", yamlFault(path, err, "样子见 qunwen config")), help: "config"}
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return config{}, &misuse{text: fmt.Sprintf("配置文件 %s：只能有一份，第二个 --- 后面的不会读", path), help: "config"}
	}
	for _, p := range []*string{&c.Site, &c.Data, &c.Model} {
		if *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(filepath.Dir(path), *p)
		}
	}
	if err := c.check(); err != nil {
		return config{}, &misuse{text: fmt.Sprintf("配置文件 %s：%s", path, strings.ReplaceAll(err.Error(), "\n", "；")), help: "config"}
	}
	return c, nil
}

// rooms are the rooms as the bot knows them.
func (c *config) rooms() map[string]bot.Room {
	all := make(map[string]bot.Room)
	for name, r := range c.Rooms {
		all[name] = bot.Room(r)
	}
	return all
}

// policy is when sessions are reminded of, and when the bot is quiet.
func (c *config) policy() (schedule.Policy, error) {
	p := schedule.Policy{Evening: c.Reminders.Evening, Morning: c.Reminders.Morning, Before: c.Reminders.Before}
	clocks := map[string]string{"reminders.evening": p.Evening, "reminders.morning": p.Morning}
	if c.QuietHours != "" {
		from, to, ok := strings.Cut(c.QuietHours, "-")
		if !ok {
			return p, fmt.Errorf("quiet_hours 是 %q，应像 23:00-08:00", c.QuietHours)
		}
		p.Quiet = schedule.Quiet{strings.TrimSpace(from), strings.TrimSpace(to)}
		clocks["quiet_hours"], clocks["quiet_hours "] = p.Quiet[0], p.Quiet[1]
	}
	for _, key := range slices.Sorted(maps.Keys(clocks)) {
		if clock := clocks[key]; clock != "" {
			if _, err := time.Parse("15:04", clock); err != nil || len(clock) != len("15:04") {
				return p, fmt.Errorf("%s 里的 %q 不是时刻，应像 09:00", strings.TrimSpace(key), clock)
			}
		}
	}
	if p.Before < 0 || c.Pace.MinGap < 0 || c.Pace.Jitter < 0 || c.Pace.Thinking < 0 || c.Pace.PersonGap < 0 {
		return p, errors.New("时间长短不能是负的")
	}
	return p, nil
}

var (
	faultLine    = regexp.MustCompile(`line (\d+): (.*)`)
	unknownField = regexp.MustCompile(`^field (\S+) not found`)
)

// yamlFault says in which line of a file, and how, it is not as it should be.
// The YAML reader's own words stand behind, for those who look them up.
func yamlFault(path string, err error, help string) error {
	faults := []string{err.Error()}
	if t, ok := errors.AsType[*yaml.TypeError](err); ok {
		faults = t.Errors
	}
	var lines []string
	for _, f := range faults {
		m := faultLine.FindStringSubmatch(f)
		switch {
		case m == nil: // as the reader has it for what is wrong in the first line
			lines = append(lines, fmt.Sprintf("%s：写法不对，%s（%s）", path, help, strings.TrimPrefix(f, "yaml: ")))
		case unknownField.MatchString(m[2]):
			lines = append(lines, fmt.Sprintf("%s:%s: 没有 %s 这一项（%s）", path, m[1], unknownField.FindStringSubmatch(m[2])[1], m[0]))
		default:
			lines = append(lines, fmt.Sprintf("%s:%s: 写法不对，%s（%s）", path, m[1], help, m[0]))
		}
	}
	return errors.New(strings.Join(lines, "\n"))
}

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
	fault(c.Web.Metrics != "" && !isListen(c.Web.Metrics), "web.metrics 是 %q，应像 127.0.0.1:8788", c.Web.Metrics)
	for _, host := range c.Web.Hosts {
		fault(host == "" || strings.ContainsAny(host, "/: *"), "web.hosts 里的 %q 应只是域名，像 chat.example.org", host)
	}
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

//go:embed config.example.yaml
var exampleConfig string

func configCommand() command {
	return command{
		name: "config",
		usage: `用法：
  qunwen config > qunwen.yaml

打印一份配置的样子，每一项都有说明；serve 和别的命令用 --config 带上它。
`,
		flags: func(*flag.FlagSet, *env) {},

		noSite: true,
		run: func(_ context.Context, e *env, args []string) error {
			if len(args) > 0 {
				return &misuse{text: "config 后面不要别的", help: "config"}
			}
			_, err := io.WriteString(e.Out, exampleConfig)
			return err
		},
	}
}
