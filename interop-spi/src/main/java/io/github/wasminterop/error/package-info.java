/**
 * The one family of exceptions, rooted in {@link io.github.wasminterop.error.WasmInteropException}.
 * Each carries its facts as accessors and a message that a person can act on.
 */
@NullMarked
package io.github.wasminterop.error;

import org.jspecify.annotations.NullMarked;
