#!/bin/sh
# Builds rust-std.wasm; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

use_rust
# shellcheck disable=SC2086 # flags are words
"$rustc" --crate-name rust_std $rust_flags -o "$work/rust-std.wasm" lib.rs
deliver rust-std.wasm
