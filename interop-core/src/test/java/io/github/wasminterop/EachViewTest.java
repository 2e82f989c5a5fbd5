package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.BaseStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views of each type, of both kinds of memory, by both kinds of index. */
class EachViewTest {
  private static final int POINTER = 1024;
  private static final int LENGTH = 9;

  private final TwoMemories memories = new TwoMemories();

  @ParameterizedTest
  @EnumSource
  void elementsAreReadAndWrittenWhereTheyAre(EachType type) {
    for (WasmMemory memory : memories.each) {
      WasmView<?, ?> view = memory.view(type.type, POINTER, LENGTH);
      for (int i = 0; i < LENGTH; i++) {
        Object value = type.value(i);
        type.put(memories.expected, address(type, i), value);
        EachType.call(view, "set", i % 2 == 0 ? int.class : long.class, i, value);
        assertThat(EachType.call(view, "get", int.class, i)).as("get(%d)", i).isEqualTo(value);
        assertThat(EachType.call(view, "get", long.class, i)).as("get(%dL)", i).isEqualTo(value);
      }
      for (Number index : List.<Number>of(-1, LENGTH, Integer.MIN_VALUE)) {
        refused(() -> EachType.call(view, "get", int.class, index));
        refused(() -> EachType.call(view, "get", long.class, index));
        refused(() -> EachType.call(view, "set", int.class, index, type.value(0)));
        refused(() -> EachType.call(view, "set", long.class, index, type.value(0)));
      }
    }
    memories.assertAsExpected("set");
  }

  @ParameterizedTest
  @EnumSource
  void unalignedElementsToo(EachType type) {
    for (WasmMemory memory : memories.each) {
      WasmView<?, ?> view =
          type.type.create(
              new ViewSource(
                  memory, type.type, "odd", true, new ViewSource.Range(POINTER + 1, 3), null));
      Object value = type.value(1);
      type.put(memories.expected, POINTER + 1 + 2 * type.byteSize(), value);
      EachType.call(view, "set", int.class, 2, value);
      assertThat(EachType.call(view, "get", int.class, 2)).isEqualTo(value);
      assertThat(EachType.call(view, "get", long.class, 2)).isEqualTo(value);
      assertThat(Array.get(view.copy(), 2)).isEqualTo(Array.get(view.slice(2, 1).copy(), 0));
    }
    memories.assertAsExpected("set of unaligned");
  }

  @ParameterizedTest
  @EnumSource
  void theWholeMemoryIsFilled(EachType type) {
    int length = TwoMemories.BYTE_SIZE / type.byteSize() - 1;
    for (WasmMemory memory : memories.each) {
      WasmView<?, ?> view = memory.view(type.type, type.byteSize(), length);
      EachType.call(view, "fill", type.carrier, type.value(1));
      for (int i = 0; i < length; i++) {
        type.put(memories.expected, (i + 1) * type.byteSize(), type.value(1));
      }
      memories.assertAsExpected(memory, "fill");
    }
  }

  @ParameterizedTest
  @EnumSource
  void partsAreCopied(EachType type) {
    for (WasmMemory memory : memories.each) {
      WasmView<?, ?> view = memory.view(type.type, POINTER, LENGTH);
      Object array = view.copy();
      assertThat(Array.getLength(array)).isEqualTo(LENGTH);
      Object target = Array.newInstance(array.getClass().getComponentType(), 5);
      copy("copyInto", view, 6, target, 2, 3);
      for (int i = 0; i < 3; i++) {
        assertThat(Array.get(target, 2 + i)).isEqualTo(Array.get(array, 6 + i));
      }
      copy("copyFrom", view, 1, target, 2, 3);
      memories.expected.put(
          address(type, 1), memories.expected, address(type, 6), 3 * type.byteSize());
      memories.assertAsExpected(memory, "copyFrom");
      refused(() -> copy("copyInto", view, 7, target, 0, 3));
      refused(() -> copy("copyInto", view, 0, target, 3, 3));
      refused(() -> copy("copyFrom", view, 7, target, 0, 3));
      refused(() -> copy("copyFrom", view, 0, target, 3, 3));
      memories.assertAsExpected(memory, "what is refused");
      ByteBuffer bytes = ByteBuffer.allocate((int) view.byteLength()).order(ByteOrder.BIG_ENDIAN);
      view.copyInto(bytes);
      assertThat(bytes.hasRemaining()).isFalse();
      assertThat(view.bytes().copy()).hasSize((int) view.byteLength());
    }
  }

  @ParameterizedTest
  @EnumSource
  void elementsAreStreamed(EachType type) {
    for (WasmMemory memory : memories.each) {
      WasmView<?, ?> view = memory.view(type.type, POINTER, LENGTH);
      List<Double> streamed = new ArrayList<>();
      ((BaseStream<?, ?>) EachType.call(view, "stream", null))
          .iterator()
          .forEachRemaining(number -> streamed.add(((Number) number).doubleValue()));
      List<Double> elements = new ArrayList<>();
      for (int i = 0; i < LENGTH; i++) {
        elements.add(((Number) EachType.call(view, "get", int.class, i)).doubleValue());
      }
      assertThat(streamed).isEqualTo(elements);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsDoneAfterTheEndOfTheMemory(EachType type) {
    List<WasmView<?, ?>> views = new ArrayList<>();
    for (WasmMemory memory : memories.each) {
      views.add(memory.view(type.type, POINTER, LENGTH));
      views.add(memory.view(type.type, POINTER, 0));
    }
    Object none = views.get(1).copy();
    memories.close();
    for (WasmView<?, ?> view : views) {
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> EachType.call(view, "fill", type.carrier, type.value(0)),
              view::copy,
              view::refresh,
              view::segment,
              view::buffer,
              () -> copy("copyInto", view, 0, none, 0, 0),
              () -> copy("copyFrom", view, 0, none, 0, 0))) {
        assertThatThrownBy(use).isInstanceOf(ClosedException.class);
      }
      assertThatThrownBy(() -> EachType.call(view, "get", int.class, 0))
          .isInstanceOfAny(ClosedException.class, OutOfBoundsException.class);
    }
  }

  private static int address(EachType type, int index) {
    return POINTER + index * type.byteSize();
  }

  private static void copy(
      String how, WasmView<?, ?> view, long index, Object array, int arrayIndex, int count) {
    EachType.call(view, how, long.class, index, array, arrayIndex, count);
  }

  private static void refused(ThrowingCallable use) {
    assertThatThrownBy(use).isInstanceOf(OutOfBoundsException.class);
  }
}
