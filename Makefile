# What one does daily. `make` alone is the quick check.
PKG ?= ./...
TARGET ?= Fuzz

.PHONY: check test gate fuzz bench build
check:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	go test -short ./...

test:
	go test ./...

gate:
	.ci/run

fuzz:
	go test -run '^$$' -fuzz '^$(TARGET)$$' -fuzztime 60s $(PKG)

bench:
	go test -run '^$$' -bench . -benchmem $(PKG)

build:
	CGO_ENABLED=0 go build -trimpath -o qunwen ./cmd/qunwen
