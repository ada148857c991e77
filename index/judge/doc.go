// Package judge tells how good answers are, on questions whose answers are
// known.
//
// A gold file holds such questions, one JSON object a line; [Parse] reads it.
// Whoever judges asks them and hands the [Answer] values to [Score], which
// returns a [Report]: how often a quoted line was one that answers, how often
// the verdict was right, how long it took, and for each question that went
// wrong the [Reason]. The figures that score.py of the gold sets has, too, are
// the same to the digit, under the same names in JSON.
//
// An asked set holds what members really sent, with excerpts that somebody read
// and graded; [ScoreAsked] judges the answers to it, by the rules of asked.py.
// What it shows and nobody has read yet, [WriteSheet] hands to a person as a
// table. [ReadSheet] reads the filled table, and [Sheet.AddTo] adds its
// judgements to the set.
//
// How far the confidence can be trusted is told by the [Calibration] of a report
// and by the risk–coverage [Curve] of [NewCurve], which [Curve.SVG] draws; it
// takes the [Outcome] values of [Outcomes], of one gold file or of several
// together.
//
// Nothing here asks, searches or reads a site: what it needs of them comes in
// as values and functions.
package judge
