package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.AllocationScope;
import io.github.wasminterop.DataView;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A guest of {@code allocators.wat} as one that has the allocator of one toolchain.
 *
 * @param whole the guest with all its exports
 * @param guest the guest with the exports of that toolchain only
 */
record Heap(WasmInstance whole, WasmInstance guest) {
  private static final int NOTES = 16_384;

  /** What the allocator was given back. */
  record Freed(long pointer, long byteSize) {}

  /** A heap with all exports. */
  static Heap of(WasmInstance whole) {
    return new Heap(whole, whole);
  }

  /**
   * A heap with some exports.
   *
   * @param exports by name, the fixture's function of another name that is exported so
   */
  static Heap of(WasmInstance whole, Map<String, String> exports) {
    Map<String, Object> externs = new HashMap<>();
    exports.forEach((name, function) -> externs.put(name, whole.function(function)));
    externs.put("memory", whole.memory());
    return new Heap(whole, WasmInstance.ofExports(externs));
  }

  AllocationScope scope() {
    return guest.allocator().scope();
  }

  WasmMemory memory() {
    return whole.memory();
  }

  long call(String function, Object... arguments) {
    Number result = (Number) Objects.requireNonNull(whole.function(function).call(arguments));
    return result instanceof Integer i ? Integer.toUnsignedLong(i) : result.longValue();
  }

  int liveBlocks() {
    return count("live_blocks");
  }

  int liveBytes() {
    return count("live_bytes");
  }

  /** How often the guest was asked for a block. */
  int asked() {
    return count("gives");
  }

  /** What was given back, in order. */
  List<Freed> freed() {
    int count = count("frees");
    DataView notes = memory().data(NOTES, count * 8L);
    List<Freed> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Freed(notes.getU32(i * 8L), notes.getU32(i * 8L + 4)));
    }
    return all;
  }

  /** Asserts that nothing is in use any more. */
  void assertEmpty(String when) {
    assertThat(liveBlocks()).as("live blocks %s", when).isZero();
    assertThat(liveBytes()).as("live bytes %s", when).isZero();
  }

  private int count(String global) {
    return (int) whole.global(global).get();
  }
}
