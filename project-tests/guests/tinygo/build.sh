#!/bin/sh
# Builds greeter.wasm; --check compares instead.
set -eu
# shellcheck source-path=SCRIPTDIR source=../toolchains.sh
. "$(dirname "$0")/../toolchains.sh"

need 1.0.32 'Debian 12: apt install wabt' wat2wasm --version
wat2wasm greeter.wat -o "$work/greeter.wasm"
deliver greeter.wasm
