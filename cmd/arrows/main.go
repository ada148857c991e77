// Command arrows says how far the files of a package are slices of one object
// instead of layers, and which exported names only their own package uses.
//
//	go run ./cmd/arrows [-v] [-max SHARE] [-files N] [-unused N] [PACKAGE...]
//
// An arrow is a file that uses a name of another file of its package. It runs back
// up where no order of the files puts all users above what they use. For each
// package a line gives its files, its arrows, how many run back up in the best order
// that was found, and their share in percent. With -v the names follow that those
// arrows are for. With -max it fails where a share is larger, with -files where a
// package has more files, tests aside.
//
// With -unused it also prints the exported names that no other package uses, tests
// aside, and fails where they are more than N. It looks for uses in the packages
// that it is given, which should be all of the module.
package main

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	most := flag.Float64("max", 100, "fail where a larger `share` of arrows, in percent, runs back up")
	files := flag.Int("files", 1000, "fail where a package has more than `N` files, tests aside")
	unused := flag.Int("unused", -1, "list exported names that no other package uses, and fail where they are more than `N`; below 0, do not count them")
	verbose := flag.Bool("v", false, "list the arrows that run back up, and the names they are for")
	flag.Parse()
	patterns := flag.Args()
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	if err := run(patterns, limits{*most, *files, *unused}, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "arrows:", err)
		os.Exit(1)
	}
}

// limits are what makes the command fail.
type limits struct {
	share  float64 // of the arrows of a package that run back up, in percent
	files  int     // of a package, tests aside
	unused int     // exported names that no other package uses; they are not counted if below 0
}

func run(patterns []string, limit limits, verbose bool) error {
	pkgs, err := load(".", patterns)
	if err != nil {
		return err
	}
	var over, large []string
	for _, p := range pkgs {
		g := newGraph(p)
		order := g.order()
		all, back := g.count(order)
		share := 100 * float64(back) / float64(max(all, 1))
		fmt.Printf("%-30s %3d files %4d arrows %3d back up %5.1f %%\n", p.PkgPath, len(g.files), all, back, share)
		if verbose {
			g.list(order)
		}
		if share > limit.share {
			over = append(over, p.PkgPath)
		}
		if len(g.files) > limit.files {
			large = append(large, p.PkgPath)
		}
	}
	if len(large) > 0 {
		return fmt.Errorf("more than %d files in %s", limit.files, strings.Join(large, ", "))
	}
	if len(over) > 0 {
		return fmt.Errorf("more than %v %% of the arrows run back up in %s", limit.share, strings.Join(over, ", "))
	}
	if limit.unused >= 0 {
		return printUnused(pkgs, limit.unused)
	}
	return nil
}

// load loads packages of the module in a folder, without their tests.
func load(dir string, patterns []string) ([]*packages.Package, error) {
	mode := packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedFiles
	pkgs, err := packages.Load(&packages.Config{Dir: dir, Mode: mode}, patterns...)
	if err != nil {
		return nil, err
	}
	if packages.PrintErrors(pkgs) > 0 {
		return nil, errors.New("packages do not compile")
	}
	return pkgs, nil
}

// A graph holds which files of a package use which.
type graph struct {
	files []string
	uses  [][]bool            // uses[a][b]: a uses a name of b
	names map[[2]int][]string // that a uses of b
}

// newGraph finds out which files use names, fields and methods of others.
func newGraph(p *packages.Package) *graph {
	g := &graph{names: make(map[[2]int][]string)}
	at := make(map[string]int)
	for _, f := range p.Syntax {
		name := p.Fset.Position(f.Pos()).Filename
		at[name] = len(g.files)
		g.files = append(g.files, filepath.Base(name))
	}
	g.uses = make([][]bool, len(g.files))
	for i := range g.uses {
		g.uses[i] = make([]bool, len(g.files))
	}
	for i, f := range p.Syntax {
		ast.Inspect(f, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			obj := p.TypesInfo.Uses[id]
			if obj == nil || obj.Pkg() != p.Types || !isShared(obj) {
				return true
			}
			if j, ok := at[p.Fset.Position(obj.Pos()).Filename]; ok && j != i {
				g.uses[i][j] = true
				if pair := [2]int{i, j}; !slices.Contains(g.names[pair], id.Name) {
					g.names[pair] = append(g.names[pair], id.Name)
				}
			}
			return true
		})
	}
	return g
}

// isShared reports whether a name can be used in other files than its own.
func isShared(obj types.Object) bool {
	switch o := obj.(type) {
	case *types.Var:
		return o.IsField() || o.Parent() == o.Pkg().Scope()
	case *types.Func:
		return true
	}
	return obj.Parent() == obj.Pkg().Scope()
}

// order returns an order of the files in which few arrows run back up: the greedy
// one of Eades, Lin and Smyth (Information Processing Letters 47, 1993), in which
// single files are moved as long as that helps.
func (g *graph) order() []int {
	order := g.greedy()
	for moved := true; moved; {
		moved = false
		for i := range order {
			if j := g.best(order, i); j != i {
				f := order[i]
				order = slices.Insert(slices.Delete(order, i, i+1), j, f)
				moved = true
			}
		}
	}
	return order
}

// greedy puts files that none of the rest uses first and those that use none of it
// last; if there are neither, the one next that uses most more than it is used.
func (g *graph) greedy() []int {
	rest := make([]int, len(g.files))
	for i := range rest {
		rest[i] = i
	}
	var head, tail []int
	for len(rest) > 0 {
		next, toTail, most := 0, false, -len(g.files)
		for k, f := range rest {
			out, in := g.degree(f, rest)
			switch {
			case out == 0 && most < len(g.files):
				next, toTail, most = k, true, len(g.files)
			case in == 0 && most < len(g.files):
				next, toTail, most = k, false, len(g.files)
			case out-in > most:
				next, toTail, most = k, false, out-in
			}
		}
		if toTail {
			tail = append(tail, rest[next])
		} else {
			head = append(head, rest[next])
		}
		rest = slices.Delete(rest, next, next+1)
	}
	slices.Reverse(tail)
	return append(head, tail...)
}

// degree counts the files among some that f uses, and that use it.
func (g *graph) degree(f int, among []int) (out, in int) {
	for _, o := range among {
		if g.uses[f][o] {
			out++
		}
		if g.uses[o][f] {
			in++
		}
	}
	return out, in
}

// best returns the place to which the file at i is moved so that the fewest arrows
// run back up; i if no other place is better.
func (g *graph) best(order []int, i int) int {
	gain, most, place := 0, 0, i
	f := order[i]
	for j := i - 1; j >= 0; j-- { // up: those that it passes stand below it then
		gain += weigh(g.uses[f][order[j]]) - weigh(g.uses[order[j]][f])
		if gain > most {
			most, place = gain, j
		}
	}
	gain = 0
	for j := i + 1; j < len(order); j++ {
		gain += weigh(g.uses[order[j]][f]) - weigh(g.uses[f][order[j]])
		if gain > most {
			most, place = gain, j
		}
	}
	return place
}

func weigh(b bool) int {
	if b {
		return 1
	}
	return 0
}

// count counts the arrows, and those that run back up in an order.
func (g *graph) count(order []int) (all, back int) {
	for a, f := range order {
		for b, o := range order {
			if g.uses[f][o] {
				all++
				if b < a {
					back++
				}
			}
		}
	}
	return all, back
}

// list prints the arrows that run back up in an order.
func (g *graph) list(order []int) {
	for a, f := range order {
		for _, o := range order[:a] {
			if g.uses[f][o] {
				fmt.Printf("    %s uses of %s: %s\n", g.files[f], g.files[o], strings.Join(g.names[[2]int{f, o}], " "))
			}
		}
	}
}
