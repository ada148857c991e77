"""Vectors of a published BERT encoder, computed with NumPy from its files: what TestPublishedModel compares with.

  reference.py MODEL TEXTS N > OUT

MODEL: folder with config.json, vocab.txt, model.safetensors. TEXTS: JSON lines with "text" and "kind" (message,
question, window), such as testdata/reference.jsonl; N of them are taken, evenly. OUT gets text, kind and vector in
each line. Pooling is the first token's vector; questions get the prefix of BAAI's Chinese models. Needs numpy,
safetensors and tokenizers.
"""
import json, math, sys
import numpy as np
from safetensors.numpy import load_file
from tokenizers import BertWordPieceTokenizer

model, texts, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
config = json.load(open(model + "/config.json"))
w = {k: v.astype(np.float32) for k, v in load_file(model + "/model.safetensors").items()}
tok = BertWordPieceTokenizer(model + "/vocab.txt", lowercase=True)
PREFIX = "为这个句子生成表示以用于检索相关文章:"
LIMIT = {"message": 64, "question": 64, "window": 512}
heads, eps = config["num_attention_heads"], config["layer_norm_eps"]
erf = np.vectorize(math.erf, otypes=[np.float32])


def norm(x, name):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * w[name + ".weight"] + w[name + ".bias"]


def linear(x, name):
    return x @ w[name + ".weight"].T + w[name + ".bias"]


def encode(text, kind):
    tok.enable_truncation(LIMIT[kind])
    ids = tok.encode(PREFIX + text if kind == "question" else text).ids
    n = len(ids)
    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:n]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(config["num_hidden_layers"]):
        p = f"encoder.layer.{layer}."
        q, k, v = (linear(x, p + "attention.self." + s).reshape(n, heads, -1).transpose(1, 0, 2) for s in ("query", "key", "value"))
        s = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])
        s = np.exp(s - s.max(-1, keepdims=True))
        a = (s / s.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(n, -1)
        x = norm(x + linear(a, p + "attention.output.dense"), p + "attention.output.LayerNorm")
        h = linear(x, p + "intermediate.dense")
        h = h * 0.5 * (1 + erf(h / math.sqrt(2)))
        x = norm(x + linear(h, p + "output.dense"), p + "output.LayerNorm")
    return x[0] / np.linalg.norm(x[0])


rows = [json.loads(line) for line in open(texts, encoding="utf8")]
for row in rows[:: len(rows) // count][:count]:
    vector = [round(float(v), 4) for v in encode(row["text"], row["kind"])]
    print(json.dumps({"text": row["text"], "kind": row["kind"], "vector": vector}, ensure_ascii=False))
