#!/bin/sh
# Compiles every fixture of the tests. Needs wat2wasm 1.0.32 of WABT.
# Flags are in the fixture, on a line ";; wat2wasm …".
set -eu
cd "$(dirname "$0")/src/test/resources/io/github/wasminterop/backend/chicory"

version=$(wat2wasm --version)
if [ "$version" != 1.0.32 ]; then
  echo "build-fixtures: needs wat2wasm 1.0.32, found $version" >&2
  exit 1
fi

for source in *.wat; do
  flags=$(sed -n 's/^;; wat2wasm //p' "$source")
  # shellcheck disable=SC2086 # flags are words
  wat2wasm $flags "$source" -o "${source%.wat}.wasm"
done
