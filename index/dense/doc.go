// Package dense turns short texts into vectors whose dot product says how
// close two texts are in meaning, and looks vectors up.
//
// A model is a small BERT encoder: a [Config], [Weights] in 8 bits and a
// [Tokenizer]. [Embedded] opens the one inside the binary, [LoadWeights] reads
// a published folder in the format of Hugging Face, and writePack makes of it
// the single file that is put into the binary.
// An [Encoder] runs the model; a [Remote] asks a server instead. Both have a
// fingerprint, under which the [Vectors] of many texts are kept in a file that
// is read in place.
//
// Texts are taken as they stand: whoever calls folds them first, in the same
// way for what is stored and what is asked. Nothing here knows posts or
// indexes.
package dense
