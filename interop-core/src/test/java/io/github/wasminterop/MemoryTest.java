package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a memory or a table does when its runtime does something unusual. */
class MemoryTest {
  record Point(int x, int y) {}

  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment = arena.allocate(65_536, 8);
  private final LinearMemory linear = LinearMemory.of(segment);
  private final WasmMemory heap = FakeMemory.of(linear);

  @Test
  void noRuntimeIsAskedToGrowBeyondTheMaximum() {
    assertThatThrownBy(() -> heap.grow(2))
        .isInstanceOfSatisfying(
            MemoryLimitException.class, e -> assertThat(e.pages()).isEqualTo(3));
    assertThatThrownBy(() -> heap.grow(1)).hasMessage("asked to grow by 1");
  }

  @Test
  void anEmptyTableMayGrow() {
    BackendTable empty =
        (BackendTable)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BackendTable.class},
                (_, method, _) -> {
                  assertThat(method.getName()).isEqualTo("grow");
                  return 0L;
                });
    assertThat(new WasmTable(heap.origin(), "table", empty).grow(2)).isZero();
  }

  @Test
  void theErrorNamesTheMemoryThatIsClosed() {
    U8View view = heap.bytes(0, 8);
    linear.close();
    StructType<Point> type = StructType.of(MethodHandles.lookup(), Point.class);
    String malformed = "\ud800";
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            heap::byteSize,
            heap::pages,
            () -> heap.bytes(0, 1),
            () -> heap.view(ElementType.I32, 1, -1),
            () -> heap.structs(type, 1, -1),
            () -> heap.readStruct(type, 1),
            () -> heap.readUtf8(-1, -1),
            () -> heap.readText(-1, TextFormat.nulTerminated(TextEncoding.UTF_8, 1)),
            () -> heap.writeUtf8(-1, -1, malformed),
            () -> heap.writeText(-1, -1, malformed, TextFormat.assemblyScript()))) {
      assertThatThrownBy(use)
          .isInstanceOfSatisfying(
              ClosedException.class, e -> assertThat(e.subject()).isEqualTo("heap"));
    }
    for (ThrowingCallable use : List.<ThrowingCallable>of(() -> view.get(0), view::segment)) {
      assertThatThrownBy(use)
          .isInstanceOfSatisfying(
              ClosedException.class, e -> assertThat(e.subject()).isEqualTo("u8"));
    }
  }

  /** The segment is gone, and nobody said that the memory is closed or where it went. */
  @Test
  void aMemoryThatMovesDuringAnAccessIsConcurrentUse() {
    U8View bytes = heap.bytes(0, 8);
    DataView data = heap.data(0, 8);
    arena.close();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> bytes.get(0),
            () -> bytes.get(0L),
            () -> bytes.set(0, 1),
            () -> bytes.set(0L, 1),
            () -> bytes.fill(1),
            bytes::copy,
            () -> data.getI8(0),
            () -> data.setI8(0, (byte) 1),
            () -> data.getI16(0),
            () -> data.setI16(0, (short) 1),
            () -> data.getI32(0),
            () -> data.setI32(0, 1),
            () -> data.getI64(0),
            () -> data.setI64(0, 1))) {
      assertThatThrownBy(use).isInstanceOf(ConcurrentUseException.class);
    }
  }

  @Test
  void aMemoryThatEndsDuringAnAccessIsClosed() {
    Arena other = Arena.ofShared();
    MemorySegment ending = other.allocate(65_536, 8);
    LinearMemory[] asked = new LinearMemory[1];
    boolean[] ends = {false};
    asked[0] =
        LinearMemory.asking(
            () -> {
              if (ends[0]) {
                other.close();
                asked[0].close();
              }
              return ending;
            });
    U8View view = FakeMemory.of(asked[0]).bytes(0, 8);
    ends[0] = true;
    asked[0].invalidate();
    assertThatThrownBy(view::copy).isInstanceOf(ClosedException.class);
  }

  /** The memory is alive: what is closed is the caller's. */
  @Test
  void aClosedTargetIsNotTakenForAClosedMemory() {
    U8View view = heap.bytes(0, 8);
    MemorySegment target;
    try (Arena other = Arena.ofConfined()) {
      target = other.allocate(8);
    }
    assertThatThrownBy(() -> view.copyInto(target))
        .isExactlyInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> view.copyFrom(target))
        .isExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  void pointersAreUnsignedInAMemoryOf64Bits() {
    WasmInstance guest = WasmInstance.ofMemory(FakeMemory.of(MemoryType.of(1).as64(), linear));
    ValueDescriptor one = ValueDescriptor.of(1);
    BigInteger last = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    for (BigInteger pointer : List.of(BigInteger.TWO.pow(63), last.subtract(BigInteger.ONE))) {
      assertThatThrownBy(() -> guest.view(ElementType.U8, ValueDescriptor.of(pointer), one))
          .isInstanceOfSatisfying(
              OutOfBoundsException.class,
              e -> assertThat(e.offset()).isEqualTo(pointer.longValue()));
    }
    BigInteger end = BigInteger.TWO.pow(64);
    assertThatThrownBy(() -> guest.view(ElementType.U8, ValueDescriptor.of(end), one))
        .isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(
            () -> guest.view(ElementType.U8, ValueDescriptor.of(end.add(BigInteger.ONE)), one))
        .isInstanceOf(DescriptorException.class);
  }
}
