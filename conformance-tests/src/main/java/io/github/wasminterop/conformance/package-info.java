/**
 * The conformance kit. A backend's author extends {@link
 * io.github.wasminterop.conformance.BackendConformance} by a class of a few lines and learns which
 * rules of the contract the backend breaks. The rules, with their reasons, are listed in
 * CONTRACT.md.
 */
@NullMarked
package io.github.wasminterop.conformance;

import org.jspecify.annotations.NullMarked;
