package io.github.wasminterop.examples;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.WasmRuntime;
import java.util.Iterator;

/** The names of the backends on the class path, for the help text. */
final class BackendNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return WasmRuntime.backends().stream().map(BackendInfo::name).iterator();
  }
}
