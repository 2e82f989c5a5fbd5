package io.github.wasminterop.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The guests of the examples, which are part of the jar. */
final class Guests {

  private Guests() {}

  static byte[] image() {
    return read("/image/image.wasm");
  }

  static byte[] series() {
    return read("/series/series.wasm");
  }

  private static byte[] read(String resource) {
    try (InputStream stream = Guests.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the examples were packaged without " + resource);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
