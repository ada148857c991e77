package web

// A message is one utterance on a page.
type message struct {
	ID      string   // the fragment that links to it, such as 072501.2
	Link    string   // its address for whoever reads this page, such as #072501.2
	Copies  []string // fragments of its copies, which are not shown
	Clock   string   // HH:MM:SS
	Stamp   string   // the time for machines, RFC 3339
	Speaker string
	Quote   *quote // nil if nothing is quoted
	Note    string // what stands in place of words; "" if there are words
	Pieces  []piece
}

// A quote is what a message repeats of another.
type quote struct {
	Name string // may be ""
	Text string // may be ""
}
