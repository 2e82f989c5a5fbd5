package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.WasmRuntime;

/** A program that lists the backends, and with an argument starts the one there is. */
final class ListBackends {

  private ListBackends() {}

  public static void main(String[] arguments) {
    for (BackendInfo backend : WasmRuntime.backends()) {
      System.out.println(backend);
    }
    if (arguments.length > 0) {
      try (WasmRuntime runtime = WasmRuntime.load()) {
        System.out.println("started " + runtime);
      } catch (RuntimeException e) {
        System.out.println(e);
      }
    }
  }
}
