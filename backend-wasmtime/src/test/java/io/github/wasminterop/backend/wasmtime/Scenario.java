package io.github.wasminterop.backend.wasmtime;

/** An order of operations that the JVM is to survive. */
@FunctionalInterface
interface Scenario {
  void run() throws Exception;
}
