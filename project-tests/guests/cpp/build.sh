#!/bin/sh
# Builds bank.wasm; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

use_libcxx
# shellcheck disable=SC2086 # flags are words
"$clang" --driver-mode=g++ -std=c++20 -fno-exceptions -fno-rtti $reactor $clang_flags \
  -Wl,--export=malloc -Wl,--export=free -o "$work/bank.wasm" bank.cpp
deliver bank.wasm
