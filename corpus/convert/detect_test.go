package convert

import "testing"

// TestHeadingForms detects the format of each example in headingForms.
func TestHeadingForms(t *testing.T) {
	for _, h := range headingForms {
		if got := detectHeading(h.example); got != h.format {
			t.Errorf("detectHeading(%q) = %q, want %q", h.example, got, h.format)
		}
	}
}
