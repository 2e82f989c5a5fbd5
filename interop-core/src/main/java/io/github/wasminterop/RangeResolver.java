package io.github.wasminterop;

import io.github.wasminterop.abi.Packing;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.type.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluates a range descriptor, and what is in it once each. */
final class RangeResolver implements ViewSource.Resolver {
  private static final String ROLE = "range";
  private static final int HALF = 32;

  private final ValueResolver values;
  private final RangeDescriptor descriptor;
  private final int elementSize;
  private final long byteOffset;
  private final @Nullable DirectValue directPointer;
  private final @Nullable DirectValue directLength;

  RangeResolver(
      ValueResolver values, RangeDescriptor descriptor, int elementSize, long byteOffset) {
    this.values = values;
    this.descriptor = descriptor;
    this.elementSize = elementSize;
    this.byteOffset = byteOffset;
    if (descriptor
        instanceof RangeDescriptor.Pair(ValueDescriptor pointer, ValueDescriptor length)) {
      directPointer = DirectValue.of(pointer, values.instance());
      directLength = DirectValue.of(length, values.instance());
    } else {
      directPointer = null;
      directLength = null;
    }
  }

  /** An address in bytes and a length in elements, not yet held against the memory. */
  private record Found(BigInteger pointer, BigInteger length) {}

  @Override
  public ViewSource.Range resolve() {
    values.memory().checkOpen(values.view());
    if (directPointer != null && directLength != null) {
      long first = directPointer.get();
      long count = directLength.get();
      if (values.isPlausible(first) && values.isPlausible(count)) {
        return new ViewSource.Range(Ranges.saturatedSum(first, byteOffset), count);
      }
    }
    Found found = find(descriptor);
    long first = ValueResolver.toLong(found.pointer());
    return new ViewSource.Range(
        first < 0 ? first : Ranges.saturatedSum(first, byteOffset),
        ValueResolver.toLong(found.length()));
  }

  private Found find(RangeDescriptor range) {
    return switch (range) {
      case RangeDescriptor.Pair(ValueDescriptor pointer, ValueDescriptor length) ->
          new Found(values.value("pointer", pointer), values.value("length", length));
      case RangeDescriptor.Packed(ValueDescriptor value, Packing packing) ->
          unpacked(values.bits(ROLE, value), packing);
      case RangeDescriptor.Results(ValueDescriptor function) -> results(function);
      case RangeDescriptor.At at -> struct(at, at, values.value("address", at.address()));
      case RangeDescriptor.OutParameter(ValueDescriptor function, RangeDescriptor.At at) ->
          outParameter(range, function, at);
      case RangeDescriptor.NulTerminated(ValueDescriptor pointer, long maxBytes) ->
          upToNul(range, values.value("pointer", pointer), maxBytes);
      case RangeDescriptor.LengthPrefixed(ValueDescriptor pointer, Scalar prefix) -> {
        BigInteger first = values.value("pointer", pointer);
        int size = byteSize(prefix);
        yield new Found(first.add(BigInteger.valueOf(size)), values.load(ROLE, range, first, size));
      }
      case RangeDescriptor.LengthBefore(ValueDescriptor pointer, Scalar prefix) ->
          lengthBefore(range, values.value("pointer", pointer), byteSize(prefix));
      case RangeDescriptor.Computed computed -> compute(computed);
      case RangeDescriptor.InBytes(RangeDescriptor inner) -> inElements(range, find(inner));
    };
  }

  private static Found unpacked(long bits, Packing packing) {
    BigInteger high = BigInteger.valueOf(bits >>> HALF);
    BigInteger low = BigInteger.valueOf(Integer.toUnsignedLong((int) bits));
    return switch (packing) {
      case POINTER_HIGH -> new Found(high, low);
      case POINTER_LOW -> new Found(low, high);
    };
  }

  private Found results(ValueDescriptor descriptor) {
    WasmFunction function = values.function(ROLE, descriptor);
    List<ValueType> types = function.type().results();
    if (types.size() != 2
        || !types.stream().allMatch(t -> t == ValueType.I32 || t == ValueType.I64)) {
      throw values.refused(
          ROLE,
          descriptor,
          function.type().toString(),
          "it must give two integers, a pointer and a length",
          null);
    }
    Object[] arguments = ValueResolver.arguments(descriptor).toArray();
    List<?> results =
        (List<?>) Objects.requireNonNull(values.call(ROLE, descriptor, function, arguments));
    return new Found(
        values.checked(ROLE, descriptor, ValueResolver.unsigned((Number) results.getFirst())),
        values.checked(ROLE, descriptor, ValueResolver.unsigned((Number) results.getLast())));
  }

  private Found outParameter(
      RangeDescriptor range, ValueDescriptor descriptor, RangeDescriptor.At at) {
    BigInteger address = values.value("address", at.address());
    WasmFunction function = values.function(ROLE, descriptor);
    if (!function.type().results().isEmpty()) {
      throw values.refused(
          ROLE,
          descriptor,
          function.type().toString(),
          "its result would be lost; call it by itself, and use at(address)",
          null);
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(ValueResolver.toLong(address));
    arguments.addAll(ValueResolver.arguments(descriptor));
    values.call(ROLE, descriptor, function, arguments.toArray());
    return struct(range, at, address);
  }

  private Found struct(RangeDescriptor range, RangeDescriptor.At at, BigInteger address) {
    int size = values.pointerSize().intValue();
    RangeDescriptor.Offsets offsets =
        at.offsets() != null ? at.offsets() : new RangeDescriptor.Offsets(0, size);
    return new Found(
        values.load(ROLE, range, address.add(BigInteger.valueOf(offsets.pointer())), size),
        values.load(ROLE, range, address.add(BigInteger.valueOf(offsets.length())), size));
  }

  private Found upToNul(RangeDescriptor range, BigInteger pointer, long maxBytes) {
    long bytes =
        values.inMemory(
            ROLE,
            range,
            pointer,
            () ->
                TextAccess.byteLengthToNul(
                    values.memory(),
                    values.view(),
                    ValueResolver.toLong(pointer),
                    maxBytes,
                    elementSize));
    return new Found(pointer, BigInteger.valueOf(bytes / elementSize));
  }

  private Found lengthBefore(RangeDescriptor range, BigInteger pointer, int size) {
    long length =
        values.inMemory(
            ROLE,
            range,
            pointer,
            () ->
                TextAccess.lengthBefore(
                    values.memory(), values.view(), ValueResolver.toLong(pointer), size));
    return new Found(pointer, ValueResolver.unsigned(length));
  }

  private Found compute(RangeDescriptor.Computed computed) {
    RangeDescriptor.Range range =
        values.guarded(
            ROLE,
            computed,
            () -> Objects.requireNonNull(computed.function().apply(values.instance()), "range"));
    return new Found(
        values.checked("pointer", computed, BigInteger.valueOf(range.pointer())),
        values.checked("length", computed, BigInteger.valueOf(range.length())));
  }

  private Found inElements(RangeDescriptor range, Found inBytes) {
    BigInteger[] parts = inBytes.length().divideAndRemainder(BigInteger.valueOf(elementSize));
    if (parts[1].signum() != 0) {
      throw values.refused(
          "length",
          range,
          inBytes.length() + " bytes",
          "that is no whole number of elements of %d bytes".formatted(elementSize),
          null);
    }
    return new Found(inBytes.pointer(), parts[0]);
  }

  private int byteSize(Scalar prefix) {
    return prefix.byteSize(values.memory().type().memory64());
  }
}
