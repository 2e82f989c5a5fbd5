/**
 * Reading and writing the linear memory of WebAssembly guests.
 *
 * <pre>{@code
 * try (WasmRuntime runtime = WasmRuntime.load();
 *     WasmInstance image = runtime.instantiate(Path.of("image.wasm"))) {
 *   U8View pixels = image.view(ElementType.U8, "pixel_pointer", "pixel_count");
 *   int red = pixels.get(0);
 *   pixels.set(0, 128);
 * }
 * }</pre>
 *
 * <p><b>Units.</b> Pointers, offsets and sizes are in bytes, lengths and indexes of typed views in
 * elements, sizes of memories in pages where the name says so.
 *
 * <p><b>Addresses</b> are unsigned. An {@code i32} that a guest returns as an address is between 0
 * and 2<sup>32</sup> - 1.
 *
 * <p><b>Threads.</b> An instance and all that comes from it belong to one thread at a time; handing
 * them over needs the usual happens-before. A program that breaks this rule gets an exception or
 * stale data, never a crash of the JVM. Each type says where it differs.
 *
 * <p><b>Errors</b> are {@link io.github.wasminterop.error.WasmInteropException} and its subclasses.
 * Whatever is refused has changed nothing.
 */
@NullMarked
package io.github.wasminterop;

import org.jspecify.annotations.NullMarked;
