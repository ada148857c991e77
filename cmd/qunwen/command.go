package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// A misuse is an error in how the command was called.
type misuse struct {
	text string
	help string // the command that explains, without "qunwen"
}

// errSilent fails a command that has said all there is to say.
var errSilent = errors.New("failed")

// A command is one of qunwen's subcommands.
type command struct {
	name  string
	usage string // shown by --help, above the flags
	run   func(ctx context.Context, e *env, args []string) error
	flags func(fs *flag.FlagSet, e *env)

	noSite bool // it needs no site, or opens it itself
}

// do parses the command's flags, which may stand before or after its
// arguments, and runs it.
func (c command) do(ctx context.Context, args []string, s streams) error {
	e := &env{streams: s, config: defaults()}
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	e.addFlags(fs)
	if c.flags != nil {
		c.flags(fs, e)
	}
	rest, err := parseMixed(fs, args)
	if errors.Is(err, flag.ErrHelp) {
		return c.help(s.Out, fs)
	}
	if err != nil {
		return &misuse{text: flagError(err), help: c.name}
	}
	if err := e.settle(fs); err != nil {
		return err
	}
	if !c.noSite {
		if err := e.openSite(); err != nil {
			return err
		}
	}
	return c.run(ctx, e, rest)
}

// help prints what the command does and its flags, in alphabetical order.
func (c command) help(w io.Writer, fs *flag.FlagSet) error {
	var b strings.Builder
	b.WriteString(c.usage + "\n选项：\n")
	fs.VisitAll(func(f *flag.Flag) {
		value, text := flag.UnquoteUsage(f)
		if value != "" {
			value = " " + value
		}
		if f.DefValue != "" && f.DefValue != "false" {
			text += "（默认 " + f.DefValue + "）"
		}
		fmt.Fprintf(&b, "  --%s%s\n    \t%s\n", f.Name, value, text)
	})
	_, err := io.WriteString(w, b.String())
	return err
}
