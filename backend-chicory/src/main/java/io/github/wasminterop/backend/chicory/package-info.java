/**
 * The backend for Chicory. Programs that let the library load their guests need nothing of it;
 * programs that build Chicory instances themselves give them {@link
 * io.github.wasminterop.backend.chicory.NativeMemory}.
 *
 * <p>Its option {@code execution} is {@code compiled} (guest code becomes JVM bytecode when a
 * module is loaded; functions too large for that are interpreted) or {@code interpreted}. Memories
 * of guests of which any function is interpreted have at most 32 767 pages, just below 2 GiB, and
 * such guests take one thread at a time; those of compiled guests may have all 65 536.
 */
@NullMarked
package io.github.wasminterop.backend.chicory;

import org.jspecify.annotations.NullMarked;
