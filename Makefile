# The few verbs people type. Each line calls meson, ninja or a script; the rules live there.
BUILD  ?= build
PREFIX ?= /usr/local

.PHONY: build demo test test-all bench install lint clean

build:
	@scripts/deps base
	@scripts/build $(BUILD)

demo:
	@scripts/deps base
	@scripts/demo

test:
	@scripts/deps base test
	@scripts/test quick corpus

test-all:
	@scripts/deps base test
	@scripts/test all

bench:
	@scripts/deps base bench
	@scripts/build $(BUILD)
	@meson test -C $(BUILD) --benchmark --verbose

install: build
	@meson configure $(BUILD) -Dprefix=$(abspath $(PREFIX))
	@meson install -C $(BUILD) --quiet

lint:
	@scripts/deps base test
	@scripts/lint

clean:
	rm -rf build build-asan build-fuzz build-lint-gcc build-lint-clang
