/**
 * The backend for Chicory. Programs that let the library load their guests need nothing of it;
 * programs that build Chicory instances themselves give them {@link
 * io.github.wasminterop.backend.chicory.NativeMemory}.
 */
@NullMarked
package io.github.wasminterop.backend.chicory;

import org.jspecify.annotations.NullMarked;
