package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.StoredValue;
import io.github.wasminterop.error.MalformedValueException;
import io.github.wasminterop.error.TypeMismatchException;
import java.util.Arrays;
import java.util.Comparator;

/** The numbers that stand for the constants of an enum in one field. */
final class EnumCodes {
  private final String field;
  private final Class<?> type;

  /** The constants in the order of their codes. */
  private final Enum<?>[] constants;

  /** The codes in their own order. */
  private final long[] sorted;

  /** The codes in the order of the constants' declaration. */
  private final long[] codes;

  /**
   * Asks an enum for its numbers.
   *
   * @param range what the field can hold
   */
  EnumCodes(String field, Class<?> type, BitField range) {
    this.field = field;
    this.type = type;
    Enum<?>[] declared = (Enum<?>[]) type.getEnumConstants();
    this.codes = Arrays.stream(declared).mapToLong(EnumCodes::storedValue).toArray();
    this.constants = declared.clone();
    Arrays.sort(constants, Comparator.comparingLong(EnumCodes::storedValue));
    this.sorted = Arrays.stream(constants).mapToLong(EnumCodes::storedValue).toArray();
    for (int i = 0; i < sorted.length; i++) {
      if (!range.fits(sorted[i])) {
        throw new TypeMismatchException(
            "%s cannot hold %d, which stands for %s".formatted(field, sorted[i], constants[i]));
      }
      if (i > 0 && sorted[i] == sorted[i - 1]) {
        throw new TypeMismatchException(
            "%s: %d stands for both %s and %s"
                .formatted(field, sorted[i], constants[i - 1], constants[i]));
      }
    }
  }

  /** The constant that a number stands for. */
  Object constant(long code) {
    int index = Arrays.binarySearch(sorted, code);
    if (index < 0) {
      throw new MalformedValueException(
          "%s is %d, which stands for no constant of %s; the guest may know more, or the pointer is wrong"
              .formatted(field, code, type.getSimpleName()),
          field,
          code);
    }
    return constants[index];
  }

  /** The number that stands for a constant. */
  @SuppressWarnings("EnumOrdinal") // the index of an array that is made anew with the enum
  long code(Enum<?> constant) {
    return codes[constant.ordinal()];
  }

  @SuppressWarnings("EnumOrdinal") // the order is what C stores
  private static long storedValue(Enum<?> constant) {
    return constant instanceof StoredValue stored ? stored.storedValue() : constant.ordinal();
  }
}
