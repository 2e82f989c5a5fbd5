/**
 * The binary format of modules: reading what their sections say, and writing small modules and
 * variants of given ones. For backends; core does not use it.
 */
@NullMarked
package io.github.wasminterop.spi.binary;

import org.jspecify.annotations.NullMarked;
