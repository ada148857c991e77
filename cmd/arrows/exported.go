package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// unused returns the exported names of packages that none of the other packages
// uses, sorted: names of package level, methods of types and fields of structs.
// The packages are loaded without tests, so that uses in tests do not count.
//
// A type is used where an expression or a used name has it, even if nothing names
// the type; a conversion to a struct type uses its fields. Left out are
//
//   - names of commands and of packages made for tests (see [isForTests]),
//   - methods that make a type satisfy an interface of these packages or of those
//     they import, such as String, Error and ServeHTTP,
//   - fields with a json or yaml tag, which the encoders use, and embedded fields,
//   - constants of a type of which another constant is used: an enumeration is one
//     thing,
//   - members of types that are not exported, and methods of interfaces.
func unused(pkgs []*packages.Package) []string {
	u := newUsage(pkgs)
	var names []string
	for _, p := range pkgs {
		if p.Name == "main" || isForTests(p.PkgPath) {
			continue
		}
		scope := p.Types.Scope()
		for _, name := range scope.Names() {
			obj := scope.Lookup(name)
			if !obj.Exported() {
				continue
			}
			if !u.covers(obj) {
				names = append(names, p.PkgPath+"."+name)
			}
			for _, m := range u.unusedMembers(obj) {
				names = append(names, p.PkgPath+"."+name+"."+m)
			}
		}
	}
	slices.Sort(names)
	return names
}

// isForTests reports whether a package is made for the tests of others: its path
// ends in "test", or it is corpus/speed, which measures.
func isForTests(path string) bool {
	return strings.HasSuffix(path, "test") || strings.HasSuffix(path, "/corpus/speed")
}

// A usage holds what packages use of each other.
type usage struct {
	used       map[types.Object]bool // names of a package that another one uses
	interfaces []*types.Interface    // of the packages and of what they import
}

// newUsage finds out what packages use of each other.
func newUsage(pkgs []*packages.Package) *usage {
	u := &usage{used: make(map[types.Object]bool)}
	seen := make(map[*types.Package]bool)
	for _, p := range pkgs {
		u.addInterfaces(p.Types, seen)
		v := &visit{usage: u, from: p.Types, seen: make(map[types.Type]bool)}
		for _, obj := range p.TypesInfo.Uses {
			v.name(obj)
		}
		for _, s := range p.TypesInfo.Selections {
			v.path(s)
		}
		for expr, tv := range p.TypesInfo.Types {
			v.typ(tv.Type)
			switch expr := expr.(type) {
			case *ast.CompositeLit:
				v.fill(expr, tv.Type)
			case *ast.CallExpr:
				if p.TypesInfo.Types[expr.Fun].IsType() { // a conversion of all fields
					v.fields(tv.Type)
				}
			case *ast.InterfaceType:
				if i, ok := tv.Type.(*types.Interface); ok {
					u.interfaces = append(u.interfaces, i)
				}
			}
		}
	}
	u.interfaces = append(u.interfaces, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
	return u
}

// addInterfaces adds the interfaces that a package and what it imports declare,
// generic ones aside.
func (u *usage) addInterfaces(p *types.Package, seen map[*types.Package]bool) {
	if seen[p] {
		return
	}
	seen[p] = true
	for _, name := range p.Scope().Names() {
		t, ok := p.Scope().Lookup(name).Type().(*types.Named)
		if !ok || t.TypeParams().Len() > 0 {
			continue
		}
		if i, ok := t.Underlying().(*types.Interface); ok {
			u.interfaces = append(u.interfaces, i)
		}
	}
	for _, q := range p.Imports() {
		u.addInterfaces(q, seen)
	}
}

// covers reports whether another package uses a name of package level, or another
// constant of its type.
func (u *usage) covers(obj types.Object) bool {
	if u.used[obj] {
		return true
	}
	t, ok := obj.Type().(*types.Named)
	if _, isConst := obj.(*types.Const); !isConst || !ok || t.Obj().Pkg() != obj.Pkg() {
		return false
	}
	scope := obj.Pkg().Scope()
	return slices.ContainsFunc(scope.Names(), func(name string) bool {
		c, ok := scope.Lookup(name).(*types.Const)
		return ok && u.used[c] && types.Identical(c.Type(), t)
	})
}

// unusedMembers returns the exported fields and methods of a type that no other
// package uses; none if obj is not a type of its own.
func (u *usage) unusedMembers(obj types.Object) []string {
	t, ok := obj.Type().(*types.Named)
	if name, isType := obj.(*types.TypeName); !isType || !ok || name.IsAlias() {
		return nil
	}
	var names []string
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if f := s.Field(i); f.Exported() && !f.Embedded() && !isEncoded(s.Tag(i)) && !u.used[f] {
				names = append(names, f.Name())
			}
		}
	}
	for m := range t.Methods() {
		if m.Exported() && !u.used[m] && !u.isRequired(m.Name(), t) {
			names = append(names, m.Name())
		}
	}
	return names
}

// isEncoded reports whether the tag of a field names it for an encoder.
func isEncoded(tag string) bool {
	_, json := reflect.StructTag(tag).Lookup("json")
	_, yaml := reflect.StructTag(tag).Lookup("yaml")
	return json || yaml
}

// isRequired reports whether a type satisfies an interface that has a method of
// that name. Unwrap is always required: package errors looks for it in interfaces
// that it does not declare.
func (u *usage) isRequired(method string, t *types.Named) bool {
	return method == "Unwrap" || slices.ContainsFunc(u.interfaces, func(i *types.Interface) bool {
		for m := range i.Methods() {
			if m.Name() == method {
				return types.Implements(types.NewPointer(t), i)
			}
		}
		return false
	})
}

// A visit adds what one package uses to a usage.
type visit struct {
	*usage
	from *types.Package
	seen map[types.Type]bool
}

// name adds a name if it is of another package, and the types it is made of.
func (v *visit) name(obj types.Object) {
	switch o := obj.(type) { // the generic one stands for all its instances
	case *types.Var:
		obj = o.Origin()
	case *types.Func:
		obj = o.Origin()
	}
	if obj.Pkg() != nil && obj.Pkg() != v.from {
		v.used[obj] = true
		v.typ(obj.Type())
	}
}

// path adds a selected field or method, and the types of the embedded fields that
// lead to it.
func (v *visit) path(s *types.Selection) {
	v.name(s.Obj())
	t := s.Recv()
	index := s.Index()
	for _, i := range index[:len(index)-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		t = t.Underlying().(*types.Struct).Field(i).Type()
		v.typ(t)
	}
}

// fill adds the fields that a composite literal without keys fills.
func (v *visit) fill(lit *ast.CompositeLit, t types.Type) {
	if len(lit.Elts) == 0 {
		return
	}
	if _, keyed := lit.Elts[0].(*ast.KeyValueExpr); !keyed {
		v.fields(t)
	}
}

// fields adds all fields of a struct, or of what a pointer to a struct points to.
func (v *visit) fields(t types.Type) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			v.name(f)
		}
	}
}

// typ adds the declared types that a type is made of.
func (v *visit) typ(t types.Type) {
	if t == nil || v.seen[t] {
		return
	}
	v.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		v.name(t.Obj())
		v.typ(t.Rhs())
	case *types.Named:
		v.name(t.Obj())
		for a := range t.TypeArgs().Types() {
			v.typ(a)
		}
		v.encoded(t.Underlying())
	case *types.Map:
		v.typ(t.Key())
		v.typ(t.Elem())
	case *types.Signature:
		v.typ(t.Params())
		v.typ(t.Results())
	case *types.Tuple:
		for p := range t.Variables() {
			v.typ(p.Type())
		}
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		v.typ(t.Elem())
	}
}

// encoded adds the types of the fields that an encoder reads or writes.
func (v *visit) encoded(t types.Type) {
	if s, ok := t.(*types.Struct); ok {
		for i := range s.NumFields() {
			if isEncoded(s.Tag(i)) {
				v.typ(s.Field(i).Type())
			}
		}
	}
}

// printUnused prints the exported names that no other package uses, and returns an
// error if they are more than most.
func printUnused(pkgs []*packages.Package, most int) error {
	names := unused(pkgs)
	for _, name := range names {
		fmt.Println(name)
	}
	if len(names) > most {
		return fmt.Errorf("%d exported names without a use outside their package, more than %d", len(names), most)
	}
	return nil
}
