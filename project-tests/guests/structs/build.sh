#!/bin/sh
# Builds the guest four times, from C, Rust, AssemblyScript and Zig; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

use_clang
# shellcheck disable=SC2086 # flags are words
"$clang" -std=c11 $freestanding $clang_flags -o "$work/structs-c.wasm" structs.c
deliver structs-c.wasm

use_rust
# shellcheck disable=SC2086
"$rustc" --crate-name structs $rust_flags -o "$work/structs-rust.wasm" structs.rs
deliver structs-rust.wasm

use_assemblyscript
# shellcheck disable=SC2086
"$asc" structs.ts $asc_flags --runtime stub -o "$work/structs-assemblyscript.wasm"
deliver structs-assemblyscript.wasm

use_zig
# shellcheck disable=SC2086
"$zig" build-lib structs.zig $zig_flags -femit-bin="$work/structs-zig.wasm"
deliver structs-zig.wasm
