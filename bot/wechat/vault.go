package wechat

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"

	"github.com/eatmoreapple/openwechat"
)

// A saved is what the session file holds, in the library's form.
type saved struct {
	Jar          map[string][]*http.Cookie
	BaseRequest  *openwechat.BaseRequest
	LoginInfo    *openwechat.LoginInfo
	WechatDomain openwechat.WechatDomain
	SyncKey      *openwechat.SyncKey
	UUID         string
}

// complete says whether the library can go on from it without harm.
func (s *saved) complete() bool {
	return s.BaseRequest != nil && s.LoginInfo != nil && s.LoginInfo.WxUin != 0 && s.WechatDomain != "" &&
		len(s.Jar) > 0 && checkKey(s.SyncKey) == nil
}

// A vault is the session file.
type vault struct{ path string }

func newVault(path string) *vault { return &vault{path} }

// load returns what was saved; nil if there is nothing of use. A file that is
// missing or empty is no error, one that is broken or not to be read is.
func (v *vault) load() (*saved, error) {
	data, err := os.ReadFile(v.path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && len(data) == 0:
		return nil, nil
	case err != nil:
		return nil, err
	}
	var s saved
	if json.Unmarshal(data, &s) != nil || !s.complete() {
		return nil, errBroken // what is wrong with it might quote a secret
	}
	return &s, nil
}

// store replaces the file whole: after a crash there is the old one or the new.
// Not with natefinch/atomic as elsewhere, which keeps the rights of a file that
// others may read, and leaves the keys under a new name at each crash.
func (v *vault) store(data []byte) (err error) {
	dir := filepath.Dir(v.path)
	temp := v.path + ".new"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp))
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Rename(temp, v.path); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir flushes a folder's entries, where the system can.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// errBroken is what is told of a session file that holds something else.
var errBroken = errors.New("it is cut short, or none of this program's")

// errNoSession is what a [slot] answers that has nothing to read.
var errNoSession = errors.New("no session")

// A slot is where the library reads a session from and writes it to. It reads
// once; every write is a whole session, which put gets with the cookies that
// the library would lose.
type slot struct {
	read []byte // nil: there is nothing
	keep *cookieRecord
	put  func([]byte) error
}

func (s *slot) Read(p []byte) (int, error) {
	if len(s.read) == 0 {
		return 0, errNoSession
	}
	n := copy(p, s.read)
	s.read = s.read[n:]
	return n, nil
}

func (s *slot) Write(p []byte) (int, error) {
	if err := s.put(p); err != nil {
		return 0, err
	}
	return len(p), nil
}
