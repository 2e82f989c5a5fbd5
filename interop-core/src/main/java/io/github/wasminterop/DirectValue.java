package io.github.wasminterop;

import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ValueType;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that takes neither an object nor a search to tell: a constant, or what a global holds.
 */
final class DirectValue {
  private final @Nullable WasmGlobal global;
  private final long constant;

  private DirectValue(@Nullable WasmGlobal global, long constant) {
    this.global = global;
    this.constant = constant;
  }

  /**
   * The value of a descriptor.
   *
   * @return the value; null if it is none of these, or too large, or nothing that can be evaluated
   */
  static @Nullable DirectValue of(ValueDescriptor descriptor, WasmInstance instance) {
    return switch (descriptor) {
      case ValueDescriptor.Constant(BigInteger value) when value.bitLength() < Long.SIZE ->
          new DirectValue(null, value.longValue());
      case ValueDescriptor.Extern(WasmGlobal global, List<Object> arguments)
          when arguments.isEmpty() ->
          of(global);
      case ValueDescriptor.Export(String name, ExternKind kind, List<Object> arguments)
          when arguments.isEmpty()
              && (kind == null || kind == ExternKind.GLOBAL)
              && instance.exports().get(name) instanceof WasmGlobal global ->
          of(global);
      default -> null;
    };
  }

  private static @Nullable DirectValue of(WasmGlobal global) {
    ValueType type = global.type().value();
    return type == ValueType.I32 || type == ValueType.I64 ? new DirectValue(global, 0) : null;
  }

  /** The value now; an {@code i32} as an unsigned number. */
  long get() {
    return global == null ? constant : global.getLong();
  }
}
