/**
 * What a runtime must provide to be a backend: {@link io.github.wasminterop.spi.WasmBackend} is the
 * service that {@link java.util.ServiceLoader} finds; everything else follows from its methods.
 *
 * <p>Conventions of this package:
 *
 * <ul>
 *   <li><b>Values.</b> A numeric wasm value crosses as a {@code long} of raw bits: an {@code i32}
 *       or {@code f32} in the low 32 bits (the high ones are ignored on the way in and unspecified
 *       on the way out), an {@code i64} or {@code f64} in all 64. NaN payloads are kept. Core
 *       refuses other value types before they reach a backend.
 *   <li><b>Errors.</b> A backend throws exceptions of {@link io.github.wasminterop.error} only;
 *       what its runtime threw is the cause.
 *   <li><b>Arguments.</b> Core has checked what it passes: ranges lie inside the memory, types
 *       match, imports are complete. A backend checks again only where a wrong value could crash
 *       the JVM.
 *   <li><b>Threads.</b> The objects of one {@link io.github.wasminterop.spi.BackendRuntime} are
 *       used by one thread at a time. Should a program break that rule, the backend may refuse,
 *       serialise or return stale data; it must not crash the JVM.
 * </ul>
 */
@NullMarked
package io.github.wasminterop.spi;

import org.jspecify.annotations.NullMarked;
