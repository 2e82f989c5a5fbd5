#!/bin/sh
# Builds the kernels, optimised for speed; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

use_clang
for kernel in hash codec blur; do
  # shellcheck disable=SC2086 # flags are words
  "$clang" -std=c11 $freestanding $clang_flags -O2 -o "$work/$kernel.wasm" "$kernel.c"
  deliver "$kernel.wasm"
done
