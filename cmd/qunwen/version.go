package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

const versionUsage = `用法：
  qunwen version

程序的版本：构建时的版本号和提交。
`

func versionCommand() command {
	return command{name: "version", usage: versionUsage, noSite: true, run: func(_ context.Context, e *env, args []string) error {
		if len(args) > 0 {
			return &misuse{text: fmt.Sprintf("version 后面不要 %q", args[0]), help: "version"}
		}
		_, err := fmt.Fprintln(e.Out, "qunwen", version())
		return err
	}}
}

// version describes the build from what the Go toolchain put into it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && v == "(devel)":
			v += " " + s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			v += " modified"
		}
	}
	return v + " " + info.GoVersion
}
