/**
 * Backends that are wrong on purpose, each in one way, by which the conformance kit is tested: for
 * each {@link io.github.wasminterop.faults.Fault} the kit must report exactly the rules that it
 * breaks.
 */
package io.github.wasminterop.faults;
