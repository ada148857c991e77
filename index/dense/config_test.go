package dense

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// published is what a config of Hugging Face says of a tiny model, with its
// last brace missing.
const published = `{"model_type":"bert","vocab_size":7,"hidden_size":4,"num_hidden_layers":2,"num_attention_heads":2,
"intermediate_size":6,"hidden_act":"gelu","layer_norm_eps":1e-12,"max_position_embeddings":9,"type_vocab_size":2`

func TestParseConfig(t *testing.T) {
	for _, tt := range []struct{ name, more, want string }{
		{"defaults", "", "lower true, cls to 4, query [] [], tokens {9 9 9} keep true"},
		{"long texts", `,"max_position_embeddings":2000`, "lower true, cls to 4, query [] [], tokens {64 64 512} keep true"},
		{"our own words", `,"do_lower_case":false,"pooling":"cls+mean","query_token":"[Q]","max_tokens":{"message":3,"question":4,"window":5}`,
			"lower false, cls+mean to 8, query [[Q]] [], tokens {3 4 5} keep false"},
		{"projection", `,"pooling":"mean","projection":3,"query_prefix":"问:","keep_sep":false`, "lower true, mean to 3, query [] [问:], tokens {9 9 9} keep false"},
		{"known by name", `,"_name_or_path":"/cache/BAAI/bge-small-zh-v1.5/"`, "lower true, cls to 4, query [] [为这个句子生成表示以用于检索相关文章:], tokens {9 9 9} keep true"},
		{"another network", `,"model_type":"roberta","position_embedding_type":"relative_key"`,
			"config: model_type \"roberta\" is not bert\nposition_embedding_type \"relative_key\" is not absolute"},
		{"not a number", `,"hidden_size":"4"`, "config: json: cannot unmarshal string into Go struct field configFile.Config.hidden_size of type int"},
		{"every fault is named", `,"vocab_size":-1,"hidden_size":8193,"num_hidden_layers":0,"num_attention_heads":3,"intermediate_size":1000000000,` +
			`"hidden_act":"relu","layer_norm_eps":0,"max_position_embeddings":1,"type_vocab_size":-2,"projection":-1,"pooling":"max"`, `config: vocab_size -1 is not in 3..1048576
hidden_size 8193 is not in 1..4096
num_hidden_layers 0 is not in 1..64
intermediate_size 1000000000 is not in 1..8192
max_position_embeddings 1 is not in 2..32768
type_vocab_size -2 is not in 0..16
projection -1 is not in 0..4096
layer_norm_eps 0 is not above 0, up to 0.1
hidden_act "relu" is not gelu
pooling "max" is not cls, mean or cls+mean`},
		{"heads", `,"num_attention_heads":3`, "config: hidden_size 4 is not a multiple of num_attention_heads 3"},
		{"too many word vectors", `,"vocab_size":1000000,"hidden_size":4096`, "config: vocab_size 1000000 times hidden_size 4096 is more than 1073741824"},
		{"too wide to pool", `,"hidden_size":8192,"pooling":"cls+mean"`, "config: hidden_size 8192 is not in 1..4096"},
		{"tokens", `,"max_tokens":{"message":1,"question":10}`, `config: max_tokens.message 1 is not in 2..9
max_tokens.question 10 is not in 2..9
max_tokens.window 0 is not in 2..9`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if c, err := parseConfig([]byte(published + tt.more + "}")); err != nil {
				got = err.Error()
			} else {
				got = fmt.Sprintf("lower %t, %s to %d, query [%s] [%s], tokens %v keep %t",
					c.Lower, c.Pooling, c.dim(), c.QueryToken, c.QueryPrefix, c.MaxTokens, c.KeepSEP)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestKnownQueryPrefix(t *testing.T) {
	for _, tt := range []struct {
		name string
		want bool
	}{
		{"BAAI/bge-small-zh-v1.5", true},
		{`C:\models\bge-large-zh`, true},
		{"BAAI_BGE-base-zh", true},
		{"bge-small-en-v1.5", false},
		{"bge-reranker-base-zh", false},
		{"text2vec-base-chinese", false},
		{"", false},
	} {
		if got := KnownQueryPrefix(tt.name) != ""; got != tt.want {
			t.Errorf("%q: got %t, want %t", tt.name, got, tt.want)
		}
	}
}

// FuzzConfig holds that a config which is taken is within its limits, and that
// it reads the same after it is written.
func FuzzConfig(f *testing.F) {
	f.Add([]byte(published + "}"))
	f.Add([]byte(published + `,"pooling":"cls+mean","projection":3,"query_token":"[Q]","max_tokens":{"message":3,"question":4,"window":5}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parseConfig(data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "config: ") {
				t.Errorf("error %q does not say that it is about a config", err)
			}
			return
		}
		if err := c.validate(); err != nil {
			t.Fatal(err)
		}
		if c.dim() < 1 || c.dim() > maxDim || c.HiddenSize%c.NumAttentionHeads != 0 {
			t.Errorf("sizes of %+v", c)
		}
		written, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseConfig(written)
		if err != nil || *again != *c {
			t.Errorf("%s reads as %+v (err %v), was %+v", written, again, err, c)
		}
	})
}
