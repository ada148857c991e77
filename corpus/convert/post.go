package convert

import (
	"errors"
	"path"
	"strings"

	"qunwen/corpus"
)

// readPost reads a post of another site. What stands in it stays as it is.
func readPost(x *export) error {
	name := x.name
	if path.Base(path.Dir(name)) != "_posts" { // a post that was taken out of its folder
		base := path.Base(name)
		if x.Date != "" {
			base = x.Date + "-chat.markdown"
		}
		room := path.Base(path.Dir(name))
		if room == "." || room == "/" || room == ".." {
			room = "posts"
		}
		name = room + "/_posts/" + base
	}
	tr, err := corpus.Parse(name, x.text, x.Location)
	if pe := (*corpus.ParseError)(nil); errors.As(err, &pe) {
		if bad := (*badByte)(nil); errors.As(pe.Err, &bad) {
			return pe.Err
		}
		return x.at(pe.Line, -1, pe.Err)
	}
	if err != nil { // Unreachable: Parse promises the type.
		return err
	}
	for _, p := range tr.Problems {
		if errors.Is(p.Err, corpus.ErrFrontMatter) {
			continue // which is written anew
		}
		if err := x.skip(p.Line, -1, p.Err); err != nil {
			return err
		}
	}
	for i := range tr.Messages {
		in := &tr.Messages[i]
		m := Message{room: tr.Room, Time: in.Time, Speaker: in.Speaker, Raw: in.Raw, Line: in.Line, offset: -1}
		if strings.TrimSpace(in.Raw) == "" {
			m.Kind = Empty
		}
		if err := x.emit(m); err != nil {
			return err
		}
	}
	return nil
}
