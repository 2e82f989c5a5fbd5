package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.@View@View;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Loops over elements of one type, each as a program writes it that knows the type. */
@SuppressWarnings("cast") // needed for types that are smaller than an int
final class @View@Loops extends Loops {
  private static final ValueLayout.Of@Layout@ LAYOUT =
      ((ValueLayout.Of@Layout@) ElementType.@View@.layout()).withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long SIZE = LAYOUT.byteSize();

  private static @number@ read(@stored@ stored) {
    return @read@;
  }

  private static @stored@ store(@number@ value) {
    return @store@;
  }

  @Override
  Object newArray() {
    return new @stored@[LENGTH];
  }

  @Override
  WasmView<?, ?> view(WasmMemory memory) {
    return memory.view(ElementType.@View@, 0, LENGTH);
  }

  @Override
  double sumView(WasmView<?, ?> of) {
    @View@View view = (@View@View) of;
    @number@ sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  @Override
  double sumArray(Object of) {
    @stored@[] array = (@stored@[]) of;
    @number@ sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += read(array[i]);
    }
    return sum;
  }

  @Override
  double sumSegment(MemorySegment segment) {
    @number@ sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += read(segment.get(LAYOUT, i * SIZE));
    }
    return sum;
  }

  @Override
  double sumOwn(OwnGuest own) {
    @number@ sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += read(own.get@Own@(i));
    }
    return sum;
  }

  @Override
  void scaleView(WasmView<?, ?> of) {
    @View@View view = (@View@View) of;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, (@set@) (view.get(i) @scale@));
    }
  }

  @Override
  void scaleArray(Object of) {
    @stored@[] array = (@stored@[]) of;
    for (int i = 0; i < array.length; i++) {
      array[i] = store(read(array[i]) @scale@);
    }
  }

  @Override
  void scaleSegment(MemorySegment segment) {
    for (int i = 0; i < LENGTH; i++) {
      segment.set(LAYOUT, i * SIZE, store(read(segment.get(LAYOUT, i * SIZE)) @scale@));
    }
  }

  @Override
  void scaleOwn(OwnGuest own) {
    for (int i = 0; i < LENGTH; i++) {
      own.set@Own@(i, store(read(own.get@Own@(i)) @scale@));
    }
  }

  @Override
  void writeView(WasmView<?, ?> of) {
    @View@View view = (@View@View) of;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, (@set@) i);
    }
  }

  @Override
  void writeArray(Object of) {
    @stored@[] array = (@stored@[]) of;
    for (int i = 0; i < array.length; i++) {
      array[i] = store(i);
    }
  }

  @Override
  void writeSegment(MemorySegment segment) {
    for (int i = 0; i < LENGTH; i++) {
      segment.set(LAYOUT, i * SIZE, store(i));
    }
  }

  @Override
  void writeOwn(OwnGuest own) {
    for (int i = 0; i < LENGTH; i++) {
      own.set@Own@(i, store(i));
    }
  }

  @Override
  void fillView(WasmView<?, ?> of) {
    ((@View@View) of).fill((@set@) 3);
  }

  @Override
  void fillArray(Object of) {
    Arrays.fill((@stored@[]) of, store(3));
  }
}
