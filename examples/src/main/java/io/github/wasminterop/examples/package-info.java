/** Small programs to run and to read. */
@NullMarked
package io.github.wasminterop.examples;

import org.jspecify.annotations.NullMarked;
