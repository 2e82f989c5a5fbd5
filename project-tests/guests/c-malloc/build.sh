#!/bin/sh
# Builds c-malloc.wasm; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

use_wasi_libc
# shellcheck disable=SC2086 # flags are words
"$clang" -std=c11 $reactor $clang_flags -o "$work/c-malloc.wasm" c-malloc.c
deliver c-malloc.wasm
