package io.github.wasminterop.spi;

import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ImportType;
import java.util.List;

/** A loaded module. */
public interface BackendModule extends AutoCloseable {

  /**
   * What the module imports, in the order of its import section. Imports of kinds other than {@link
   * io.github.wasminterop.type.ExternKind} make {@link BackendRuntime#load} fail.
   *
   * @return the imports
   */
  List<ImportType> imports();

  /**
   * What the module exports, in the order of its export section. Exports of kinds other than {@link
   * io.github.wasminterop.type.ExternKind} are left out.
   *
   * @return the exports
   */
  List<ExportType> exports();

  /** Releases the module. Instances made from it go on. Throws nothing. */
  @Override
  void close();
}
