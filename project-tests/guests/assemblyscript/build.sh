#!/bin/sh
# Builds assemblyscript.wasm; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

use_assemblyscript
# No abort import: a failed assertion traps.
# shellcheck disable=SC2086 # flags are words
"$asc" index.ts $asc_flags --exportRuntime --use abort= -o "$work/assemblyscript.wasm"
deliver assemblyscript.wasm
