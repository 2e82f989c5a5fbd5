package io.github.wasminterop;

import io.github.wasminterop.error.InvalidModuleException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Refuses, for all backends alike, bytes that do not begin as a module in the binary format does.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/binary/modules.html#binary-module">Specification:
 *     binary modules</a>
 */
final class ModuleHeader {
  private static final int SIZE = 8;
  private static final byte[] MAGIC = {0, 'a', 's', 'm'};

  private ModuleHeader() {}

  static void check(String name, byte[] wasm) {
    if (wasm.length < SIZE || !startsWith(wasm, MAGIC)) {
      throw new InvalidModuleException(
          name + " is not a WebAssembly module: " + whatItIs(wasm), null);
    }
    if (wasm[4] != 1 || wasm[5] != 0 || wasm[6] != 0 || wasm[7] != 0) {
      throw new InvalidModuleException(
          "%s is not a WebAssembly module of version 1 but %s: its version field is %s"
              .formatted(
                  name,
                  wasm[6] == 1 ? "a component" : "of an unknown version",
                  HexFormat.of().formatHex(wasm, 4, SIZE)),
          null);
    }
  }

  private static String whatItIs(byte[] wasm) {
    if (wasm.length == 0) {
      return "there are no bytes";
    }
    for (byte unit : wasm) {
      if (unit == '(' || unit == ';') {
        return "it is in the text format; compile it to the binary format first, for instance by"
            + " wat2wasm";
      }
      if (!Character.isWhitespace(unit)) {
        break;
      }
    }
    return "its %d bytes begin with %s instead of 0061736d01000000"
        .formatted(wasm.length, HexFormat.of().formatHex(wasm, 0, Math.min(SIZE, wasm.length)));
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
