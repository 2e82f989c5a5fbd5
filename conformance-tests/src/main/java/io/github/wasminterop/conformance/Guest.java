package io.github.wasminterop.conformance;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A guest whose exports load and store: the other side of what a view shows. Addresses are
 * unsigned.
 *
 * @param instance an instance of a fixture with these exports
 */
record Guest(WasmInstance instance) {

  WasmMemory memory() {
    return instance.memory();
  }

  /** Calls an export and gives its result. */
  Object call(String function, Object... arguments) {
    return Objects.requireNonNull(instance.function(function).call(arguments));
  }

  /** Calls an export without a result. */
  void run(String function, Object... arguments) {
    instance.function(function).call(arguments);
  }

  int load8(long address) {
    return (int) load(1, address);
  }

  void store8(long address, int value) {
    store(1, address, value);
  }

  /** Makes the guest store the same byte so many times. */
  void fill8(long address, int count, int value) {
    for (int i = 0; i < count; i++) {
      store8(address + i, value);
    }
  }

  /** What the guest loads, byte by byte. */
  List<Integer> bytes(long address, int count) {
    return IntStream.range(0, count).mapToObj(i -> load8(address + i)).toList();
  }

  /** What the guest loads, zero-extended. */
  long load(int byteSize, long address) {
    Number value = (Number) call("load" + byteSize * 8, address);
    return value instanceof Integer i ? Integer.toUnsignedLong(i) : value.longValue();
  }

  /** Makes the guest store the low bytes of a value. */
  void store(int byteSize, long address, long value) {
    run("store" + byteSize * 8, address, byteSize == 8 ? (Object) value : (Object) (int) value);
  }

  /** Makes the guest grow its memory; gives what {@code memory.grow} gave. */
  int grow(int pages) {
    return (int) call("grow", pages);
  }

  /** How many pages the guest thinks it has. */
  int size() {
    return (int) call("size");
  }
}
