/**
 * The backend for Endive, the continuation of Chicory. Programs that let the library load their
 * guests need nothing of it; programs that build Endive instances themselves give them {@link
 * io.github.wasminterop.backend.endive.NativeMemory}.
 *
 * <p>Its option {@code execution} has the one value {@code interpreted}, because Endive has
 * published no compiler for this release. Memories have at most 32 767 pages, just below 2 GiB.
 */
@NullMarked
package io.github.wasminterop.backend.endive;

import org.jspecify.annotations.NullMarked;
