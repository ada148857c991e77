//go:build peers

package index_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	_ "modernc.org/sqlite"

	"qunwen/corpus"
	"qunwen/index"
	"qunwen/index/analysis"
	"qunwen/index/build"
)

// qunwenPeer is this package: three places with up to five messages each.
type qunwenPeer struct{ x *index.Index }

func (p *qunwenPeer) build(site fs.FS, dir string) (messages int, bytes int64, err error) {
	if _, err := (build.Builder{}).Refresh(context.Background(), dir, site); err != nil {
		return 0, 0, err
	}
	x, err := index.Open(dir, index.OpenOptions{})
	if err != nil {
		return 0, 0, err
	}
	bytes, err = peerBytes(dir)
	return x.Len(), bytes, errors.Join(err, x.Close())
}

func (p *qunwenPeer) open(dir string) (err error) {
	p.x, err = index.Open(dir, index.OpenOptions{})
	return err
}

func (p *qunwenPeer) search(question string) (int, error) {
	found, err := p.x.Search(context.Background(), question, index.Options{Limit: 3})
	return len(found.Hits), err
}

func (p *qunwenPeer) close() error { return p.x.Close() }

// ftsPeer is SQLite with FTS5 in its default settings, ordered by its bm25.
// The text of messages is in a table of its own; FTS5 holds terms only.
type ftsPeer struct {
	tokenize string
	content  func(*corpus.Message) string // what FTS5 gets of a message
	terms    func(question string) []string
	db       *sql.DB
	find     *sql.Stmt
}

// newTrigramPeer indexes the folded text by trigrams. A question becomes its
// words of three characters and more; the shorter ones cannot match, so that
// the trigrams of its Han runs stand in for them.
func newTrigramPeer(a *analysis.Analyzer) *ftsPeer {
	return &ftsPeer{
		tokenize: "trigram",
		content:  func(m *corpus.Message) string { return a.Fold(m.Unaddressed()) },
		terms: func(question string) []string {
			terms := slices.DeleteFunc(peerWords(a, question), func(w string) bool { return utf8.RuneCountInString(w) < 3 })
			notHan := func(r rune) bool { return !unicode.Is(unicode.Han, r) }
			for _, run := range strings.FieldsFunc(a.Fold(question), notHan) {
				for rs := []rune(run); len(rs) >= 3; rs = rs[1:] {
					if t := string(rs[:3]); !slices.Contains(terms, t) {
						terms = append(terms, t)
					}
				}
			}
			return terms
		},
	}
}

// newWordsPeer indexes the words that this package does, joined by blanks.
func newWordsPeer(a *analysis.Analyzer) *ftsPeer {
	return &ftsPeer{
		tokenize: "unicode61 tokenchars '+.-_&%'",
		content:  func(m *corpus.Message) string { return strings.Join(a.Analyze(m.Unaddressed()).Words, " ") },
		terms:    func(question string) []string { return peerWords(a, question) },
	}
}

func openPeerDB(dir string) (*sql.DB, error) {
	return sql.Open("sqlite", filepath.Join(dir, "messages.db"))
}

func (p *ftsPeer) build(site fs.FS, dir string) (messages int, bytes int64, err error) {
	db, err := openPeerDB(dir)
	if err != nil {
		return 0, 0, err
	}
	messages, err = p.fill(db, site)
	if err := errors.Join(err, db.Close()); err != nil {
		return 0, 0, err
	}
	bytes, err = peerBytes(dir)
	return messages, bytes, err
}

// fill makes the tables in one transaction, and one segment of the index.
func (p *ftsPeer) fill(db *sql.DB, site fs.FS) (messages int, err error) {
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // does nothing after Commit
	tokenize := strings.ReplaceAll(p.tokenize, "'", "''")
	for _, create := range []string{
		`CREATE TABLE messages (n INTEGER PRIMARY KEY, id TEXT, speaker TEXT, text TEXT)`,
		`CREATE VIRTUAL TABLE terms USING fts5(content, content='', tokenize='` + tokenize + `')`,
	} {
		if _, err := tx.Exec(create); err != nil {
			return 0, err
		}
	}
	row, err := tx.Prepare(`INSERT INTO messages VALUES (?, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	content, err := tx.Prepare(`INSERT INTO terms (rowid, content) VALUES (?, ?)`)
	if err != nil {
		return 0, err
	}
	for m := range peerMessages(site) {
		messages++
		if _, err := row.Exec(messages, m.ID, m.Speaker, m.Text); err != nil {
			return 0, err
		}
		if _, err := content.Exec(messages, p.content(m)); err != nil {
			return 0, err
		}
	}
	if _, err := tx.Exec(`INSERT INTO terms (terms) VALUES ('optimize')`); err != nil {
		return 0, err
	}
	return messages, tx.Commit()
}

func (p *ftsPeer) open(dir string) (err error) {
	if p.db, err = openPeerDB(dir); err != nil {
		return err
	}
	p.db.SetMaxOpenConns(1)
	p.find, err = p.db.Prepare(`SELECT id, speaker, text
		FROM (SELECT rowid AS n, rank AS score FROM terms WHERE terms MATCH ? ORDER BY rank LIMIT ?)
		JOIN messages USING (n) ORDER BY score`)
	return err
}

func (p *ftsPeer) search(question string) (hits int, err error) {
	terms := p.terms(question)
	if len(terms) == 0 {
		return 0, nil
	}
	for i, t := range terms {
		terms[i] = `"` + strings.ReplaceAll(t, `"`, `""`) + `"`
	}
	rows, err := p.find.Query(strings.Join(terms, " OR "), peerLimit)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, speaker, text string
		if err := rows.Scan(&id, &speaker, &text); err != nil {
			return 0, err
		}
		hits++
	}
	return hits, rows.Err()
}

func (p *ftsPeer) close() error { return errors.Join(p.find.Close(), p.db.Close()) }

// scanPeer looks for every word in the folded text of every message. Words
// count alike.
type scanPeer struct {
	a     *analysis.Analyzer
	texts []string
}

func (p *scanPeer) build(site fs.FS, _ string) (messages int, bytes int64, err error) {
	p.texts = nil
	for m := range peerMessages(site) {
		text := p.a.Fold(m.Unaddressed())
		p.texts = append(p.texts, text)
		bytes += int64(len(text))
	}
	return len(p.texts), bytes, nil
}

func (p *scanPeer) open(string) error { return nil }

func (p *scanPeer) search(question string) (int, error) {
	words := peerWords(p.a, question)
	var best peerTop
	for i, text := range p.texts {
		count := 0
		for _, w := range words {
			if strings.Contains(text, w) {
				count++
			}
		}
		if count > 0 {
			best.add(i, count)
		}
	}
	return len(best), nil
}

func (p *scanPeer) close() error { return nil }
