package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qunwen/bot/service"
	"qunwen/bot/store"
	"qunwen/corpus"
	"qunwen/corpus/sample"
)

const doctorUsage = `用法：
  qunwen doctor --config qunwen.yaml

看一遍 serve 要用的东西：配置、站点、索引、数据目录、时钟、微信能不能连上。
每样一行，有毛病的说怎么办；有毛病时退出码是 1，配置文件读不懂是 2。写着“注意”的能用，但该看一眼。
`

func doctorCommand() command {
	return command{
		name:  "doctor",
		usage: doctorUsage,
		flags: func(*flag.FlagSet, *env) {},

		noSite: true,
		run: func(ctx context.Context, e *env, args []string) error {
			if len(args) > 0 {
				return &misuse{text: fmt.Sprintf("doctor 后面不要 %q", args[0]), help: "doctor"}
			}
			return e.examine(ctx)
		},
	}
}

// A finding is what doctor says of one thing.
type finding struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Text string `json:"text"` // what is there, or what is wrong and what to do
}

// examine prints a line for everything that serve needs.
func (e *env) examine(ctx context.Context) error {
	dir, err := e.dataDir()
	if err != nil {
		return err
	}
	all := []finding{e.examineConfig(), e.examineSite(), e.examineRooms(), examineFolder(dir), e.examineIndex(dir), examineStore(ctx, dir)}
	all = append(all, e.examineService(ctx)...)
	if text := e.linksNobodyOpens(); text != "" {
		all = append(all, finding{"链接", true, "注意：" + text})
	}
	if e.json {
		if err := writeJSON(e.Out, all); err != nil {
			return err
		}
	}
	failed := false
	for _, f := range all {
		failed = failed || !f.OK
		if e.json {
			continue
		}
		mark := "好"
		if !f.OK {
			mark = "坏"
		}
		if _, err := fmt.Fprintf(e.Out, "%s  %s：%s\n", mark, f.Name, f.Text); err != nil {
			return err
		}
	}
	if failed {
		return errSilent
	}
	return nil
}

func (e *env) examineConfig() finding {
	f := finding{Name: "配置", OK: true, Text: e.configFile}
	switch {
	case e.configFile == "":
		return finding{"配置", false, "没有给配置文件：qunwen config > qunwen.yaml，改好以后加 --config qunwen.yaml"}
	case e.WeChat.Enabled && len(e.Rooms) == 0:
		return finding{"配置", false, "没有写 rooms：允许它进哪些群？"}
	case len(e.Names) == 0:
		return finding{"配置", false, "没有写 names：群里怎么叫它？"}
	case !e.Send:
		f.Text += "（send: false，不会真的发言）"
	}
	return f
}

func (e *env) examineSite() finding {
	if e.Site == "" {
		e.setSite(sample.Site())
		return finding{"站点", false, "没有写 site，现在用的是自带的示例群"}
	}
	if err := e.openSite(); err != nil {
		return finding{"站点", false, explain(err) + "；改 site，或者先建好这个目录"}
	}
	days, errs := corpus.Days(e.site)
	if len(errs) > 0 {
		return finding{"站点", false, fmt.Sprintf("%s：%v；qunwen check 列出全部毛病", e.Site, errs[0])}
	}
	if err := writable(e.Site); err != nil {
		return finding{"站点", false, fmt.Sprintf("%s 不能写：%s", e.Site, explain(err))}
	}
	return finding{"站点", true, fmt.Sprintf("%s，%d 天的记录", e.Site, len(days))}
}

// examineRooms looks whether everybody can read what is for one room.
func (e *env) examineRooms() finding {
	if e.days == nil {
		return finding{"群", false, "先要有站点"}
	}
	if open := e.openPrivate(); len(open) > 0 {
		return finding{"群", false, "private 的群有记录放在会发布的地方：" + strings.Join(open, "、") + "；" + privateHelp}
	}
	f := finding{Name: "群", OK: true, Text: fmt.Sprintf("%d 个", len(e.Rooms))}
	if extra := e.unnamedRooms(); len(extra) > 0 {
		f.Text += "；站点里还有配置没写的群，谁都能查到：" + strings.Join(extra, "、")
	}
	return f
}

func examineFolder(dir string) finding {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return finding{"数据目录", false, explain(err)}
	}
	if err := writable(dir); err != nil {
		return finding{"数据目录", false, fmt.Sprintf("%s 不能写：%s", dir, explain(err))}
	}
	return finding{"数据目录", true, dir}
}

// writable tries to make a file in a folder.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".qunwen-doctor-")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func (e *env) examineIndex(dir string) finding {
	if e.site == nil {
		return finding{"索引", false, "先要有站点"}
	}
	enc, err := e.encoder()
	if err != nil {
		return finding{"索引", false, explain(err)}
	}
	state, err := e.builder(enc).Look(dir, e.site)
	switch {
	case err != nil:
		return finding{"索引", false, explain(err)}
	case state.Stale:
		return finding{"索引", true, "还没有建，或者旧了：serve 会先更新，也可以先运行 qunwen index"}
	case state.Missing != 0:
		return finding{"索引", true, "还有消息没有算好向量：serve 会接着算"}
	}
	return finding{"索引", true, "是新的"}
}

func examineStore(ctx context.Context, dir string) finding {
	path := filepath.Join(dir, storeName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return finding{"记录库", true, "还没有，serve 会建"}
	}
	st, err := store.Open(ctx, path)
	if err != nil {
		return finding{"记录库", false, explain(err)}
	}
	if err := st.Close(); err != nil {
		return finding{"记录库", false, explain(err)}
	}
	return finding{"记录库", true, path}
}

// examineService asks the service for its time, which shows whether it is
// reached and whether our clock is right.
func (e *env) examineService(ctx context.Context) []finding {
	if !e.WeChat.Enabled {
		return []finding{{"微信", true, "没有启用"}}
	}
	address := "https://login.wx.qq.com/"
	if e.WeChat.Endpoint != "" {
		address = e.WeChat.Endpoint
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return []finding{{"微信", false, "wechat.endpoint 不是网址"}} // Unreachable: the configuration was checked.
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return []finding{{"微信", false, "连不上 " + req.URL.Host + "：看看网络和代理"}}
	}
	resp.Body.Close()
	all := []finding{{"微信", true, "连得上 " + req.URL.Host}}
	if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		if off := at.Sub(service.NewClock(e.clock).Now()); off.Abs() > service.LeastOffset {
			return append(all, finding{"时钟", false, clockText(off) + "；serve 从收到的消息里看得出来，但刚启动时头几句可能不理"})
		}
		all = append(all, finding{"时钟", true, "准的"})
	}
	return all
}
