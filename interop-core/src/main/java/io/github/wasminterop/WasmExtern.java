package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.ExternType;

/**
 * Something that an instance exports, or that the host created to be imported: a function, memory,
 * global or table.
 *
 * <p>It is usable until what it belongs to, an instance or a runtime, is closed.
 */
public sealed interface WasmExtern permits WasmFunction, WasmGlobal, WasmMemory, WasmTable {

  /**
   * Its type now: for a memory or table, with the current size as minimum.
   *
   * @return the type
   */
  ExternType type();

  /**
   * The name under which it is exported, or one for messages if it is not an export.
   *
   * @return the name
   */
  String name();

  /**
   * Wraps a function, memory, global or table that was made with a runtime's own API.
   *
   * @param nativeObject the thing itself, for instance Chicory's {@code Memory}; a {@code
   *     WasmExtern} is returned as it is
   * @param more what the runtime needs to use it, for instance Wasmtime's {@code Store}
   * @return the thing. Its owner goes on owning it
   * @throws io.github.wasminterop.error.BackendSelectionException if no backend on the class path
   *     knows the object's class
   * @throws TypeMismatchException if the objects are not such a thing with all it needs; the
   *     message says what to pass
   */
  static WasmExtern wrap(Object nativeObject, Object... more) {
    return nativeObject instanceof WasmExtern extern
        ? extern
        : NativeObjects.wrapExtern(nativeObject, more);
  }
}
