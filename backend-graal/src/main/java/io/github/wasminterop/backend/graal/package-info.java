/**
 * The backend for GraalWasm. Programs that let the library load their guests need nothing of it;
 * {@link io.github.wasminterop.backend.graal.GraalBackend} says what it can do, and how to wrap
 * what a program made with the polyglot API.
 */
@NullMarked
package io.github.wasminterop.backend.graal;

import org.jspecify.annotations.NullMarked;
