package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"qunwen/bot/wechat"
)

// Exit codes.
const (
	exitDone    = 0
	exitFailed  = 1
	exitMisused = 2
	exitRefused = 3 // by WeChat: starting again makes it worse
)

const usage = `群问 qunwen：在群聊记录里找答案，答案都是群友的原话，注明谁在什么时候说的。

用法：
  qunwen ask 问题            回答一个问题
  qunwen ask --batch         从标准输入逐行读 JSON 问题，逐行输出 JSON 答案
  qunwen chat                在终端里和它聊天，像在一个群里
  qunwen serve --config qunwen.yaml
                             进到微信群里：回答、提醒、把说过的话记下来
  qunwen check               检查全部聊天记录，列出每个毛病的位置
  qunwen eval 题目.jsonl     用已经知道答案的题目考一遍，报告答得怎么样
  qunwen import 文件…        把聊天工具导出的记录并进站点
  qunwen index               建立或更新索引（ask 会自动做这一步）
  qunwen people              谁用过哪些名字；合并、分开、隐藏
  qunwen schedule            将来的分享安排：谁在哪天讲什么，依据哪条消息
  qunwen schedule extract --batch
                             从标准输入逐行读 JSON 消息，逐行输出其中的分享安排
  qunwen config              打印一份带说明的配置
  qunwen doctor              看看 serve 要用的东西哪里不对
  qunwen version             版本
  qunwen 命令 --help         一条命令的全部选项

先试试：
  qunwen ask 结算以后还能退款吗

不加 --site 时使用程序自带的示例群；用自己的记录：
  qunwen ask --site 站点目录 问题

退出码：0 成功，1 失败，2 用法或配置不对，3 微信不让这个账号登录。
`

func (m *misuse) Error() string { return m.text }

func commands() []command {
	return recovering([]command{
		askCommand(), chatCommand(), checkCommand(), configCommand(), doctorCommand(), evalCommand(), importCommand(), indexCommand(),
		peopleCommand(), scheduleCommand(), serveCommand(), versionCommand(),
	})
}

// run carries out the command in args and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	err := dispatch(ctx, args, s)
	var m *misuse
	var refused *wechat.RefusedError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errSilent):
		return exitFailed
	case errors.As(err, &m):
		fmt.Fprintf(s.Err, "qunwen: %s\n", m.text)
		fmt.Fprintf(s.Err, "qunwen: 用法见 qunwen %s\n", strings.TrimSpace(m.help+" --help"))
		return exitMisused
	case errors.As(err, &refused):
		fmt.Fprintf(s.Err, "qunwen: %s\n", explain(err))
		return exitRefused
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.Err, "qunwen: 已中断，没有留下半成品")
		return exitFailed
	}
	fmt.Fprintf(s.Err, "qunwen: %s\n", explain(err))
	return exitFailed
}

func dispatch(ctx context.Context, args []string, s streams) error {
	if len(args) == 0 {
		fmt.Fprint(s.Err, usage)
		return &misuse{text: "要做什么？请给出一条命令"}
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		if args[0] == "help" && len(args) > 1 {
			return dispatch(ctx, []string{args[1], "--help"}, s)
		}
		_, err := fmt.Fprint(s.Out, usage)
		return err
	case "-version", "--version":
		args[0] = "version"
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.do(ctx, args[1:], s)
		}
	}
	return &misuse{text: fmt.Sprintf("没有 %q 这条命令", args[0])}
}

// parseMixed parses flags wherever they stand and returns the arguments. After
// "--" everything is an argument.
func parseMixed(fs *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for len(args) > 0 {
		if args[0] == "--" {
			return append(rest, args[1:]...), nil
		}
		if args[0] == "-" || !strings.HasPrefix(args[0], "-") {
			rest = append(rest, args[0])
			args = args[1:]
			continue
		}
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		tail := fs.Args()
		if n := len(args) - len(tail); args[n-1] == "--" {
			return append(rest, tail...), nil
		}
		args = tail
	}
	return rest, nil
}
