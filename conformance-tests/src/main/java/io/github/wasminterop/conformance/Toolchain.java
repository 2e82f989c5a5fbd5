package io.github.wasminterop.conformance;

import io.github.wasminterop.abi.AllocatorAbi;
import java.util.Map;

/** What exports the allocators of {@code allocators.wat} imitate. */
@SuppressWarnings("ImmutableEnumChecker") // a record and Map.of are immutable
enum Toolchain {
  C(AllocatorAbi.MALLOC, Map.of("malloc", "malloc", "free", "free"), 0, true),
  TINYGO(AllocatorAbi.MALLOC, Map.of("malloc", "tinygo_malloc", "free", "tinygo_free"), 0, true),
  RUST_ALLOCATE(
      AllocatorAbi.ALLOCATE, Map.of("allocate", "allocate", "deallocate", "deallocate"), 0, true),
  RUST_ALLOC(AllocatorAbi.ALLOC, Map.of("alloc", "alloc", "dealloc", "dealloc"), 1, true),
  WASM_BINDGEN(
      AllocatorAbi.WASM_BINDGEN,
      Map.of("__wbindgen_malloc", "__wbindgen_malloc", "__wbindgen_free", "__wbindgen_free"),
      0,
      true),
  ASSEMBLY_SCRIPT(
      AllocatorAbi.ASSEMBLY_SCRIPT,
      Map.of("__new", "__new", "__pin", "__pin", "__unpin", "__unpin"),
      32,
      true),
  COMPONENT_MODEL(AllocatorAbi.COMPONENT_MODEL, Map.of("cabi_realloc", "cabi_realloc"), 0, false);

  private final AllocatorAbi abi;
  private final Map<String, String> exports;
  private final int overhead;
  private final boolean frees;

  Toolchain(AllocatorAbi abi, Map<String, String> exports, int overhead, boolean frees) {
    this.abi = abi;
    this.exports = exports;
    this.overhead = overhead;
    this.frees = frees;
  }

  AllocatorAbi abi() {
    return abi;
  }

  /** The exports, each with the fixture's function. */
  Map<String, String> exports() {
    return exports;
  }

  /** How many bytes more than asked for the fixture takes for a block. */
  int overhead() {
    return overhead;
  }

  /** Whether the host frees what it allocates. */
  boolean frees() {
    return frees;
  }
}
