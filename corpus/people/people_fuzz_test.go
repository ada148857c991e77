package people

import (
	"bytes"
	"testing"
)

// FuzzPeople: a list of people that is read is written in a form of its own,
// which is read as the same.
func FuzzPeople(f *testing.F) {
	f.Add([]byte("people:\n  - name: 许衡\n    names: [许衡, 老许]\n    ids: [ab12]\n    hidden: true\n    apart: [许]\n"))
	f.Add([]byte("people: []"))
	f.Add([]byte("\xff\xfep\x00"))
	f.Add([]byte("people: &a\n- name: x\n  names: *a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse(data)
		if err != nil {
			return
		}
		text, err := p.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if rewritten, err := again.Bytes(); err != nil || !bytes.Equal(rewritten, text) {
			t.Errorf("%s came back as %s (%v)", text, rewritten, err)
		}
	})
}
