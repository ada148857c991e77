package main

import (
	"context"
	_ "embed"
	"flag"
	"io"
)

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
