// Command qunwen answers questions from a group's published chat.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// streams are what a command reads and writes. Out is the answer; everything
// else goes to Err.
type streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}
