package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.LinearMemory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Moves over the structs of a {@link StructArray} and reads and writes single fields. One cursor
 * serves all structs; using it allocates nothing.
 *
 * <pre>{@code
 * static final StructType<Particle> TYPE = StructType.of(lookup(), Particle.class);
 * static final StructField X = TYPE.field("pos.x");
 *
 * for (StructCursor at = particles.cursor(); at.next(); ) {
 *   at.setF32(X, at.getF32(X) + 1);
 * }
 * }</pre>
 *
 * <p><b>Fields</b> are those of the array's {@link StructArray#type()}, at any depth, that hold one
 * number: each method takes fields of the {@link Scalar} that it is named after, bit-fields of that
 * declared type included. Given any other it throws {@link TypeMismatchException}; before the first
 * struct, and where the array no longer reaches after a refresh, {@link OutOfBoundsException}; if
 * the memory is closed, {@link ClosedException}.
 *
 * <p><b>Threads.</b> A cursor belongs to one thread at a time.
 *
 * @param <R> the class of the array's values
 */
public final class StructCursor<R> {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final StructArray<R> array;
  private final StructType<R> type;
  private final DataView data;
  private final LinearMemory linear;
  private final long byteSize;
  private long index;

  /** Where the struct begins in the array, in bytes. */
  private long at;

  StructCursor(StructArray<R> array) {
    this.array = array;
    this.type = array.type();
    this.data = array.data;
    this.linear = data.linear;
    this.byteSize = type.byteSize();
    this.index = -1;
    this.at = -byteSize;
  }

  /** {@return the array that the cursor moves over} */
  public StructArray<R> array() {
    return array;
  }

  /** {@return the index of the struct that the cursor is at; -1 before the first} */
  public long index() {
    return index;
  }

  /**
   * Moves to a struct.
   *
   * @param newIndex the index in structs, {@code 0 <= newIndex < array().length()}
   * @return this cursor
   * @throws OutOfBoundsException if {@code newIndex < 0} or {@code newIndex >= array().length()};
   *     the cursor has not moved
   */
  public StructCursor<R> moveTo(long newIndex) {
    if (newIndex < 0 || newIndex >= array.length) {
      throw Ranges.outside(array.name(), newIndex, 1, array.length);
    }
    index = newIndex;
    at = newIndex * byteSize;
    return this;
  }

  /**
   * Moves to the next struct, if there is one.
   *
   * @return whether there was; if not, the cursor has not moved
   */
  public boolean next() {
    if (index + 1 >= array.length) {
      return false;
    }
    index++;
    at += byteSize;
    return true;
  }

  /**
   * Reads the struct as a whole, as {@link StructArray#get} does.
   *
   * @return the value, the caller's own
   */
  public R get() {
    return array.get(index);
  }

  /**
   * Writes the struct as a whole, as {@link StructArray#set} does.
   *
   * @param value the value
   */
  public void set(R value) {
    array.set(index, value);
  }

  /**
   * Reads a signed byte.
   *
   * @param field a field of {@link Scalar#I8}
   * @return the value
   */
  public byte getI8(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.I8)) {
      try {
        return data.segment.get(ValueLayout.JAVA_BYTE, at + slot.byteOffset());
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (byte) slowLoad(slot, Scalar.I8);
  }

  /**
   * Writes a signed byte.
   *
   * @param field a field of {@link Scalar#I8}
   * @param value the value; of a bit-field, its low bits
   */
  public void setI8(StructField field, byte value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.I8)) {
      try {
        data.segment.set(ValueLayout.JAVA_BYTE, at + slot.byteOffset(), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.I8, value);
  }

  /**
   * Reads an unsigned byte.
   *
   * @param field a field of {@link Scalar#U8}
   * @return the value, 0 to 255
   */
  public int getU8(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.U8)) {
      try {
        return Byte.toUnsignedInt(data.segment.get(ValueLayout.JAVA_BYTE, at + slot.byteOffset()));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (int) slowLoad(slot, Scalar.U8);
  }

  /**
   * Writes an unsigned byte.
   *
   * @param field a field of {@link Scalar#U8}
   * @param value the value, of which the low 8 bits are stored; of a bit-field, its low bits
   */
  public void setU8(StructField field, int value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.U8)) {
      try {
        data.segment.set(ValueLayout.JAVA_BYTE, at + slot.byteOffset(), (byte) value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.U8, value);
  }

  /**
   * Reads a signed 16-bit integer.
   *
   * @param field a field of {@link Scalar#I16}
   * @return the value
   */
  public short getI16(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.I16)) {
      try {
        return data.segment.get(SHORT, at + slot.byteOffset());
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (short) slowLoad(slot, Scalar.I16);
  }

  /**
   * Writes a signed 16-bit integer.
   *
   * @param field a field of {@link Scalar#I16}
   * @param value the value; of a bit-field, its low bits
   */
  public void setI16(StructField field, short value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.I16)) {
      try {
        data.segment.set(SHORT, at + slot.byteOffset(), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.I16, value);
  }

  /**
   * Reads an unsigned 16-bit integer.
   *
   * @param field a field of {@link Scalar#U16}
   * @return the value, 0 to 65 535
   */
  public int getU16(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.U16)) {
      try {
        return Short.toUnsignedInt(data.segment.get(SHORT, at + slot.byteOffset()));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (int) slowLoad(slot, Scalar.U16);
  }

  /**
   * Writes an unsigned 16-bit integer.
   *
   * @param field a field of {@link Scalar#U16}
   * @param value the value, of which the low 16 bits are stored; of a bit-field, its low bits
   */
  public void setU16(StructField field, int value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.U16)) {
      try {
        data.segment.set(SHORT, at + slot.byteOffset(), (short) value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.U16, value);
  }

  /**
   * Reads a signed 32-bit integer.
   *
   * @param field a field of {@link Scalar#I32}
   * @return the value
   */
  public int getI32(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.I32)) {
      try {
        return data.segment.get(INT, at + slot.byteOffset());
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (int) slowLoad(slot, Scalar.I32);
  }

  /**
   * Writes a signed 32-bit integer.
   *
   * @param field a field of {@link Scalar#I32}
   * @param value the value; of a bit-field, its low bits
   */
  public void setI32(StructField field, int value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.I32)) {
      try {
        data.segment.set(INT, at + slot.byteOffset(), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.I32, value);
  }

  /**
   * Reads an unsigned 32-bit integer.
   *
   * @param field a field of {@link Scalar#U32}
   * @return the value, 0 to 2<sup>32</sup> - 1
   */
  public long getU32(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.U32)) {
      try {
        return Integer.toUnsignedLong(data.segment.get(INT, at + slot.byteOffset()));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return slowLoad(slot, Scalar.U32);
  }

  /**
   * Writes an unsigned 32-bit integer.
   *
   * @param field a field of {@link Scalar#U32}
   * @param value the value, of which the low 32 bits are stored; of a bit-field, its low bits
   */
  public void setU32(StructField field, long value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.U32)) {
      try {
        data.segment.set(INT, at + slot.byteOffset(), (int) value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.U32, value);
  }

  /**
   * Reads a signed 64-bit integer.
   *
   * @param field a field of {@link Scalar#I64}
   * @return the value
   */
  public long getI64(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.I64)) {
      try {
        return data.segment.get(LONG, at + slot.byteOffset());
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return slowLoad(slot, Scalar.I64);
  }

  /**
   * Writes a signed 64-bit integer.
   *
   * @param field a field of {@link Scalar#I64}
   * @param value the value; of a bit-field, its low bits
   */
  public void setI64(StructField field, long value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.I64)) {
      try {
        data.segment.set(LONG, at + slot.byteOffset(), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.I64, value);
  }

  /**
   * Reads an unsigned 64-bit integer.
   *
   * @param field a field of {@link Scalar#U64}
   * @return the bits; above 2<sup>63</sup> - 1 they are a negative {@code long}
   */
  public long getU64(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.U64)) {
      try {
        return data.segment.get(LONG, at + slot.byteOffset());
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return slowLoad(slot, Scalar.U64);
  }

  /**
   * Writes an unsigned 64-bit integer.
   *
   * @param field a field of {@link Scalar#U64}
   * @param value the bits; of a bit-field, its low bits
   */
  public void setU64(StructField field, long value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.U64)) {
      try {
        data.segment.set(LONG, at + slot.byteOffset(), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.U64, value);
  }

  /**
   * Reads an IEEE 754 binary16 number.
   *
   * @param field a field of {@link Scalar#F16}
   * @return the value, exactly
   */
  public float getF16(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.F16)) {
      try {
        return Float.float16ToFloat(data.segment.get(SHORT, at + slot.byteOffset()));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Float.float16ToFloat((short) slowLoad(slot, Scalar.F16));
  }

  /**
   * Writes an IEEE 754 binary16 number.
   *
   * @param field a field of {@link Scalar#F16}
   * @param value the value, rounded to the nearest binary16 number
   */
  public void setF16(StructField field, float value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.F16)) {
      try {
        data.segment.set(SHORT, at + slot.byteOffset(), Float.floatToFloat16(value));
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.F16, Float.floatToFloat16(value));
  }

  /**
   * Reads an IEEE 754 binary32 number.
   *
   * @param field a field of {@link Scalar#F32}
   * @return the value; the payload of a NaN is kept
   */
  public float getF32(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.F32)) {
      try {
        return data.segment.get(FLOAT, at + slot.byteOffset());
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Float.intBitsToFloat((int) slowLoad(slot, Scalar.F32));
  }

  /**
   * Writes an IEEE 754 binary32 number.
   *
   * @param field a field of {@link Scalar#F32}
   * @param value the value
   */
  public void setF32(StructField field, float value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.F32)) {
      try {
        data.segment.set(FLOAT, at + slot.byteOffset(), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.F32, Float.floatToRawIntBits(value));
  }

  /**
   * Reads an IEEE 754 binary64 number.
   *
   * @param field a field of {@link Scalar#F64}
   * @return the value; the payload of a NaN is kept
   */
  public double getF64(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.F64)) {
      try {
        return data.segment.get(DOUBLE, at + slot.byteOffset());
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Double.longBitsToDouble(slowLoad(slot, Scalar.F64));
  }

  /**
   * Writes an IEEE 754 binary64 number.
   *
   * @param field a field of {@link Scalar#F64}
   * @param value the value
   */
  public void setF64(StructField field, double value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.F64)) {
      try {
        data.segment.set(DOUBLE, at + slot.byteOffset(), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.F64, Double.doubleToRawLongBits(value));
  }

  /**
   * Reads a truth value.
   *
   * @param field a field of {@link Scalar#BOOL}
   * @return false if the byte, or bit, is 0, else true
   */
  public boolean getBoolean(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.BOOL)) {
      try {
        return data.segment.get(ValueLayout.JAVA_BYTE, at + slot.byteOffset()) != 0;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return slowLoad(slot, Scalar.BOOL) != 0;
  }

  /**
   * Writes a truth value.
   *
   * @param field a field of {@link Scalar#BOOL}
   * @param value the value
   */
  public void setBoolean(StructField field, boolean value) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.BOOL)) {
      try {
        data.segment.set(ValueLayout.JAVA_BYTE, at + slot.byteOffset(), (byte) (value ? 1 : 0));
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(slot, Scalar.BOOL, value ? 1 : 0);
  }

  /**
   * Reads an address.
   *
   * @param field a field of {@link Scalar#POINTER}
   * @return the address in bytes, unsigned
   */
  public long getPointer(StructField field) {
    StructSlot slot = (StructSlot) field;
    if (is(slot, Scalar.POINTER)) {
      try {
        return type.isMemory64()
            ? data.segment.get(LONG, at + slot.byteOffset())
            : Integer.toUnsignedLong(data.segment.get(INT, at + slot.byteOffset()));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return slowLoad(slot, Scalar.POINTER);
  }

  /**
   * Writes an address.
   *
   * @param field a field of {@link Scalar#POINTER}
   * @param address the address in bytes, unsigned, {@code 0 <= address}, and {@code address <
   *     2}<sup>32</sup> unless the memory has 64-bit addresses
   * @throws InvalidArgumentException if the address is none of the memory's; nothing was written
   */
  public void setPointer(StructField field, long address) {
    StructSlot slot = (StructSlot) field;
    Ranges.checkNotNegative("address", address);
    if (!type.isMemory64() && address >>> Integer.SIZE != 0) {
      throw new InvalidArgumentException(
          "%s: no address of 32 bits is %d".formatted(name(slot), address));
    }
    slowStore(slot, Scalar.POINTER, address);
  }

  private boolean is(StructSlot field, Scalar scalar) {
    return field.owner() == type
        && field.plain() == scalar
        && data.generation == linear.generation();
  }

  /**
   * Reads a number in every case that the fast path leaves: as bits, those of integers extended.
   */
  private long slowLoad(StructSlot field, Scalar scalar) {
    check(field, scalar);
    BitField bits = field.bitField();
    if (bits == null) {
      return data.load(at + field.byteOffset(), field.content().byteSize());
    }
    long parts = 0;
    for (int i = 0; i < BitRun.byteSize(bits); i++) {
      parts |= BitRun.part(bits, i, (int) data.load(at + field.byteOffset() + i, 1));
    }
    return BitRun.value(bits, parts);
  }

  /** Writes a number in every case that the fast path leaves. */
  private void slowStore(StructSlot field, Scalar scalar, long value) {
    check(field, scalar);
    BitField bits = field.bitField();
    if (bits == null) {
      data.store(at + field.byteOffset(), field.content().byteSize(), value);
      return;
    }
    for (int i = 0; i < BitRun.byteSize(bits); i++) {
      long offset = at + field.byteOffset() + i;
      data.store(offset, 1, BitRun.merged(bits, i, (int) data.load(offset, 1), value));
    }
  }

  private void check(StructSlot field, Scalar scalar) {
    if (field.owner() != type) {
      throw new TypeMismatchException(
          "%s: the field %s is of another struct, %s; take it from the type() of this array"
              .formatted(array.name(), field.path(), field.owner().name()));
    }
    if (field.bitField() == null
        ? field.plain() != scalar
        : field.scalar().orElseThrow() != scalar) {
      throw new TypeMismatchException(
          "%s is %s, not %s".formatted(name(field), field.described(), scalar));
    }
    Ranges.checkInView(array.name(), index, 1, array.length);
  }

  private String name(StructSlot field) {
    return array.name() + "." + field.path();
  }
}
