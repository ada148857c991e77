package main

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"syscall"

	"qunwen/bot/store"
	"qunwen/corpus"
	"qunwen/corpus/tree"
	"qunwen/index/generation"
	"qunwen/index/judge"
)

// reasons are the errors that users meet, in their language.
var reasons = []struct {
	err  error
	text string
}{
	{corpus.ErrNoFrontMatter, "没有文件头：第一行应是 ---"},
	{corpus.ErrUnclosedFrontMatter, "文件头没有结束：缺第二个 ---"},
	{corpus.ErrFrontMatter, "文件头不是合法的 YAML 键值"},
	{corpus.ErrName, "文件名应是 <群>/_posts/年-月-日-标题.markdown"},
	{corpus.ErrTooLarge, "文件太大"},
	{corpus.ErrNotRegular, "不是普通文件"},
	{tree.ErrOutside, "是指到站点外面的链接，不读也不写：把它指的文件放进站点，或者删掉这个链接"},
	{corpus.ErrEncoding, "不是合法的 UTF-8：坏字节读作 U+FFFD"},
	{corpus.ErrClock, "没有这样的时刻：这一行当作正文"},
	{corpus.ErrDoubled, "同一张贴纸或同一个红包写了两次，qunwen check --mend 去掉一条"},
	{corpus.ErrStrayText, "第一条消息之前有文字：不属于任何人，不会被检索"},
	{judge.ErrSyntax, "不是合法的题目（一行一个 JSON 对象）"},
	{judge.ErrEncoding, "不是合法的 UTF-8"},
	{judge.ErrID, "没有 id"},
	{judge.ErrRepeated, "这个 id 前面有过"},
	{judge.ErrKind, "kind 应是 answerable、unanswerable 或 schedule"},
	{judge.ErrNoText, "没有 question"},
	{judge.ErrAskedAt, "asked_at 应像 2018-05-12T10:00:00+08:00"},
	{judge.ErrNoGold, "有答案的题没有给出 gold"},
	{judge.ErrPlace, "gold 的 file 应像 群/2018-05-12-chat，time 应像 10:00:00"},
	{judge.ErrNoContent, "一道题也没有"},
	{judge.ErrShape, "message 和 judged 只用于有 self_contained 的题，kind 和 gold 只用于没有的"},
	{judge.ErrMixed, "一个文件里，有的题有 self_contained，有的没有"},
	{judge.ErrMessage, "消息编号应像 群/2018-05-12/100000"},
	{judge.ErrDay, "without 的日子应像 群/2018-05-12"},
	{judge.ErrGrade, "评分应是 0、1 或 2"},
	{judge.ErrNoSeen, "judged 的摘录没有给出 seen"},
	{judge.ErrLines, "答案所在的消息不在 seen 里"},
	{judge.ErrNoLines, "评了 2，却没有说答案在哪几行"},
	{judge.ErrCSV, "不是合法的 CSV"},
	{judge.ErrHeader, "第一行表头里少了一列（应是 --sheet 写的表，用逗号分隔）"},
	{judge.ErrLineNumber, "摘录没有这一行"},
	{judge.ErrIdleLines, "评了 0，就不要填答案在哪几行"},
	{judge.ErrTwice, "同一处摘录前面有过"},
	{judge.ErrNoQuestion, "题目文件里没有这道题"},
	{judge.ErrNotAsked, "不是群友原话的题目（没有 self_contained）"},
	{judge.ErrJudged, "judged 应只写一次，用小写字母"},
	{judge.ErrDegenerate, "题目太少：有答案的和没有答案的题都要有，答案还要在找到的地方"},
	{generation.ErrDamaged, "索引坏了"},
	{generation.ErrNoIndex, "还没有索引"},
	{store.ErrDamaged, "记录库坏了：移走它再来，会新建一个空的（要求隐藏的人得重新隐藏）"},
	{store.ErrNewer, "记录库是更新的版本写的：换上新版本的程序"},
	{store.ErrForeign, "这不是记录库，是别的程序的数据库"},
	{store.ErrBusy, "记录库被别的程序占着：等一等再来"},
	{store.ErrFull, "磁盘满了"},
	{fs.ErrNotExist, "不存在"},
	{fs.ErrPermission, "没有权限"},
	{syscall.ENOTDIR, "不是目录"},
	{syscall.EISDIR, "这是目录"},
	{syscall.ENOSPC, "磁盘满了"},
	{syscall.EROFS, "只读，不能写"},
	{syscall.EADDRINUSE, "已经有程序在用"},
	{syscall.ECONNREFUSED, "连接被拒绝"},
}

// explain returns an error as its reader should see it: the reasons in the
// table in Chinese, the rest as it stands.
func explain(err error) string {
	text := err.Error()
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		short := pe.Err.Error()
		if rest := strings.Replace(text, pe.Error(), "", 1); !strings.Contains(rest, pe.Path) {
			short = pe.Path + "：" + short
		}
		text = strings.Replace(text, pe.Error(), short, 1)
	}
	for _, r := range reasons {
		if !errors.Is(err, r.err) {
			continue
		}
		said := r.err.Error()
		if errno, ok := errors.AsType[syscall.Errno](err); ok && errno.Is(r.err) {
			said = errno.Error() // the system's words for it
		}
		text = strings.Replace(text, said, r.text, 1)
	}
	return text
}

// flagError says in Chinese what package flag found wrong.
func flagError(err error) string {
	msg := err.Error()
	if name, ok := strings.CutPrefix(msg, "flag provided but not defined: "); ok {
		return "没有 " + name + " 这个选项"
	}
	if name, ok := strings.CutPrefix(msg, "flag needs an argument: "); ok {
		return "选项 " + name + " 后面要有内容"
	}
	if m := badValue.FindStringSubmatch(msg); m != nil {
		return fmt.Sprintf("选项 %s 不能是 %s", m[2], m[1])
	}
	return "选项有误：" + msg
}

// badValue is what package flag says of a value that is of another type.
var badValue = regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?(-\S+): `)
