//go:build ignore

// Gen writes model.bin, the model in the binary, from the folder of a
// published one.
//
//	go run gen.go -model DIR
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"

	"qunwen/index/dense"
)

func main() {
	model := flag.String("model", "../../../shared/model", "`folder` with config.json, vocab.txt and model.safetensors")
	out := flag.String("o", "model.bin", "`file` to write")
	flag.Parse()
	if err := run(*model, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(model, out string) error {
	cfg, weights, tok, err := dense.LoadWeights(os.DirFS(model))
	if err != nil {
		return fmt.Errorf("%s: %w", model, err)
	}
	var pack bytes.Buffer
	if err := dense.WritePack(&pack, cfg, weights, tok); err != nil {
		return err
	}
	fmt.Printf("%s: model %s, %d bytes\n", out, weights.Fingerprint, pack.Len())
	return os.WriteFile(out, pack.Bytes(), 0o644)
}
