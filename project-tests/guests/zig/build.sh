#!/bin/sh
# Builds texts.wasm; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

use_zig
# shellcheck disable=SC2086 # flags are words
"$zig" build-lib texts.zig $zig_flags -femit-bin="$work/texts.wasm"
deliver texts.wasm
