package io.github.wasminterop;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** The types of elements, with values, and access to what has a class or a method for each. */
@SuppressWarnings("ImmutableEnumChecker") // boxed numbers, and element types, which are immutable
enum EachType {
  I8(ElementType.I8, byte.class, (byte) -7, (byte) 127),
  U8(ElementType.U8, int.class, 200, 255),
  I16(ElementType.I16, short.class, (short) -300, Short.MIN_VALUE),
  U16(ElementType.U16, int.class, 40_000, 65_535),
  I32(ElementType.I32, int.class, -100_000, Integer.MAX_VALUE),
  U32(ElementType.U32, long.class, 3_000_000_000L, 0xffff_ffffL),
  I64(ElementType.I64, long.class, -5_000_000_000L, Long.MIN_VALUE),
  U64(ElementType.U64, long.class, -1L, 1L),
  F16(ElementType.F16, float.class, -0.5f, 65_504f),
  F32(ElementType.F32, float.class, 1.25f, -Float.MIN_VALUE),
  F64(ElementType.F64, double.class, Math.PI, -1e300);

  final ElementType<?> type;
  final Class<?> carrier;
  private final Object first;
  private final Object second;

  EachType(ElementType<?> type, Class<?> carrier, Object first, Object second) {
    this.type = type;
    this.carrier = carrier;
    this.first = first;
    this.second = second;
  }

  int byteSize() {
    return type.byteSize();
  }

  /** One of two values that differ from each other and from 0. */
  Object value(int number) {
    return number % 2 == 0 ? first : second;
  }

  /** Writes a value as the guest has it. */
  void put(ByteBuffer memory, int address, Object value) {
    Number number = (Number) value;
    switch (this) {
      case I8, U8 -> memory.put(address, number.byteValue());
      case I16, U16 -> memory.putShort(address, number.shortValue());
      case I32, U32 -> memory.putInt(address, number.intValue());
      case I64, U64 -> memory.putLong(address, number.longValue());
      case F16 -> memory.putShort(address, Float.floatToFloat16(number.floatValue()));
      case F32 -> memory.putFloat(address, number.floatValue());
      case F64 -> memory.putDouble(address, number.doubleValue());
    }
  }

  /** A strided view of this type. */
  Strided<?> strided(NdView<?> row) {
    try {
      return (Strided<?>)
          Class.forName("io.github.wasminterop." + name().toUpperCase(Locale.ROOT) + "Strided")
              .getMethod("of", NdView.class)
              .invoke(null, row);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name(), e);
    }
  }

  /** Calls the method of that name that takes as many arguments, the first of the given class. */
  static Object call(Object target, String name, Class<?> first, Object... arguments) {
    try {
      return Arrays.stream(target.getClass().getMethods())
          .filter(method -> method.getName().equals(name))
          .filter(method -> method.getParameterCount() == arguments.length)
          .filter(method -> arguments.length == 0 || method.getParameterTypes()[0] == first)
          .findFirst()
          .orElseThrow()
          .invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (IllegalAccessException e) {
      throw new LinkageError(name, e);
    }
  }
}
