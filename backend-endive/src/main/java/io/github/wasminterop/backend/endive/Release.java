package io.github.wasminterop.backend.endive;

import io.github.wasminterop.spi.BackendOption;
import io.github.wasminterop.type.Capability;
import java.util.List;
import java.util.Set;

/** The release of Endive that this backend is made for. Asking for it loads no class of Endive. */
final class Release {
  static final String VERSION = "1.2.0";

  static final BackendOption EXECUTION =
      new BackendOption(
          "execution",
          "how guest code is run; Endive has published no compiler for this release",
          List.of("interpreted"));

  static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.ZERO_COPY,
          Capability.HOST_FUNCTIONS,
          Capability.IMPORTED_FUNCTIONS,
          Capability.IMPORTED_MEMORIES,
          Capability.IMPORTED_GLOBALS,
          Capability.IMPORTED_TABLES,
          Capability.TABLES,
          Capability.MULTI_VALUE,
          Capability.MULTI_MEMORY,
          Capability.SHARED_MEMORY,
          Capability.ATOMIC_WAIT,
          Capability.SIMD,
          Capability.WASI_PREVIEW1,
          Capability.WRAP);

  /** A class of each artifact that must be there, by its name within Endive's package. */
  static final List<String> NEEDED = List.of("runtime.Instance", "wasi.WasiPreview1");

  private Release() {}
}
