#!/bin/sh
# Builds shapes.wasm; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

use_wasi_libc
# shellcheck disable=SC2086 # flags are words
"$clang" -std=c11 $reactor $clang_flags -o "$work/shapes.wasm" shapes.c
deliver shapes.wasm
