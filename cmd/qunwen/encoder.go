package main

import (
	"fmt"
	"os"

	"qunwen/index/build"
	"qunwen/index/dense"
)

// encoder returns what makes the vectors: the embedded model, or another that
// the settings name; nil if they say words only.
func (e *env) encoder() (build.Encoder, error) {
	if e.WordsOnly || e.Dense == "off" {
		return nil, nil
	}
	if ep := e.Embed; ep.Endpoint != "" {
		if e.Model != "" {
			return nil, &misuse{text: "--model 和配置里的 embeddings 只能选一个"}
		}
		remote, err := dense.NewRemote(dense.Endpoint{
			URL: ep.Endpoint, Model: ep.Model, Key: os.Getenv(ep.APIKeyEnv), Dimensions: ep.Dimensions, Prefix: ep.Prefix,
		})
		if err != nil {
			return nil, fmt.Errorf("配置里的 embeddings：%w", err)
		}
		return remote, nil
	}
	if e.Model == "" {
		cfg, weights, tokens, err := dense.Embedded()
		if err != nil {
			return nil, err
		}
		return dense.NewEncoder(cfg, weights, tokens), nil
	}
	cfg, weights, tokens, err := dense.LoadWeights(os.DirFS(e.Model))
	if err != nil {
		return nil, fmt.Errorf("模型目录 %s：%w", e.Model, err)
	}
	if cfg.QueryPrefix == "" {
		cfg.QueryPrefix = dense.KnownQueryPrefix(e.Model)
	}
	return dense.NewEncoder(cfg, weights, tokens), nil
}
