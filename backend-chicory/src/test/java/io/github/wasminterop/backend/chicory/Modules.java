package io.github.wasminterop.backend.chicory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Modules that are easier to compute than to write. */
final class Modules {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final int TYPE = 1;
  private static final int FUNCTION = 3;
  private static final int EXPORT = 7;
  private static final int CODE = 10;

  private Modules() {}

  /** {@code long(x)} adds 1 to its argument, again and again. */
  static byte[] withLongFunction(int additions) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {0, 0x20, 0});
    for (int i = 0; i < additions; i++) {
      body.writeBytes(new byte[] {0x41, 1, 0x6A});
    }
    body.write(0x0B);
    return withFunction("long", body.toByteArray());
  }

  /** A module of one function {@code (i32) -> (i32)}. */
  static byte[] withFunction(String name, byte[] body) {
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    module.writeBytes(HEADER);
    section(module, TYPE, new byte[] {1, 0x60, 1, 0x7F, 1, 0x7F});
    section(module, FUNCTION, new byte[] {1, 0});
    ByteArrayOutputStream export = new ByteArrayOutputStream();
    export.write(1);
    sized(export, name.getBytes(StandardCharsets.UTF_8));
    export.writeBytes(new byte[] {0, 0});
    section(module, EXPORT, export.toByteArray());
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    code.write(1);
    sized(code, body);
    section(module, CODE, code.toByteArray());
    return module.toByteArray();
  }

  /** A module of one section. */
  static byte[] withSection(int id, byte... content) {
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    module.writeBytes(HEADER);
    section(module, id, content);
    return module.toByteArray();
  }

  private static void section(ByteArrayOutputStream out, int id, byte[] content) {
    out.write(id);
    sized(out, content);
  }

  private static void sized(ByteArrayOutputStream out, byte[] content) {
    for (int rest = content.length; ; rest >>>= 7) {
      out.write(rest > 0x7F ? (rest & 0x7F) | 0x80 : rest);
      if (rest <= 0x7F) {
        break;
      }
    }
    out.writeBytes(content);
  }
}
