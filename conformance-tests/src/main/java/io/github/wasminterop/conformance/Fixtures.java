package io.github.wasminterop.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The kit's guests; the source of each is beside it, and says what it is for. */
final class Fixtures {

  private Fixtures() {}

  /** The binary of a fixture. */
  static byte[] wasm(String name) {
    try (InputStream stream = Fixtures.class.getResourceAsStream(name + ".wasm")) {
      if (stream == null) {
        throw new IllegalArgumentException("no fixture " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
