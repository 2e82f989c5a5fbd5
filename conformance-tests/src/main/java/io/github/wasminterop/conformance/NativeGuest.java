package io.github.wasminterop.conformance;

import java.util.List;

/**
 * A guest that was made with a runtime's own API, to be wrapped.
 *
 * @param instance what {@code WasmInstance.wrap} is given, the instance first
 * @param memory what {@code WasmInstance.ofMemory} is given for the memory that the guest exports
 *     as {@code memory}, the memory first; empty if the runtime's API has no such object
 * @param owner ends the guest by the runtime's own API; does nothing where there is nothing to end
 */
public record NativeGuest(List<Object> instance, List<Object> memory, Runnable owner) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if {@code instance} is empty
   */
  public NativeGuest {
    instance = List.copyOf(instance);
    memory = List.copyOf(memory);
    if (instance.isEmpty()) {
      throw new IllegalArgumentException("a native guest needs its instance");
    }
  }
}
