package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"net/url"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static/style.css
var styleSheet []byte

// A failurePage says why there is no page.
type failurePage struct {
	Title, Reason string
}

// pages makes HTML of what is shown.
type pages struct {
	templates *template.Template
	style     []byte
	styleName string // changes with its content, so that it may be kept for ever
}

func newPages(base string) (*pages, error) {
	sum := sha256.Sum256(styleSheet)
	p := &pages{style: styleSheet, styleName: "style." + hex.EncodeToString(sum[:6]) + ".css"}
	t := template.New("").Funcs(template.FuncMap{
		"home":  func() string { return base + "/" },
		"style": func() string { return base + "/static/" + p.styleName },
		"to": func(parts ...string) string { // a page below /r
			s := base + "/r"
			for _, part := range parts {
				s += "/" + url.PathEscape(part)
			}
			return s
		},
	})
	var err error
	p.templates, err = t.ParseFS(templateFiles, "templates/*.html")
	return p, err
}

func (p *pages) render(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	err := p.templates.ExecuteTemplate(&b, name, data)
	return b.Bytes(), err
}
