package io.github.wasminterop.type;

/**
 * What a backend can do beyond what every backend must: loading modules of the WebAssembly 1.0
 * core, calling their functions, reading and writing their exported memories and globals, and
 * growing memories.
 *
 * <p>Using something that a backend does not declare ends in {@link
 * io.github.wasminterop.error.UnsupportedCapabilityException}, or, where only the runtime can tell,
 * in {@link io.github.wasminterop.error.InvalidModuleException} when the module is loaded.
 */
public enum Capability {
  /**
   * Views of the memories of instances that the library creates address guest memory itself.
   * Without it, each access is a call of the runtime's, and {@code segment()} and {@code buffer()}
   * are refused.
   */
  ZERO_COPY("zero-copy views"),
  /**
   * A segment or buffer obtained earlier stays valid when the memory grows. Without it, growth may
   * close it.
   */
  STABLE_BASE("segments that survive growth"),
  /** Imported functions may be Java code. Without it, instantiating with one is refused. */
  HOST_FUNCTIONS("host functions"),
  /** Functions exported by one instance may be imported by another one of the same runtime. */
  IMPORTED_FUNCTIONS("imported guest functions"),
  /** Memories may be created by the host, and imported. */
  IMPORTED_MEMORIES("imported memories"),
  /** Globals may be created by the host, and imported. */
  IMPORTED_GLOBALS("imported globals"),
  /** Tables may be created by the host, and imported. */
  IMPORTED_TABLES("imported tables"),
  /** Exported tables of functions can be read, written and grown, and their functions called. */
  TABLES("function tables"),
  /** Functions with more than one result. */
  MULTI_VALUE("multi-value"),
  /** Modules with more than one memory. */
  MULTI_MEMORY("multi-memory"),
  /** Memories with 64-bit addresses. */
  MEMORY64("memory64"),
  /** Memories shared between threads, with the atomic instructions of the threads proposal. */
  SHARED_MEMORY("shared memory"),
  /**
   * Java threads may wait at addresses of shared memories until another thread, of Java's or a
   * guest's, notifies them, and notify those that wait. Without it, only guests wait.
   */
  ATOMIC_WAIT("wait and notify from Java"),
  /** Guest code with 128-bit vectors. */
  SIMD("SIMD"),
  /**
   * WASI preview 1. Without it, a module that imports it must be given those functions one by one.
   */
  WASI_PREVIEW1("WASI preview 1"),
  /** Instances and memories made with the runtime's own API can be wrapped. */
  WRAP("wrapping native objects"),
  /**
   * An instance that is called by two threads at once runs both, one after the other, instead of
   * refusing one.
   */
  SERIALIZED_CALLS("serialised calls");

  private final String title;

  Capability(String title) {
    this.title = title;
  }

  /**
   * A short name for tables and messages, for instance {@code zero-copy views}.
   *
   * @return the name
   */
  public String title() {
    return title;
  }
}
