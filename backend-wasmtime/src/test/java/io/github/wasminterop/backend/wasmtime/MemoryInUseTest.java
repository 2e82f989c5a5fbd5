package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Native code, such as that of a channel, has a segment while the guest is closed or called. */
class MemoryInUseTest {

  @EachMemory
  void closingFreesTheMemoryWhenItIsNoLongerInUse(String memory) throws Throwable {
    long before = Handles.live();
    try (WasmRuntime runtime = Guests.runtime(memory)) {
      final long withRuntime = Handles.live();
      WasmInstance guest = runtime.instantiate(Guests.wasm("memory"));
      U8View view = guest.memory().bytes(1024, 2);
      view.set(0, 9);
      view.set(1, 4);
      MemorySegment raw = view.segment();
      whileInUse(
          raw,
          () -> {
            guest.close();
            assertThat(catchThrowable(() -> view.get(0))).isInstanceOf(ClosedException.class);
            assertThat(Handles.live()).as("the memory is in use").isGreaterThan(withRuntime);
          });
      runtime.instantiate(Guests.wasm("memory")).close();
      assertThat(Handles.live()).as("the next one has cleaned up").isEqualTo(withRuntime);
      assertThat(raw.scope().isAlive()).isFalse();
    }
    assertThat(Handles.live()).isEqualTo(before);
  }

  @Test
  void aGuestThatMayMoveItsMemoryIsNotEntered() throws Throwable {
    try (WasmRuntime runtime = Guests.runtime("dynamic");
        WasmInstance guest = runtime.instantiate(Guests.wasm("unbounded_memory"))) {
      whileInUse(
          guest.memory().bytes(1024, 2).segment(),
          () ->
              assertThat(catchThrowable(() -> guest.function("grow").call(1)))
                  .isInstanceOf(ConcurrentUseException.class)
                  .hasMessageContaining("in use"));
      assertThat(guest.function("grow").call(1)).isNotEqualTo(-1);
    }
  }

  @Test
  void aMemoryIsNotMovedWhileItIsInUse() throws Throwable {
    long reserved = (1L << 31) / MemoryType.PAGE_SIZE;
    try (WasmRuntime runtime = Guests.runtime("dynamic")) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(1));
      whileInUse(
          memory.bytes(1024, 2).segment(),
          () -> {
            assertThat(catchThrowable(() -> memory.grow(reserved + 1)))
                .isInstanceOf(ConcurrentUseException.class)
                .hasMessageContaining("in use");
            assertThat(memory.pages()).isEqualTo(1);
            assertThat(memory.grow(reserved)).as("as far as it does not move").isEqualTo(1);
          });
    }
  }

  /** Lets {@code qsort} compare the two bytes of a segment by running some code. */
  @SuppressWarnings("restricted") // a function of the C library
  private static void whileInUse(MemorySegment segment, Runnable code) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle sort =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("qsort"),
            FunctionDescriptor.ofVoid(
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS));
    AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("not run"));
    Runnable caught = () -> thrown.set(catchThrowable(code::run));
    MethodHandle compare =
        MethodHandles.lookup()
            .findStatic(
                MemoryInUseTest.class,
                "compare",
                MethodType.methodType(
                    int.class, Runnable.class, MemorySegment.class, MemorySegment.class))
            .bindTo(caught);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment comparison =
          linker.upcallStub(
              compare,
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
              arena);
      sort.invokeExact(segment, 2L, 1L, comparison);
    }
    if (thrown.get() != null) {
      throw thrown.get();
    }
  }

  @SuppressWarnings("unused") // called by qsort
  private static int compare(Runnable code, MemorySegment first, MemorySegment second) {
    code.run();
    return 0;
  }
}
