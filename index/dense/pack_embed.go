package dense

import _ "embed"

//go:generate go run gen.go

// embedded is the pack of the model in the binary; nothing writes to it. Its
// licence is in LICENSE.bge.
//
//go:embed model.bin
var embedded []byte

// Embedded opens the model in the binary: 128 numbers for a text, made for
// chat about payments, in Chinese. Opening takes some milliseconds, and the
// matrices stay where they are in the binary.
func Embedded() (*Config, *Weights, *Tokenizer, error) { return openPack(embedded) }
