/**
 * Runs guests on GraalWasm, and wraps what was made with the polyglot API.
 *
 * <p>{@link io.github.wasminterop.backend.graal.GraalBackend} is found by the service loader; the
 * module's README tells about memory modes, flags and ownership.
 */
@NullMarked
package io.github.wasminterop.backend.graal;

import org.jspecify.annotations.NullMarked;
