package io.github.wasminterop.spi;

/** A function, memory, global or table of a runtime. */
public sealed interface BackendExtern extends ImportValue
    permits BackendFunction, BackendGlobal, BackendMemory, BackendTable {}
