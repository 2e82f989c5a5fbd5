package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strided views of each type, of both kinds of memory, by both kinds of index. */
class StridedTest {
  private static final int POINTER = 1024;
  private static final int LENGTH = 7;
  private static final int STEP = 5;

  private final TwoMemories memories = new TwoMemories();

  @ParameterizedTest
  @EnumSource
  void elementsAreWhereTheStrideLeads(EachType type) {
    for (WasmMemory memory : memories.each) {
      Strided<?> strided = strided(memory, type, LENGTH);
      for (int i = 0; i < LENGTH; i++) {
        Object value = type.value(i);
        type.put(memories.expected, address(type, i), value);
        set(strided, i % 2 == 0 ? (Number) i : (Number) (long) i, value);
        assertThat(get(strided, i)).as("get(%d)", i).isEqualTo(value);
        assertThat(get(strided, (long) i)).as("get(%dL)", i).isEqualTo(value);
      }
      assertThat(strided.length()).isEqualTo(LENGTH);
      assertThat(strided.byteStride()).isEqualTo((long) STEP * type.byteSize());
    }
    memories.assertAsExpected("set");
  }

  @ParameterizedTest
  @EnumSource
  void elementsAreFilledStreamedAndCopied(EachType type) {
    for (WasmMemory memory : memories.each) {
      Strided<?> strided = strided(memory, type, LENGTH);
      EachType.call(strided, "fill", type.carrier, type.value(1));
      for (int i = 0; i < LENGTH; i++) {
        type.put(memories.expected, address(type, i), type.value(1));
      }
      memories.assertAsExpected(memory, "fill");
      Object array = strided.copy();
      Object other = Array.newInstance(array.getClass().getComponentType(), 4);
      set(strided, 5, type.value(0));
      copy("copyInto", strided, 4, other, 1, 2);
      copy("copyFrom", strided, 0, other, 1, 2);
      type.put(memories.expected, address(type, 5), type.value(0));
      type.put(memories.expected, address(type, 1), type.value(0));
      memories.assertAsExpected(memory, "copyFrom");
      assertThat(numbers(strided)).containsExactly(elements(strided));
      EachType.call(strided, "copyFrom", Object.class, array);
      for (int i = 0; i < LENGTH; i++) {
        type.put(memories.expected, address(type, i), type.value(1));
      }
      memories.assertAsExpected(memory, "copyFrom of all");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOutsideIsRefused(EachType type) {
    for (WasmMemory memory : memories.each) {
      Strided<?> strided = strided(memory, type, LENGTH);
      for (Number index :
          List.<Number>of(-1, LENGTH, Integer.MIN_VALUE, -1L, 7L, Long.MIN_VALUE, 1L << 32)) {
        refused(() -> get(strided, index));
        refused(() -> set(strided, index, type.value(0)));
      }
      Object array = strided.copy();
      refused(() -> copy("copyInto", strided, 6, array, 0, 2));
      refused(() -> copy("copyInto", strided, 0, array, 6, 2));
      refused(() -> copy("copyInto", strided, 0, array, 0, -1));
      refused(() -> copy("copyFrom", strided, 6, array, 0, 2));
      refused(() -> copy("copyFrom", strided, 0, array, 6, 2));
      Object shorter = Array.newInstance(array.getClass().getComponentType(), 6);
      refused(() -> EachType.call(strided, "copyInto", Object.class, shorter));
    }
    memories.assertAsExpected("what is refused");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsDoneAfterTheEndOfTheMemory(EachType type) {
    List<Strided<?>> all = new ArrayList<>();
    for (WasmMemory memory : memories.each) {
      all.add(strided(memory, type, LENGTH));
      all.add(strided(memory, type, 0));
    }
    Object none = all.get(1).copy();
    memories.close();
    for (Strided<?> strided : all) {
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> EachType.call(strided, "fill", type.carrier, type.value(0)),
              strided::copy,
              () -> copy("copyInto", strided, 0, none, 0, 0),
              () -> copy("copyFrom", strided, 0, none, 0, 0))) {
        assertThatThrownBy(use).isInstanceOf(ClosedException.class);
      }
    }
  }

  private static Strided<?> strided(WasmMemory memory, EachType type, int length) {
    WasmView<?, ?> view = memory.view(type.type, POINTER, (long) LENGTH * STEP);
    return type.strided(NdView.strided(view, 2, new long[] {length}, new long[] {STEP}));
  }

  private static int address(EachType type, int index) {
    return POINTER + (2 + index * STEP) * type.byteSize();
  }

  private static Object get(Strided<?> strided, Number index) {
    return EachType.call(strided, "get", primitive(index), index);
  }

  private static void set(Strided<?> strided, Number index, Object value) {
    EachType.call(strided, "set", primitive(index), index, value);
  }

  private static void copy(
      String how, Strided<?> strided, long index, Object array, int arrayIndex, int count) {
    EachType.call(strided, how, long.class, index, array, arrayIndex, count);
  }

  private static Class<?> primitive(Number index) {
    return index instanceof Long ? long.class : int.class;
  }

  /** What the stream gives, as the numbers that the elements are. */
  private static List<Double> numbers(Strided<?> strided) {
    List<Double> numbers = new ArrayList<>();
    Iterator<?> stream = ((BaseStream<?, ?>) EachType.call(strided, "stream", null)).iterator();
    stream.forEachRemaining(number -> numbers.add(((Number) number).doubleValue()));
    return numbers;
  }

  private static Double[] elements(Strided<?> strided) {
    Double[] elements = new Double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      elements[i] = ((Number) get(strided, i)).doubleValue();
    }
    return elements;
  }

  private static void refused(ThrowingCallable use) {
    assertThatThrownBy(use).isInstanceOf(OutOfBoundsException.class);
  }
}
