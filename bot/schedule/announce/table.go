package announce

import "qunwen/bot/schedule/when"

// A table is a list whose rows stand on lines of their own, or between
// semicolons, with their parts in any order: a day, an hour, who speaks, what
// about.
type table struct {
	r       *reader
	m       *masked
	base    when.Base  // days are counted from it; headings such as 下周 change it
	month   int        // of a heading, for rows with a day alone; 0: none was named
	day     *when.Slot // of a line that only says a day: it holds for the lines below
	common  string     // HH:MM of a line that speaks of all rows: 统一晚八点
	entries []Entry
	block   Entry  // of lines such as 时间：, 嘉宾：, 主题：, while they come
	dated   bool   // the block has a day
	persons int    // rows that name somebody
	strange int    // lines with a mention that are no rows
	blocks  int    // rows that were blocks
	headed  bool   // the message says that it lists sessions
	dayOnly bool   // day is of a line that said nothing else, and no row has used it
	hour    string // HH:MM of that line, or ""
	open    int    // rows so far, if the last line was one without a topic; else 0
}

// A tableLine is a line of a table, in places of the masked text.
type tableLine struct{ from, to int }
