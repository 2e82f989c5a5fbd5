package consumer;

import static io.github.wasminterop.ElementType.U8;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.util.HexFormat;

/** A user's first program: the library and one backend, whose name is the argument. */
final class Consumer {
  /** {@code (module (memory (export "memory") 1))}. */
  private static final byte[] MODULE =
      HexFormat.of().parseHex("0061736d01000000" + "0503010001" + "070a01066d656d6f72790200");

  static void main(String[] arguments) {
    try (WasmRuntime runtime = WasmRuntime.load();
        WasmInstance guest = runtime.instantiate(MODULE)) {
      U8View bytes = guest.view(U8, 0, 16);
      bytes.set(3, 200);
      if (!runtime.backendName().equals(arguments[0]) || bytes.get(3) != 200) {
        throw new AssertionError(runtime.runtimeName() + " " + bytes.get(3));
      }
    }
  }
}
