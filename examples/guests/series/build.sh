#!/bin/sh
# Builds series.wasm from series.c. With --check it leaves the committed file alone and fails if a
# fresh build differs from it.
#
# CLANG names the compiler (default: clang). The committed bytes come from clang and lld 14.0.6, and
# other versions may give other bytes that mean the same.
set -eu
cd "$(dirname "$0")"
clang=${CLANG:-clang}

need() {
  command -v "$1" >/dev/null || { echo "build.sh: $1 is missing: $2" >&2; exit 1; }
}
need "$clang" "install clang (Debian: apt install clang), or name yours in CLANG"
need wasm-ld "install lld (Debian: apt install lld)"
need wasm-strip "install wabt (Debian: apt install wabt)"

out=series.wasm
if [ "${1:-}" = --check ]; then
  out=$(mktemp)
  trap 'rm -f "$out"' EXIT
fi

# The mvp CPU, so that every runtime loads it. Without builtins, so that no loop turns into a call
# of a memcpy that isn't there. No contraction, so that sums are the same to the last bit
# everywhere.
"$clang" --target=wasm32 -mcpu=mvp -std=c11 -O2 -Wall -Wextra -Werror \
  -ffreestanding -fno-builtin -ffp-contract=off -nostdlib \
  -Wl,--no-entry -Wl,--strip-all -Wl,--export=str_ptr -Wl,--export=series \
  -Wl,-z,stack-size=8192 -Wl,--stack-first \
  -o "$out" series.c
wasm-strip "$out"
chmod 644 "$out"

if [ "$out" != series.wasm ]; then
  cmp "$out" series.wasm || {
    echo "build.sh: series.wasm isn't what $("$clang" --version | head -n 1) makes of series.c" >&2
    exit 1
  }
fi
