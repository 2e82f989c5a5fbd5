package io.github.wasminterop.conformance;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import java.util.Objects;

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
