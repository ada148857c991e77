// Package analysis turns Chinese chat into the terms that package index
// stores and looks up.
//
// Text is first folded rune for rune ([Analyzer.Fold]: width, case,
// traditional characters), then cut into runs. A run of Han characters becomes
// words by maximum probability over a word list, with the shorter words inside
// long ones and the bigrams of characters that no word covers; and, for a
// second field, all its bigrams. A run of Latin letters and digits stays
// whole. What has to stay whole in this trade is data: terms.txt (二清, 备付金)
// and patterns.tsv (T+1, 217号文).
//
// The same analysis serves messages and questions; [Analyzer.Stop] names the
// terms that a question only uses to ask. [Analyzer.Fingerprint] changes with
// everything that changes terms.
package analysis
