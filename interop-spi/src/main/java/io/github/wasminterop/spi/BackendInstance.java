package io.github.wasminterop.spi;

import java.util.SequencedMap;

/** An instance of a module, whether the library made it or a user handed it in. */
public interface BackendInstance extends AutoCloseable {

  /**
   * The exports by name, in the order of the module's export section. The same map, with the same
   * objects, at each call. Two exports of one memory, global or table give the same object where
   * the runtime can tell.
   *
   * <p>Inside a host function that the start function calls, a runtime that has no exports yet
   * gives an empty map.
   *
   * @return the exports
   */
  SequencedMap<String, BackendExtern> exports();

  /**
   * Releases the instance, and before that closes the {@link LinearMemory} of each memory that it
   * defines. If other instances still use what this one exports, that stays usable for their guest
   * code. Throws nothing; calling it again does nothing.
   *
   * <p>If the instance was wrapped, it only detaches.
   */
  @Override
  void close();
}
