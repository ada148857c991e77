package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata" // a bare machine may have no time zones

	"qunwen/corpus/days"
	"qunwen/corpus/sample"
	"qunwen/corpus/tree"
)

// An env is what a command works with: its streams, and the settings from
// flags and the configuration file.
type env struct {
	streams
	config
	WordsOnly  bool
	configFile string
	json       bool
	location   *time.Location
	site       fs.FS
	days       *days.Reader // of the site
	persons    personsFile
	carrier    http.RoundTripper // of serve's requests; nil means the network
	clock      func() time.Time  // of serve; nil means time.Now
}

// addFlags defines the flags that every command has.
func (e *env) addFlags(fs *flag.FlagSet) {
	fs.StringVar(&e.Site, "site", "", "站点`目录`：下面有 <群>/_posts/日期-chat.markdown；不给时用自带的示例群")
	fs.StringVar(&e.Data, "data", "", "索引放在哪个`目录`；不给时放在用户缓存目录，每个站点一个")
	fs.StringVar(&e.configFile, "config", "", "配置`文件`（YAML），样子见 qunwen config；命令行上的选项优先")
	fs.StringVar(&e.BaseURL, "base-url", "", "消息页面的`网址`；给出时每条引文后面带链接")
	fs.StringVar(&e.TimeZone, "time-zone", defaultZone, "聊天记录的`时区`")
	fs.StringVar(&e.Model, "model", "", "另一个句向量模型的`目录`（config.json、vocab.txt、model.safetensors）；不给时用自带的")
	fs.BoolVar(&e.WordsOnly, "words-only", false, "只按字词检索，不用句向量")
	fs.BoolVar(&e.json, "json", false, "以 JSON 输出")
}

// settle reads the configuration, over which the flags that were given
// prevail.
func (e *env) settle(fs *flag.FlagSet) error {
	if e.configFile != "" {
		c, err := readConfig(e.configFile)
		if err != nil {
			return err
		}
		given := make(map[string]string)
		fs.Visit(func(f *flag.Flag) { given[f.Name] = f.Value.String() })
		e.config = c // which the flags write to, again
		for name, value := range given {
			if err := fs.Set(name, value); err != nil {
				return &misuse{text: flagError(err)} // Unreachable: it was parsed before.
			}
		}
	}
	var err error
	if e.location, err = time.LoadLocation(e.TimeZone); err != nil {
		return &misuse{text: fmt.Sprintf("--time-zone：没有 %q 这个时区，应像 %s", e.TimeZone, defaultZone), help: fs.Name()}
	}
	if e.BaseURL != "" && !isURL(e.BaseURL, "http", "https") {
		return &misuse{text: fmt.Sprintf("--base-url %q 应是 http:// 或 https:// 开头的网址", e.BaseURL), help: fs.Name()}
	}
	return nil
}

// openSite opens the site, or the sample if none is given.
func (e *env) openSite() error {
	if e.Site == "" {
		e.setSite(sample.Site())
		return nil
	}
	info, err := os.Stat(e.Site)
	if err != nil {
		return fmt.Errorf("站点目录 %s：%w", e.Site, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("站点目录 %s：这不是目录", e.Site)
	}
	e.setSite(tree.FS(e.Site))
	return nil
}

func (e *env) setSite(site fs.FS) {
	e.site, e.days = site, days.New(days.Config{Site: site, Zone: e.location})
}

// dataDir returns where the index is kept.
func (e *env) dataDir() (string, error) {
	if e.Data != "" {
		return e.Data, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", errors.New("找不到用户缓存目录（没有设 HOME）：请用 --data 指定索引目录")
	}
	if e.Site == "" {
		return filepath.Join(cache, "qunwen", "sample"), nil
	}
	abs, err := filepath.Abs(e.Site)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	sum := sha256.Sum256([]byte(abs))
	return filepath.Join(cache, "qunwen", filepath.Base(abs)+"-"+hex.EncodeToString(sum[:4])), nil
}

// note tells the user something that is not part of the answer.
func (e *env) note(format string, args ...any) {
	fmt.Fprintf(e.Err, "qunwen: "+format+"\n", args...)
}
