/**
 * Runs guests on Wasmtime: {@link io.github.wasminterop.backend.wasmtime.WasmtimeBackend}, and what
 * it has to be given to wrap what a program made with Wasmtime's own API.
 */
@NullMarked
package io.github.wasminterop.backend.wasmtime;

import org.jspecify.annotations.NullMarked;
