package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/VictoriaMetrics/metrics"

	"qunwen/bot"
	"qunwen/bot/web"
	"qunwen/corpus/people"
)

// handler makes the pages of serve.
func (s *server) handler() (http.Handler, error) {
	names := make(map[string]string)
	for name, r := range s.e.Rooms {
		if r.Name != "" {
			names[name] = r.Name
		}
	}
	var figures func(io.Writer)
	if s.figures == nil {
		figures = s.metrics().WritePrometheus
	}
	return web.New(web.Config{
		Days: s.e.days, RoomNames: names, Hosts: s.e.hosts(), Log: s.log,
		Private: s.e.isPrivate,
		Hidden: func(ctx context.Context) (func(string) bool, error) {
			hidden, err := s.e.hiddenNames(ctx, s.store)
			if err != nil || len(hidden) == 0 {
				return nil, err
			}
			return people.Names(hidden), nil
		},
		Health:  s.health,
		Metrics: figures,
	})
}

// hosts are the names under which the pages may be asked for: those that the
// configuration has.
func (c *config) hosts() []string {
	names := slices.Clone(c.Web.Hosts)
	if u, err := url.Parse(c.BaseURL); err == nil {
		names = append(names, u.Hostname())
	}
	if host, _, err := net.SplitHostPort(c.Web.Listen); err == nil {
		names = append(names, host)
	}
	return names
}

// linksNobodyOpens says that the links in replies lead to the reader's own machine;
// "" if they do not, or if nothing is sent.
func (c *config) linksNobodyOpens() string {
	u, err := url.Parse(c.BaseURL)
	if err != nil || !c.Send || c.BaseURL == "" {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	ip, err := netip.ParseAddr(host)
	if host != "localhost" && !strings.HasSuffix(host, ".localhost") && (err != nil || !ip.IsLoopback() && !ip.IsUnspecified()) {
		return ""
	}
	return fmt.Sprintf("base_url 是 %s，只有这台机器自己打得开，群友点不开引文的链接：写成对外的网址；没有网页就写成空的", c.BaseURL)
}

// health says what is wrong, in Chinese; nil if nothing is.
func (s *server) health() error {
	if err := s.reach(); err != nil {
		return err
	}
	if off := s.clock.Offset(); off != 0 {
		return errors.New(clockText(off))
	}
	return nil
}

// reach says why messages do not come in or are not kept, in Chinese; nil if they
// do and are.
func (s *server) reach() error {
	s.mu.Lock()
	st := s.state
	s.mu.Unlock()
	switch {
	case s.wechat != nil && st.Phase != bot.Online:
		return errors.New("没有连上微信")
	case s.service.Unarchived.Load() > 0:
		return errors.New("有消息写不进聊天记录")
	}
	return nil
}

// metrics are the figures for Prometheus.
func (s *server) metrics() *metrics.Set {
	set := metrics.NewSet()
	counts := &s.service.Outbox.Counts
	for name, read := range map[string]func() int64{
		"qunwen_messages_received_total":        s.service.Received.Load,
		"qunwen_messages_answered_total":        s.service.Answered.Load,
		"qunwen_messages_passed_total":          s.service.Passed.Load,
		"qunwen_messages_too_old_total":         s.service.TooOld.Load,
		"qunwen_messages_unarchived":            s.service.Unarchived.Load,
		`qunwen_sent_total{result="sent"}`:      counts.Sent.Load,
		`qunwen_sent_total{result="failed"}`:    counts.Failed.Load,
		`qunwen_sent_total{result="in_doubt"}`:  counts.Doubtful.Load,
		`qunwen_sent_total{result="refused"}`:   counts.Refused.Load,
		`qunwen_sent_total{result="not_tried"}`: counts.Dropped.Load,
		"qunwen_replies_limited_total":          counts.Limited.Load,
		"qunwen_vectors_missing":                func() int64 { return int64(s.live.Missing()) },
		"qunwen_online":                         func() int64 { return truth(s.reach() == nil) },
		"qunwen_clock_offset_seconds":           func() int64 { return int64(s.clock.Offset().Seconds()) },
	} {
		set.NewGauge(name, func() float64 { return float64(read()) })
	}
	if s.wechat != nil {
		set.NewGauge("qunwen_wechat_unreadable_total", func() float64 { return float64(s.wechat.Counts().Unreadable) })
		set.NewGauge("qunwen_wechat_foreign_total", func() float64 { return float64(s.wechat.Counts().Foreign) })
	}
	return set
}

func truth(ok bool) int64 {
	if ok {
		return 1
	}
	return 0
}
