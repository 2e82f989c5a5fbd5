package io.github.wasminterop;

import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ValueType;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates descriptors of values for a view, once each. In its methods {@code role} is what the
 * value is for the view, and {@code culprit} the descriptor that messages name.
 */
record ValueResolver(WasmInstance instance, WasmMemory memory, String view) {
  private static final long MOST_32 = 1L << 32;
  private static final BigInteger ADDRESSES_32 = BigInteger.ONE.shiftLeft(32);
  private static final BigInteger ADDRESSES_64 = BigInteger.ONE.shiftLeft(64);

  /** The value, 0 to the number of addresses. */
  BigInteger value(String role, ValueDescriptor descriptor) {
    return switch (descriptor) {
      case ValueDescriptor.Constant(BigInteger value) -> checked(role, descriptor, value);
      case ValueDescriptor.Computed computed ->
          checked(role, descriptor, BigInteger.valueOf(compute(role, computed)));
      case ValueDescriptor.Plus(ValueDescriptor value, long bytes) ->
          checked(role, descriptor, value(role, value).add(BigInteger.valueOf(bytes)));
      case ValueDescriptor.PointerAt(ValueDescriptor table, long index) ->
          load(
              role,
              descriptor,
              value(role, table).add(BigInteger.valueOf(index).multiply(pointerSize())),
              pointerSize().intValue());
      case ValueDescriptor.Extern _, ValueDescriptor.Export _ ->
          checked(role, descriptor, unsigned(read(role, descriptor)));
    };
  }

  /** The bits of an {@code i64}. */
  long bits(String role, ValueDescriptor descriptor) {
    return switch (descriptor) {
      case ValueDescriptor.Computed computed -> compute(role, computed);
      case ValueDescriptor.Constant(BigInteger value) when value.bitLength() < Long.SIZE ->
          value.longValue();
      case ValueDescriptor.Extern _, ValueDescriptor.Export _
          when read(role, descriptor) instanceof Long bits ->
          bits;
      default -> throw refused(role, descriptor, "no i64", "two halves are packed in an i64", null);
    };
  }

  /** Finds the function of a descriptor. */
  WasmFunction function(String role, ValueDescriptor descriptor) {
    if (extern(role, descriptor) instanceof WasmFunction function) {
      return function;
    }
    throw refused(role, descriptor, "no function", "a function is asked for", null);
  }

  /** Calls the function of a descriptor. */
  @Nullable Object call(
      String role, ValueDescriptor descriptor, WasmFunction function, Object[] arguments) {
    return guarded(role, descriptor, () -> function.call(arguments));
  }

  /** A function's integer as an unsigned number. */
  static BigInteger unsigned(Number value) {
    return value instanceof Integer i
        ? BigInteger.valueOf(Integer.toUnsignedLong(i))
        : unsigned(value.longValue());
  }

  static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits < 0 ? value.add(ADDRESSES_64) : value;
  }

  /** The number as the bits of a long; -1, which is beyond any memory, if it has more. */
  static long toLong(BigInteger value) {
    return value.bitLength() > Long.SIZE ? -1 : value.longValue();
  }

  /** The size of a pointer in bytes. */
  BigInteger pointerSize() {
    return BigInteger.valueOf(memory.type().memory64() ? 8 : 4);
  }

  /** Reads an unsigned integer of the guest's. */
  BigInteger load(String role, Object culprit, BigInteger address, int byteSize) {
    return inMemory(
        role, culprit, address, () -> unsigned(memory.load(view, toLong(address), byteSize)));
  }

  /** Does something with bytes of the guest's, which may be outside of its memory. */
  <T> T inMemory(String role, Object culprit, BigInteger address, Supplier<T> access) {
    try {
      return access.get();
    } catch (OutOfBoundsException e) {
      throw refused(role, culprit, "at address " + address, "" + e.getMessage(), e);
    }
  }

  /** Runs code of the guest's or the user's. */
  <T extends @Nullable Object> T guarded(String role, Object culprit, Supplier<T> code) {
    try {
      return code.get();
    } catch (RuntimeException e) {
      throw refused(
          role,
          culprit,
          "unknown",
          "it ended in %s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  /** Whether {@link #checked} would accept a value. */
  boolean isPlausible(long value) {
    return value >= 0 && (value <= MOST_32 || memory.type().memory64());
  }

  /** Refuses what Java gave as a number, or what a sum has come to. */
  BigInteger checked(String role, Object culprit, BigInteger value) {
    BigInteger addresses = memory.type().memory64() ? ADDRESSES_64 : ADDRESSES_32;
    if (value.signum() < 0) {
      throw refused(
          role,
          culprit,
          value.toString(),
          "it must not be negative; an address above 2 GiB is a positive long",
          null);
    }
    if (value.compareTo(addresses) > 0) {
      throw refused(
          role,
          culprit,
          value.toString(),
          "the memory has no more than " + addresses + " addresses",
          null);
    }
    return value;
  }

  DescriptorException refused(
      String role, Object culprit, String value, String advice, @Nullable Throwable cause) {
    return new DescriptorException(
        "%s: its %s, %s, is %s: %s".formatted(view, role, culprit, value, advice),
        view,
        culprit.toString(),
        value,
        cause);
  }

  static List<Object> arguments(ValueDescriptor descriptor) {
    return switch (descriptor) {
      case ValueDescriptor.Export(_, _, List<Object> arguments) -> arguments;
      case ValueDescriptor.Extern(_, List<Object> arguments) -> arguments;
      default -> List.of();
    };
  }

  private long compute(String role, ValueDescriptor.Computed computed) {
    return guarded(role, computed, () -> computed.function().applyAsLong(instance));
  }

  private WasmExtern extern(String role, ValueDescriptor descriptor) {
    return switch (descriptor) {
      case ValueDescriptor.Extern(WasmExtern extern, _) -> extern;
      case ValueDescriptor.Export(String name, ExternKind kind, _) -> {
        WasmExtern extern = instance.exports().get(name);
        if (extern == null) {
          throw refused(
              role, descriptor, "missing", "the exports are " + instance.exports().keySet(), null);
        }
        if (kind != null && extern.type().kind() != kind) {
          throw refused(
              role, descriptor, "a " + extern.type().kind(), "a " + kind + " is asked for", null);
        }
        yield extern;
      }
      default -> throw refused(role, descriptor, "no export", "an export is asked for", null);
    };
  }

  private Number read(String role, ValueDescriptor descriptor) {
    List<Object> arguments = arguments(descriptor);
    return switch (extern(role, descriptor)) {
      case WasmFunction function -> {
        List<ValueType> results = function.type().results();
        checkInteger(
            role,
            descriptor,
            results.size() == 1 ? results.getFirst() : null,
            function.type().toString());
        yield (Number)
            Objects.requireNonNull(call(role, descriptor, function, arguments.toArray()));
      }
      case WasmGlobal global -> {
        if (!arguments.isEmpty()) {
          throw refused(role, descriptor, "a global", "a global takes no arguments", null);
        }
        checkInteger(role, descriptor, global.type().value(), global.type().toString());
        yield (Number) global.get();
      }
      case WasmExtern other ->
          throw refused(
              role,
              descriptor,
              "a " + other.type().kind(),
              "a function or a global gives a value",
              null);
    };
  }

  private void checkInteger(
      String role, ValueDescriptor descriptor, @Nullable ValueType type, String found) {
    if (type != ValueType.I32 && type != ValueType.I64) {
      throw refused(role, descriptor, found, "it must give exactly one i32 or i64", null);
    }
  }
}
