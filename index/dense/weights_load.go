package dense

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// How much of a folder's files is read into memory as a whole.
const (
	maxConfigFile = 1 << 20
	maxVocabFile  = 64 << 20
	maxModelFile  = 8 << 30
)

// LoadWeights reads a model as it is published: config.json, the vocabulary
// from vocab.txt or else tokenizer.json, and model.safetensors with numbers of
// 16 or 32 bits, which are rounded to 8. What config.json does not say is
// taken from 1_Pooling/config.json (pooling) and tokenizer_config.json (lower
// case), if these are there, else from the defaults of [ParseConfig].
//
// Every error says which file it is about.
func LoadWeights(fsys fs.FS) (*Config, *Weights, *Tokenizer, error) {
	cfg, err := loadConfig(fsys)
	if err != nil {
		return nil, nil, nil, err
	}
	tok, err := loadTokenizer(fsys, cfg)
	if err != nil {
		return nil, nil, nil, err
	}
	w, err := loadTensors(fsys, cfg)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("model.safetensors: %w", err)
	}
	if w.Fingerprint, err = fingerprint(cfg, w, tok); err != nil {
		return nil, nil, nil, err
	}
	return cfg, w, tok, nil
}

func loadConfig(fsys fs.FS) (*Config, error) {
	data, err := readLimited(fsys, "config.json", maxConfigFile)
	if err != nil {
		return nil, err
	}
	file, err := parseConfigFile(data)
	if err != nil {
		return nil, fmt.Errorf("config.json: %w", err)
	}
	if file.Pooling == "" {
		var pool struct {
			CLS   bool `json:"pooling_mode_cls_token"`
			Mean  bool `json:"pooling_mode_mean_tokens"`
			Max   bool `json:"pooling_mode_max_tokens"`
			Root  bool `json:"pooling_mode_mean_sqrt_len_tokens"`
			Last  bool `json:"pooling_mode_lasttoken"`
			Heavy bool `json:"pooling_mode_weightedmean_tokens"`
		}
		const name = "1_Pooling/config.json"
		if found, err := readOptional(fsys, name, &pool); err != nil {
			return nil, err
		} else if found {
			switch {
			case pool.Max || pool.Root || pool.Last || pool.Heavy || pool.CLS == pool.Mean && !pool.CLS:
				return nil, fmt.Errorf("%s: pooling is neither cls nor mean", name)
			case pool.CLS && pool.Mean:
				file.Pooling = PoolCLSMean
			case pool.Mean:
				file.Pooling = PoolMean
			default:
				file.Pooling = PoolCLS
			}
		}
	}
	if file.Lower == nil {
		var tokenizer struct {
			Lower *bool `json:"do_lower_case"`
		}
		if _, err := readOptional(fsys, "tokenizer_config.json", &tokenizer); err != nil {
			return nil, err
		}
		file.Lower = tokenizer.Lower
	}
	cfg, err := file.config()
	if err != nil {
		return nil, fmt.Errorf("config.json: %w", err)
	}
	return cfg, nil
}

func loadTokenizer(fsys fs.FS, cfg *Config) (*Tokenizer, error) {
	name := "vocab.txt"
	vocab, err := readLimited(fsys, name, maxVocabFile)
	if errors.Is(err, fs.ErrNotExist) {
		name = "tokenizer.json"
		if vocab, err = readLimited(fsys, name, maxVocabFile); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("neither vocab.txt nor tokenizer.json: %w", err)
		}
		if err == nil {
			if vocab, err = parseTokenizerJSON(vocab); err != nil {
				err = fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	if err != nil {
		return nil, err
	}
	tok, err := newTokenizer(vocab, cfg)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return tok, nil
}

// newTokenizer makes the tokenizer of the model that cfg describes.
func newTokenizer(vocab []byte, cfg *Config) (*Tokenizer, error) {
	tok, err := NewTokenizer(vocab, cfg.Lower, cfg.QueryToken)
	if err != nil {
		return nil, err
	}
	if tok.Size() > cfg.VocabSize {
		return nil, fmt.Errorf("vocabulary: %d pieces, vocab_size is %d", tok.Size(), cfg.VocabSize)
	}
	if !cfg.KeepSEP {
		tok.cutWhole(cfg.MaxTokens.Window)
	}
	return tok, nil
}

func loadTensors(fsys fs.FS, cfg *Config) (*Weights, error) {
	f, err := fsys.Open("model.safetensors")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	r, ok := f.(io.ReaderAt)
	if !ok { // a file in an archive
		data, err := io.ReadAll(io.LimitReader(f, maxModelFile))
		if err != nil {
			return nil, err
		}
		r, size = bytes.NewReader(data), int64(len(data))
	}
	tensors, err := openTensors(r, size)
	if err != nil {
		return nil, err
	}
	return readWeights(tensors, cfg)
}

// readLimited returns a whole file. One of more than limit bytes is an error.
func readLimited(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: more than %d bytes", name, limit)
	}
	return data, nil
}

// readOptional reads a JSON file into v and reports whether it is there.
func readOptional(fsys fs.FS, name string, v any) (bool, error) {
	data, err := readLimited(fsys, name, maxConfigFile)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return false, fmt.Errorf("%s: %w", name, err)
	}
	return true, nil
}
