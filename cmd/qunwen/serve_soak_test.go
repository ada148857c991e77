package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"qunwen/bot/wechat/wechattest"
)

var (
	soakFor       = flag.Duration("soak", 0, "how long TestServeSoak lasts; 0 skips it")
	soakSite      = flag.String("soak-site", "", "site for TestServeSoak instead of the sample")
	soakData      = flag.String("soak-data", "", "data folder with that site's index")
	soakQuestions = flag.String("soak-questions", "", "JSON lines with questions for TestServeSoak")
	soakRate      = flag.Int("soak-rate", 500, "messages a second in the loud minute")
)

// TestServeSoak measures serve in a process of its own: how soon it answers,
// what a loud minute does to it, and whether its memory grows. Its figures go
// to the log; it fails on what must not be at all.
func TestServeSoak(t *testing.T) {
	if *soakFor == 0 {
		t.Skip("no -soak")
	}
	site, config := "../../corpus/sample/site", "dense: off\n"
	if *soakSite != "" {
		site, config = *soakSite, ""
	}
	l := newLifeAt(t, site, config)
	if *soakData != "" {
		if err := os.CopyFS(filepath.Join(l.dir, "data"), os.DirFS(*soakData)); err != nil {
			t.Fatal(err)
		}
	}
	members := make([]string, 50)
	for i := range members {
		members[i] = fmt.Sprintf("群友%d", i)
	}
	room := l.srv.AddRoom("支付产品架构交流群", members...)
	questions := l.questions()
	began := time.Now()
	c := l.spawn()
	l.waitOnline()
	online := time.Since(began)
	l.timed(room, questions[0])
	t.Logf("from start to being online %v, to the first answer %v", online.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	time.Sleep(70 * time.Second) // every minute memory is given back
	t.Logf("idle: %s", c.memory())

	l.latency(room, questions[1:min(len(questions), 101)], time.Second/2)
	l.latency(room, questions[1:min(len(questions), 60)], 0)
	l.probes(room, 5, time.Second)
	l.vectors(room)
	t.Logf("after the questions: %s", c.memory())

	s := &stream{said: make(map[string]string)}
	l.load(c, room, s, questions, *soakRate, min(*soakFor, time.Minute), 50)
	l.settled(c, room)
	if rest := *soakFor - time.Minute; rest > 0 {
		l.load(c, room, s, questions, 10, rest, 100)
	}
	l.complete(s)
	l.metrics()
	t.Logf("at the end: %s", c.memory())
	t.Logf("SIGTERM to exit: %v", c.terminate())
	if leaks := leaked(l.logs.String(), l.srv.Secrets()); len(leaks) > 0 {
		t.Errorf("the log holds %d secrets, such as %q", len(leaks), leaks[0])
	}
}

// questions are those of -soak-questions, or some.
func (l *life) questions() []string {
	if *soakQuestions == "" {
		return []string{"结算以后还能退款吗", "一年多以前的老订单还能退吗", "司法冻结的结算卡打得进去吗", "处理中的退款怎么对账", "优惠券退款以后还能用吗", "备付金是什么意思"}
	}
	f, err := os.Open(*soakQuestions)
	if err != nil {
		l.t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var q struct{ Question string }
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			l.t.Fatal(err)
		}
		all = append(all, q.Question)
	}
	return all
}

// timed asks a question and returns how long the answer took.
func (l *life) timed(room *wechattest.Room, question string) time.Duration {
	l.t.Helper()
	n := len(l.srv.Sent())
	began := time.Now()
	room.Say("群友1", "@群问 "+question)
	ctx, cancel := context.WithTimeout(l.t.Context(), time.Minute)
	defer cancel()
	sent, err := l.srv.WaitSent(ctx, n+1)
	if err != nil {
		l.t.Fatalf("no answer to %q: %v\n%s", question, err, l.logs.String())
	}
	return sent[n].Time.Sub(began)
}

// latency asks questions one by one, with a pause.
func (l *life) latency(room *wechattest.Room, questions []string, pause time.Duration) {
	var took []time.Duration
	for _, q := range questions {
		took = append(took, l.timed(room, q))
		time.Sleep(pause)
	}
	slices.Sort(took)
	at := func(q float64) time.Duration {
		return took[min(len(took)-1, int(q*float64(len(took))))].Round(time.Millisecond)
	}
	l.t.Logf("%d questions, %v apart: p50 %v, p90 %v, p99 %v, longest %v", len(took), pause, at(.5), at(.9), at(.99), at(1))
}

// probes says what nobody has said before, and asks for it a moment later.
func (l *life) probes(room *wechattest.Room, n int, later time.Duration) {
	l.t.Helper()
	found := 0
	for i := range n {
		word := fmt.Sprintf("qx%d%dv", time.Now().UnixMilli(), i)
		said := word + "这个商户的密钥已经换好了"
		room.Say("群友2", said)
		time.Sleep(later)
		room.Say(fmt.Sprintf("群友%d", 3+i%7), "@群问 "+word+"这个商户的密钥换好了吗")
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			if sent := l.srv.Sent(); slices.ContainsFunc(sent[max(0, len(sent)-100):], func(m wechattest.Sent) bool {
				return strings.Contains(m.Text, said)
			}) {
				found++
				break
			}
		}
	}
	l.t.Logf("%d of %d messages are cited %v after they were said", found, n, later)
}

// vectors says something and waits until it can be found by its meaning.
func (l *life) vectors(room *wechattest.Room) {
	l.t.Helper()
	for end := time.Now().Add(time.Minute); l.metric("qunwen_vectors_missing") != 0 && time.Now().Before(end); {
		time.Sleep(100 * time.Millisecond)
	}
	began := time.Now()
	room.Say("群友2", "商户把密钥弄丢了，只好重新签到领一把新的")
	for _, missing := range []bool{true, false} {
		for end := began.Add(time.Minute); l.metric("qunwen_vectors_missing") > 0 != missing && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
		}
	}
	l.t.Logf("its vector is there %v after a message was said", time.Since(began).Round(10*time.Millisecond))
}

// load has people say rate messages a second, one in every of them a question.
func (l *life) load(c *child, room *wechattest.Room, s *stream, questions []string, rate int, d time.Duration, every int) {
	l.t.Helper()
	var running sync.WaitGroup
	ctx, cancel := context.WithTimeout(l.t.Context(), d)
	defer cancel()
	before, asked, began := len(l.srv.Sent()), 0, time.Now()
	first := len(s.said)
	running.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			if ahead := time.Duration(n)*time.Second/time.Duration(rate) - time.Since(began); ahead > 0 {
				time.Sleep(ahead)
			}
			text := fmt.Sprintf("第%07d笔流水%s", first+n, []string{"已经对上了", "还差三块二", "清算行说明天才有文件", "要问一下通道那边", "退回来了"}[n%5])
			if n%every == every-1 {
				asked++
				text = fmt.Sprintf("@群问 %s（第%d次问）", questions[n%len(questions)], first+n)
			}
			s.said[room.Say(fmt.Sprintf("群友%d", n%50), text)] = text
		}
	})
	var sizes []int
	running.Go(func() {
		for ctx.Err() == nil {
			sizes = append(sizes, c.resident())
			time.Sleep(time.Second)
		}
	})
	if d >= 20*time.Second {
		running.Go(func() { l.probes(room, 3, 5*time.Second) })
	}
	running.Wait()
	l.t.Logf("%d messages within %v, %d questions; resident %d MB at first, %d MB at most, %d MB at last", len(s.said)-first, time.Since(began).Round(time.Second), asked, sizes[0], slices.Max(sizes), sizes[len(sizes)-1])
	sent, err := l.waitSent(before+asked, time.Minute)
	l.t.Logf("all are answered %v later: %d, %v", (time.Since(began) - d).Round(time.Second), sent-before, err)
	gap := time.Duration(0)
	beats := append(l.srv.Requests("synccheck"), l.srv.Requests("webwxsync")...)
	slices.SortFunc(beats, func(a, b wechattest.Request) int { return a.Time.Compare(b.Time) })
	for i := 1; i < len(beats); i++ {
		if beats[i-1].Time.After(began) {
			gap = max(gap, beats[i].Time.Sub(beats[i-1].Time))
		}
	}
	l.t.Logf("longest time without a poll: %v", gap.Round(time.Millisecond))
	if gap > time.Minute {
		l.t.Errorf("no heartbeat for %v", gap)
	}
}

func (l *life) waitSent(n int, d time.Duration) (int, error) {
	ctx, cancel := context.WithTimeout(l.t.Context(), d)
	defer cancel()
	sent, err := l.srv.WaitSent(ctx, n)
	return len(sent), err
}

// settled waits until the index has caught up.
func (l *life) settled(c *child, room *wechattest.Room) {
	began := time.Now()
	for end := began.Add(5 * time.Minute); time.Now().Before(end); time.Sleep(time.Second) {
		if l.metric("qunwen_vectors_missing") == 0 {
			break
		}
	}
	l.t.Logf("all vectors are there %v later: %s", time.Since(began).Round(time.Second), c.memory())
	time.Sleep(5 * time.Second)
	l.probes(room, 3, time.Second)
}

func (l *life) metricsText() string {
	resp, err := http.Get("http://" + l.web + "/metrics")
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	data, _ := io.ReadAll(resp.Body)
	return string(data)
}

func (l *life) metric(name string) int {
	for line := range strings.Lines(l.metricsText()) {
		if v, ok := strings.CutPrefix(line, name+" "); ok {
			n, err := strconv.Atoi(strings.TrimSpace(v))
			if err == nil {
				return n
			}
		}
	}
	return -1
}

func (l *life) metrics() { l.t.Logf("metrics:\n%s", l.metricsText()) }

// resident is the size in memory, in MB; 0 where that cannot be told.
func (c *child) resident() int { return c.status("VmRSS") }

func (c *child) memory() string {
	return fmt.Sprintf("resident %d MB, of them %d anonymous", c.status("VmRSS"), c.status("RssAnon"))
}

func (c *child) status(key string) int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if v, ok := strings.CutPrefix(line, key+":"); ok {
			kb, _ := strconv.Atoi(strings.Fields(v)[0])
			return kb / 1024
		}
	}
	return 0
}
