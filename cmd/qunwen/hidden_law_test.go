package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunwen/bot/web"
	"qunwen/corpus/days"
	"qunwen/corpus/people"
	"qunwen/corpus/site"
)

// hiddenForms are names of all forms that posts have, and how they read.
var hiddenForms = []string{
	"陆零", "陆一-某银行-产品-上海", "陆二🎉", "陆三?", "R&D 陆四", "陆五：某支付", "陆六:产品", "（陆七）收单", "陆 八", "Lu9-Acquirer-Risk",
	"陆十、陆氏", "陆十一，某支付", "陆十二—清算－杭州", "ｌｕ１３", "陆十四@某支付", "「陆十五」", "陆十六~支付", "陆十七（未认证）", "1. 陆十八", "陆十九 09:14",
	"陆二十说的", "我", "群主", "陆陆陆陆", "㊣陆26", "2023-03-06 陆廿一", "陆廿二…", "<陆廿三>", "_陆廿四_",
}

// secret is what the n-th hidden person said, in words that nobody else uses.
func secret(n int) string {
	words := []rune("甪亗仺佄侢倸偧傄僄儏兯冁凎刕劋匦卼厐叧吢咗唩啳嗂嘢噿囖圿坖坧坬垹堔塧墄壒")
	return string([]rune{words[n], words[n+3], words[n+7]})
}

// hiddenSite writes a site in which every hidden person answers a question, is
// quoted by others in all ways, and announces a session.
func hiddenSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	var post bytes.Buffer
	post.WriteString("---\nlayout: source\n---\n")
	sec := 9 * 3600
	say := func(speaker, text string) {
		speaker = strings.NewReplacer("&", "&amp;", "<", "＜").Replace(speaker)
		fmt.Fprintf(&post, "\n> %02d:%02d:%02d  %s  \n   \n%s  \n   \n", sec/3600, sec/60%60, sec%60, speaker, text)
		sec += 20
	}
	for i, name := range hiddenForms {
		q, words := fmt.Sprintf("第%d号通道的退款密钥怎么申请", 100+i), secret(i)+"，先填"+secret(i)+"表，再等三天"
		say("林念-集物商城-客服产品", q+"？")
		say(name, words)
		name = strings.ReplaceAll(name, "<", "＜")
		say("冯恩-岚桥收单-技术", "「"+name+"："+words+"」\n- - - - - - - - - - - - - - -\n"+q+"就照这个办")
		say("冯恩-岚桥收单-技术", "“"+name+"："+words+"”，"+q+"有人这么说")
		say("冯恩-岚桥收单-技术", "[聊天记录] 通道群的聊天记录\n"+name+" 2023-03-06 09:14:12\n"+words)
		say("群问", "群里聊过：\n  支付产品群 2023-03-06，说到「"+q+"」\n1. 09:14 "+name+"："+words)
		sec += 1200
		if sec > 22*3600 {
			sec = 9*3600 + 7*i
		}
	}
	path := filepath.Join(dir, "paydesk", "_posts", "2023-03-06-chat.markdown")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, post.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestHiddenLaw: what hidden people said comes out of no door, whatever their names
// look like and whoever repeats it; nor does what is written to logs and figures.
func TestHiddenLaw(t *testing.T) {
	dir, data := hiddenSite(t), t.TempDir()
	if code, out, errs := call(t, "", "index", "--site", dir, "--data", data, "--words-only"); code != 0 {
		t.Fatalf("index: %d %s %s", code, out, errs)
	}
	leaks := func(door, text string) (all []string) {
		for i := range hiddenForms {
			if strings.Contains(text, secret(i)) {
				at := strings.Index(text, secret(i))
				around := strings.ToValidUTF8(text[max(0, at-80):min(len(text), at+80)], "")
				all = append(all, fmt.Sprintf("%s: %s: …%s…", door, hiddenForms[i], around))
			}
		}
		return all
	}
	tries := 0
	doors := func(many int) (all []string) {
		common := []string{"--site", dir, "--data", data, "--words-only"}
		through := func(door, stdin string, args ...string) {
			_, out, errs := call(t, stdin, append(append(args[:1:1], common...), args[1:]...)...)
			for i := range hiddenForms { // what is asked is repeated
				out = strings.ReplaceAll(out, secret(i)+"是什么", "")
			}
			all = append(all, leaks(door, out+errs)...)
		}
		var batch, gold, chat strings.Builder
		for i := range hiddenForms[:many] {
			q := fmt.Sprintf("第%d号通道的退款密钥怎么申请", 100+i)
			for _, asked := range []string{q, "先填什么表 再等三天 " + q} {
				fmt.Fprintf(&batch, "{\"id\":\"%d\",\"question\":%q}\n", i, asked)
			}
			fmt.Fprintf(&gold, "{\"id\":\"%d\",\"question\":%q,\"gold\":[{\"file\":\"paydesk/2023-03-06-chat\",\"time\":\"09:00:00\"}]}\n", i, q)
			for _, said := range []string{q, "更多", "原文 1", "原文 2", "原文 3", "谁说的", "不对", "没答上的", secret(i) + "是什么", "那怎么填呢", "还有呢", "第2条是谁说的"} {
				fmt.Fprintf(&chat, "@群问 %s\n", said)
				tries++
			}
			through("ask --explain --json "+q, "", "ask", "--explain", "--json", q)
			tries += 5 // that, two in the batch, in the gold file, on the page
			if i < 3 {
				through("ask "+q, "", "ask", q)
				through("ask --explain "+q, "", "ask", "--explain", q)
				tries += 2
			}
		}
		file := filepath.Join(t.TempDir(), "gold.jsonl")
		if err := os.WriteFile(file, []byte(gold.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		through("ask --batch", batch.String(), "ask", "--batch")
		through("eval", "", "eval", file)
		through("chat", chat.String(), "chat")
		for _, args := range [][]string{{"schedule"}, {"schedule", "list", "--all"}, {"schedule", "list", "--all", "--json"}, {"schedule", "ics"}, {"check"}, {"check", "--json"}} {
			tries++
			_, out, errs := call(t, "", append(args, "--site", dir)...)
			all = append(all, leaks(strings.Join(args, " "), out+errs)...)
		}
		hidden, err := (&env{site: os.DirFS(dir)}).hiddenNames(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		h, err := web.New(web.Config{Days: days.New(days.Config{Site: os.DirFS(dir), Zone: time.UTC}), Hidden: func(context.Context) (func(string) bool, error) {
			if len(hidden) == 0 {
				return nil, nil
			}
			return people.Names(hidden), nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range []string{"/", "/r/paydesk", "/r/paydesk/2023-03-06"} {
			tries++
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, page, nil))
			all = append(all, leaks(page, w.Body.String())...)
		}
		return all
	}
	if open := doors(3); len(open) < 3*6 {
		t.Fatalf("before anybody is hidden only %d doors give their words: %q", len(open), open)
	}
	if err := site.KeepHidden(t.Context(), dir, hiddenForms); err != nil {
		t.Fatal(err)
	}
	tries = 0
	for _, leak := range doors(len(hiddenForms)) {
		t.Error(leak)
	}
	if tries < 500 {
		t.Errorf("only %d tries", tries)
	}
}
