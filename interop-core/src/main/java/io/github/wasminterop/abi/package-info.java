/**
 * Descriptions of how guests lay out and pass data: what the compilers of C, Rust, Go and
 * AssemblyScript have agreed on, and no WebAssembly specification says.
 *
 * <p>Everything here is immutable, touches no memory, and may be shared between threads. What uses
 * the descriptions is in {@link io.github.wasminterop}.
 */
@NullMarked
package io.github.wasminterop.abi;

import org.jspecify.annotations.NullMarked;
