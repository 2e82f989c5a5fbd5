/** Runs the benchmarks and says how they compare with their references and with our limits. */
@NullMarked
package io.github.wasminterop.benchmarks.report;

import org.jspecify.annotations.NullMarked;
