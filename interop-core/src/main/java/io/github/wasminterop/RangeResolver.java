package io.github.wasminterop;

import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ValueType;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluates a pointer and a length descriptor, once each. */
record RangeResolver(
    WasmInstance instance,
    WasmMemory memory,
    String view,
    ValueDescriptor pointer,
    ValueDescriptor length,
    long byteOffset)
    implements ViewSource.Resolver {
  private static final BigInteger ADDRESSES_32 = BigInteger.ONE.shiftLeft(32);
  private static final BigInteger ADDRESSES_64 = BigInteger.ONE.shiftLeft(64);

  @Override
  public ViewSource.Range resolve() {
    memory.checkOpen(view);
    long first = value("pointer", pointer);
    long count = value("length", length);
    return new ViewSource.Range(first < 0 ? first : Ranges.saturatedSum(first, byteOffset), count);
  }

  /** The value as an unsigned number. */
  private long value(String role, ValueDescriptor descriptor) {
    return switch (descriptor) {
      case ValueDescriptor.Constant(BigInteger value) -> checked(role, descriptor, value);
      case ValueDescriptor.Computed computed -> {
        long value;
        try {
          value = computed.function().applyAsLong(instance);
        } catch (RuntimeException e) {
          throw ended(role, descriptor, e);
        }
        yield checked(role, descriptor, BigInteger.valueOf(value));
      }
      case ValueDescriptor.Extern(WasmExtern extern, List<Object> arguments) ->
          read(role, descriptor, extern, arguments);
      case ValueDescriptor.Export(String name, ExternKind kind, List<Object> arguments) -> {
        WasmExtern extern = instance.exports().get(name);
        if (extern == null) {
          throw refused(
              role, descriptor, "missing", "the exports are " + instance.exports().keySet(), null);
        }
        if (kind != null && extern.type().kind() != kind) {
          throw refused(
              role, descriptor, "a " + extern.type().kind(), "a " + kind + " is asked for", null);
        }
        yield read(role, descriptor, extern, arguments);
      }
    };
  }

  private long read(
      String role, ValueDescriptor descriptor, WasmExtern extern, List<Object> arguments) {
    return switch (extern) {
      case WasmFunction function -> {
        List<ValueType> results = function.type().results();
        checkInteger(
            role,
            descriptor,
            results.size() == 1 ? results.getFirst() : null,
            function.type().toString());
        Object result;
        try {
          result = function.call(arguments.toArray());
        } catch (RuntimeException e) {
          throw ended(role, descriptor, e);
        }
        yield unsigned(role, descriptor, (Number) Objects.requireNonNull(result));
      }
      case WasmGlobal global -> {
        if (!arguments.isEmpty()) {
          throw refused(role, descriptor, "a global", "a global takes no arguments", null);
        }
        checkInteger(role, descriptor, global.type().value(), global.type().toString());
        yield unsigned(role, descriptor, (Number) global.get());
      }
      case WasmMemory _, WasmTable _ ->
          throw refused(
              role,
              descriptor,
              "a " + extern.type().kind(),
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

  private long unsigned(String role, ValueDescriptor descriptor, Number value) {
    BigInteger exact =
        value instanceof Integer i
            ? BigInteger.valueOf(Integer.toUnsignedLong(i))
            : new BigInteger(Long.toUnsignedString(value.longValue()));
    return checked(role, descriptor, exact);
  }

  private long checked(String role, ValueDescriptor descriptor, BigInteger value) {
    BigInteger addresses = memory.type().memory64() ? ADDRESSES_64 : ADDRESSES_32;
    if (value.signum() < 0) {
      throw refused(
          role,
          descriptor,
          value.toString(),
          "it must not be negative; an address above 2 GiB is a positive long",
          null);
    }
    if (value.compareTo(addresses) > 0) {
      throw refused(
          role,
          descriptor,
          value.toString(),
          "the memory has no more than " + addresses + " addresses",
          null);
    }
    // 2^64 itself has no representation; like every value above 2^63 it is beyond any memory, and
    // refused by the range check.
    return value.bitLength() > Long.SIZE ? -1 : value.longValue();
  }

  private DescriptorException ended(
      String role, ValueDescriptor descriptor, RuntimeException thrown) {
    return refused(
        role,
        descriptor,
        "unknown",
        "it ended in %s: %s".formatted(thrown.getClass().getSimpleName(), thrown.getMessage()),
        thrown);
  }

  private DescriptorException refused(
      String role,
      ValueDescriptor descriptor,
      String value,
      String advice,
      @Nullable Throwable cause) {
    return new DescriptorException(
        "%s: its %s, %s, is %s: %s".formatted(view, role, descriptor, value, advice),
        view,
        descriptor.toString(),
        value,
        cause);
  }
}
