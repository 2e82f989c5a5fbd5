package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on a memory and on an array of bytes, which must agree at every step. */
class NativeMemoryModelTest {
  private static final int PAGE = 65_536;
  private static final int MAXIMUM = 40;
  private static final int STEPS = 20_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void agreesWithAnArray(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean shared = random.nextBoolean();
    Model model = new Model(1);
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1, MAXIMUM, shared))) {
      for (int step = 0; step < STEPS; step++) {
        int operation = random.nextInt(40);
        int address = address(random, model.bytes.length);
        long value = random.nextLong();
        int size = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(300);
        int other = address(random, model.bytes.length);
        String what =
            "seed %d, step %d, operation %d at %d".formatted(seed, step, operation, address);

        Object expected = outcome(() -> model.apply(operation, address, value, size, other));
        Object actual = outcome(() -> apply(memory, operation, address, value, size, other));

        assertThat(actual).as(what).isEqualTo(expected);
        if (random.nextInt(500) == 0 && memory.pages() < MAXIMUM) {
          int delta = random.nextInt(4);
          int before = model.grow(delta);
          assertThat(memory.grow(delta)).as(what).isEqualTo(before);
        }
        if (step % 1000 == 0) {
          assertSame(memory, model, what);
        }
      }
      assertSame(memory, model, "seed " + seed + ", at the end");
    }
  }

  private static void assertSame(NativeMemory memory, Model model, String what) {
    assertThat(Arrays.mismatch(memory.readBytes(0, model.bytes.length), model.bytes))
        .as(what)
        .isEqualTo(-1);
    assertThat(memory.pages()).isEqualTo(model.bytes.length / PAGE);
  }

  /** Mostly near the ends, and everywhere else now and then. */
  private static int address(SplittableRandom random, int size) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(64);
      case 1 -> size - 32 + random.nextInt(64);
      case 2 -> random.nextInt(size);
      default -> random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(size);
    };
  }

  private static Object outcome(Supplier<Object> operation) {
    try {
      return operation.get();
    } catch (WasmRuntimeException e) {
      return e.getMessage().startsWith("unaligned") ? "unaligned" : "out of bounds";
    }
  }

  private static Object apply(
      NativeMemory m, int operation, int address, long value, int size, int other) {
    int i = (int) value;
    short s = (short) value;
    byte b = (byte) value;
    return switch (operation) {
      case 0 -> (long) m.read(address);
      case 1 -> (long) m.readShort(address);
      case 2 -> m.readU16(address);
      case 3 -> (long) m.readInt(address);
      case 4 -> m.readLong(address);
      case 5 -> (long) Float.floatToRawIntBits(m.readFloat(address));
      case 6 -> Double.doubleToRawLongBits(m.readDouble(address));
      case 7 -> (long) (int) m.readF32(address);
      case 8 -> m.readF64(address);
      case 9 -> done(() -> m.writeByte(address, b));
      case 10 -> done(() -> m.writeShort(address, s));
      case 11 -> done(() -> m.writeI32(address, i));
      case 12 -> done(() -> m.writeLong(address, value));
      case 13 -> done(() -> m.writeF32(address, i));
      case 14 -> done(() -> m.writeF64(address, (double) value));
      case 15 -> done(() -> m.fill(b, address, address + size));
      case 16 -> done(() -> m.copy(address, other, size));
      case 17 -> done(() -> m.write(address, pattern(value), size & 31, size >>> 5));
      case 18 -> (long) Arrays.hashCode(m.readBytes(address, size));
      case 19 -> (long) m.atomicReadByte(address);
      case 20 -> (long) m.atomicReadShort(address);
      case 21 -> (long) m.atomicReadInt(address);
      case 22 -> m.atomicReadLong(address);
      case 23 -> done(() -> m.atomicWriteByte(address, b));
      case 24 -> done(() -> m.atomicWriteShort(address, s));
      case 25 -> done(() -> m.atomicWriteInt(address, i));
      case 26 -> done(() -> m.atomicWriteLong(address, value));
      case 27 -> (long) m.atomicAddByte(address, b);
      case 28 -> (long) m.atomicAddShort(address, s);
      case 29 -> (long) m.atomicAddInt(address, i);
      case 30 -> m.atomicAddLong(address, value);
      case 31 -> (long) m.atomicXorByte(address, b);
      case 32 -> (long) m.atomicAndShort(address, s);
      case 33 -> (long) m.atomicOrInt(address, i);
      case 34 -> m.atomicXorLong(address, value);
      case 35 -> (long) m.atomicXchgByte(address, b);
      case 36 -> (long) m.atomicXchgShort(address, s);
      case 37 -> (long) m.atomicCmpxchgByte(address, (byte) 0, b);
      case 38 -> (long) m.atomicCmpxchgShort(address, (short) 0, s);
      default -> m.atomicCmpxchgLong(address, 0, value);
    };
  }

  private static Object done(Runnable operation) {
    operation.run();
    return 0L;
  }

  private static byte[] pattern(long value) {
    byte[] pattern = new byte[64];
    ByteBuffer.wrap(pattern).putLong(8, value);
    return pattern;
  }

  /** What a memory is: some bytes. */
  private static final class Model {
    private byte[] bytes;

    Model(int pages) {
      bytes = new byte[pages * PAGE];
    }

    int grow(int delta) {
      int before = bytes.length / PAGE;
      if (before + delta > MAXIMUM) {
        return -1;
      }
      bytes = Arrays.copyOf(bytes, bytes.length + delta * PAGE);
      return before;
    }

    Object apply(int operation, int address, long value, int size, int other) {
      return switch (operation) {
        case 0 -> get(address, 1, true, false);
        case 1 -> get(address, 2, true, false);
        case 2 -> get(address, 2, false, false);
        case 3, 5, 7 -> get(address, 4, true, false);
        case 4, 6, 8 -> get(address, 8, true, false);
        case 9 -> set(address, 1, value, false);
        case 10 -> set(address, 2, value, false);
        case 11 -> set(address, 4, value, false);
        case 12 -> set(address, 8, value, false);
        case 13 -> set(address, 4, Float.floatToRawIntBits((int) value), false);
        case 14 -> set(address, 8, Double.doubleToRawLongBits((double) value), false);
        case 15 -> fill(address, size, (byte) value);
        case 16 -> copy(address, other, size);
        case 17 -> write(address, pattern(value), size & 31, size >>> 5);
        case 18 -> {
          int from = check(address, Integer.toUnsignedLong(size), 1);
          yield (long) Arrays.hashCode(Arrays.copyOfRange(bytes, from, from + size));
        }
        case 19 -> get(address, 1, true, true);
        case 20 -> get(address, 2, true, true);
        case 21 -> get(address, 4, true, true);
        case 22 -> get(address, 8, true, true);
        case 23 -> set(address, 1, value, true);
        case 24 -> set(address, 2, value, true);
        case 25 -> set(address, 4, value, true);
        case 26 -> set(address, 8, value, true);
        case 27 -> change(address, 1, old -> old + value);
        case 28 -> change(address, 2, old -> old + value);
        case 29 -> change(address, 4, old -> old + value);
        case 30 -> change(address, 8, old -> old + value);
        case 31 -> change(address, 1, old -> old ^ value);
        case 32 -> change(address, 2, old -> old & value);
        case 33 -> change(address, 4, old -> old | value);
        case 34 -> change(address, 8, old -> old ^ value);
        case 35 -> change(address, 1, _ -> value);
        case 36 -> change(address, 2, _ -> value);
        case 37 -> change(address, 1, old -> old == 0 ? value : old);
        case 38 -> change(address, 2, old -> old == 0 ? value : old);
        default -> change(address, 8, old -> old == 0 ? value : old);
      };
    }

    private int check(int address, long size, int alignment) {
      long at = Integer.toUnsignedLong(address);
      if (at + size > bytes.length) {
        throw new WasmRuntimeException("out of bounds");
      }
      if (at % alignment != 0) {
        throw new WasmRuntimeException("unaligned");
      }
      return (int) at;
    }

    private long get(int address, int size, boolean signed, boolean atomic) {
      int at = check(address, size, atomic ? size : 1);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      return switch (size) {
        case 1 -> buffer.get(at);
        case 2 -> signed ? buffer.getShort(at) : Short.toUnsignedLong(buffer.getShort(at));
        case 4 -> buffer.getInt(at);
        default -> buffer.getLong(at);
      };
    }

    private Object set(int address, int size, long value, boolean atomic) {
      int at = check(address, size, atomic ? size : 1);
      for (int i = 0; i < size; i++) {
        bytes[at + i] = (byte) (value >>> (8 * i));
      }
      return 0L;
    }

    private Object change(int address, int size, LongUnaryOperator change) {
      long old = get(address, size, true, true);
      set(address, size, change.applyAsLong(old), true);
      return old;
    }

    private Object fill(int address, int size, byte value) {
      int from = check(address, Integer.toUnsignedLong(size), 1);
      Arrays.fill(bytes, from, from + size, value);
      return 0L;
    }

    private Object copy(int address, int source, int size) {
      int from = check(source, Integer.toUnsignedLong(size), 1);
      int to = check(address, Integer.toUnsignedLong(size), 1);
      System.arraycopy(bytes, from, bytes, to, size);
      return 0L;
    }

    private Object write(int address, byte[] source, int offset, int size) {
      if (offset + (long) size > source.length) {
        throw new WasmRuntimeException("out of bounds");
      }
      System.arraycopy(source, offset, bytes, check(address, size, 1), size);
      return 0L;
    }
  }
}
