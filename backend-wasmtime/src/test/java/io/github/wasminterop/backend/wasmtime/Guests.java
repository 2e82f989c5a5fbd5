package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntBiFunction;

/** The guests of the conformance kit, and what the tests do with them over and over. */
final class Guests {

  private Guests() {}

  /** A guest of the kit's. */
  static byte[] wasm(String name) {
    return read("/io/github/wasminterop/conformance/" + name + ".wasm");
  }

  /** A guest of this module's tests. */
  static byte[] own(String name) {
    return read(name + ".wasm");
  }

  private static byte[] read(String resource) {
    try (InputStream in = Objects.requireNonNull(Guests.class.getResourceAsStream(resource))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WasmRuntime runtime(String memory) {
    return WasmRuntime.load("wasmtime", Map.of("memory", memory));
  }

  /** A runtime without the layer that checks what users do. */
  static BackendRuntime backend(String memory) {
    WasmtimeBackend backend = new WasmtimeBackend();
    return backend.open(BackendOptions.resolve(backend.options(), Map.of("memory", memory)));
  }

  /** The guest that calls {@code env.callback}, an {@code (i32) -> (i32)}. */
  static WasmInstance calling(WasmRuntime runtime, ToIntBiFunction<WasmInstance, Integer> code) {
    return runtime.instantiate(wasm("callback"), callback(code));
  }

  static WasmImports callback(ToIntBiFunction<WasmInstance, Integer> code) {
    return WasmImports.none()
        .function(
            "env",
            "callback",
            FunctionType.of(ValueType.I32).returning(ValueType.I32),
            (guest, arguments) -> code.applyAsInt(guest, (Integer) arguments[0]));
  }

  /**
   * A guest with a memory of some pages, without a maximum, whose {@code run} is an {@code (i32) ->
   * (i32)} that calls the named functions of {@code env} one after the other, each with the result
   * of the last.
   */
  static byte[] caller(long pages, String... names) {
    FunctionType unary = FunctionType.of(ValueType.I32).returning(ValueType.I32);
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, types -> types.unsigned(1).type(unary))
        .section(
            BinaryModule.IMPORTS,
            imports -> {
              imports.unsigned(names.length);
              for (String name : names) {
                imports.importOf("env", name, 0);
              }
            })
        .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
        .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(pages)))
        .section(
            BinaryModule.EXPORTS,
            exports ->
                exports
                    .unsigned(2)
                    .export("memory", ExternKind.MEMORY, 0)
                    .export("run", ExternKind.FUNCTION, names.length))
        .section(
            BinaryModule.CODE,
            codes ->
                codes
                    .unsigned(1)
                    .code(
                        body -> {
                          body.units(0x20, 0); // local.get 0
                          for (int i = 0; i < names.length; i++) {
                            body.units(0x10, i); // call
                          }
                        }))
        .toByteArray();
  }
}
