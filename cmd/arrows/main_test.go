package main

import (
	"slices"
	"testing"
)

// graphOf makes a graph of arrows between files 0 to n-1.
func graphOf(n int, arrows ...[2]int) *graph {
	g := &graph{files: make([]string, n), uses: make([][]bool, n)}
	for i := range g.uses {
		g.uses[i] = make([]bool, n)
	}
	for _, a := range arrows {
		g.uses[a[0]][a[1]] = true
	}
	return g
}

func TestOrder(t *testing.T) {
	for _, tt := range []struct {
		name      string
		g         *graph
		all, back int
	}{
		{"no arrows", graphOf(3), 0, 0},
		{"layers in any order of names", graphOf(4, [2]int{3, 1}, [2]int{1, 0}, [2]int{3, 0}, [2]int{2, 3}), 4, 0},
		{"two that use each other", graphOf(2, [2]int{0, 1}, [2]int{1, 0}), 2, 1},
		{"a ring", graphOf(4, [2]int{0, 1}, [2]int{1, 2}, [2]int{2, 3}, [2]int{3, 0}), 4, 1},
		{"two rings through one file", graphOf(5, [2]int{0, 1}, [2]int{1, 2}, [2]int{2, 0}, [2]int{2, 3}, [2]int{3, 4}, [2]int{4, 2}), 6, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			order := tt.g.order()
			if sorted := slices.Sorted(slices.Values(order)); len(sorted) != len(tt.g.files) || len(slices.Compact(sorted)) != len(order) {
				t.Fatalf("order %v does not hold each file once", order)
			}
			if all, back := tt.g.count(order); all != tt.all || back != tt.back {
				t.Errorf("%d arrows, %d back up in %v; want %d and %d", all, back, order, tt.all, tt.back)
			}
		})
	}
}

// TestOwn counts the arrows of this package, which has one file.
func TestOwn(t *testing.T) {
	if err := run([]string{"."}, limits{share: 0, files: 30, unused: 0}, true); err != nil {
		t.Error(err)
	}
}
