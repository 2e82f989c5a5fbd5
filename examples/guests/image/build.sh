#!/bin/sh
# Builds image.wasm from image.rs. With --check it leaves the committed file alone and fails if a
# fresh build differs from it.
#
# RUSTC names the compiler; without it, the first of rustc and /usr/bin/rustc that has the target
# wasm32-unknown-unknown is taken. The committed bytes come from Debian's rustc 1.63.0, and other
# versions may give other bytes that draw the same picture.
set -eu
cd "$(dirname "$0")"
target=wasm32-unknown-unknown

has_target() {
  libs=$("$1" --print target-libdir --target "$target" 2>/dev/null) &&
    ls "$libs"/libcore-*.rlib >/dev/null 2>&1
}

rustc=
for candidate in ${RUSTC:-rustc /usr/bin/rustc}; do
  if has_target "$candidate"; then
    rustc=$candidate
    break
  fi
done
if [ -z "$rustc" ]; then
  echo "build.sh: no Rust compiler with the target $target: rustup target add $target" \
    "(or Debian: apt install rustc libstd-rust-dev-wasm32 lld), or name yours in RUSTC" >&2
  exit 1
fi
if ! command -v wasm-strip >/dev/null; then
  echo "build.sh: wasm-strip is missing: install wabt (Debian: apt install wabt)" >&2
  exit 1
fi

out=image.wasm
if [ "${1:-}" = --check ]; then
  out=$(mktemp)
  trap 'rm -f "$out"' EXIT
fi

# The mvp CPU, so that every runtime loads it. A small stack, because nothing recurses, and a limit
# of 64 MiB, so that a growth can fail in the same place everywhere.
"$rustc" --edition 2021 --target "$target" --crate-type cdylib --crate-name image \
  -C opt-level=3 -C codegen-units=1 -C lto -C panic=abort -C target-cpu=mvp -C strip=symbols \
  -C link-arg=-zstack-size=16384 -C link-arg=--max-memory=67108864 \
  -o "$out" image.rs
wasm-strip "$out"
chmod 644 "$out"

if [ "$out" != image.wasm ]; then
  cmp "$out" image.wasm || {
    echo "build.sh: image.wasm isn't what $("$rustc" --version) makes of image.rs" >&2
    exit 1
  }
fi
