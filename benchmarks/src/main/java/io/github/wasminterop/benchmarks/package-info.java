/** What a view costs, measured by JMH beside the plain Java array that it competes with. */
@NullMarked
package io.github.wasminterop.benchmarks;

import org.jspecify.annotations.NullMarked;
