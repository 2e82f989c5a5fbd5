package io.github.wasminterop.backend.wasmtime;

/**
 * The two-part name under which a linker finds an import.
 *
 * @param module the first part
 * @param name the second part
 */
record LinkName(String module, String name) {}
