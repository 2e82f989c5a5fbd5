/**
 * The types of the <a href="https://webassembly.github.io/spec/core/syntax/types.html">WebAssembly
 * specification</a>, as immutable values: what a module imports and exports, and what a backend is
 * capable of.
 */
@NullMarked
package io.github.wasminterop.type;

import org.jspecify.annotations.NullMarked;
