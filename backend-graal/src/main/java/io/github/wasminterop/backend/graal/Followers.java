package io.github.wasminterop.backend.graal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that shows one memory's bytes and must know when they move; attached to that memory. */
final class Followers {
  private final List<DirectBytes> all = new CopyOnWriteArrayList<>();

  void add(DirectBytes bytes) {
    all.removeIf(each -> each.linear().isClosed());
    all.add(bytes);
  }

  void grown(ByteBuffer buffer) {
    all.forEach(each -> each.grown(buffer));
  }
}
