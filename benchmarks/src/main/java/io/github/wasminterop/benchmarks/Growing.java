package io.github.wasminterop.benchmarks;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import java.lang.invoke.MethodHandle;

/** A memory of which only the growth matters. */
interface Growing extends AutoCloseable {

  /** Writes to every byte, so that the memory has all its pages of the host. */
  void fill();

  /** Grows by a page, and then reads an element by what there was before. */
  void grow();

  @Override
  void close();

  /** A guest's memory and a view of it. */
  static Growing view(BackendMode mode, long pages, boolean byGuest) {
    WasmRuntime runtime = mode.load();
    WasmInstance guest = runtime.instantiate(SmallGuest.of(pages));
    WasmMemory memory = guest.memory();
    I32View view = memory.view(ElementType.I32, 0, 1);
    MethodHandle grow = guest.function("grow").handle();
    return new Growing() {

      @Override
      public void fill() {
        memory.bytes(0, memory.byteSize()).fill(1);
      }

      @Override
      public void grow() {
        if (byGuest) {
          check(call(grow));
        } else {
          memory.grow(1);
        }
        check(view.get(0));
      }

      @Override
      public void close() {
        runtime.close();
      }
    };
  }

  /** A memory of Chicory's own, read by its own methods. */
  static Growing own(String kind, long pages, boolean byGuest) {
    Instance guest = ChicoryOwn.instance(SmallGuest.of(pages), true, kind);
    Memory memory = guest.memory();
    ExportFunction grow = guest.export("grow");
    return new Growing() {

      @Override
      public void fill() {
        memory.fill((byte) 1, 0, memory.pages() * Memory.PAGE_SIZE);
      }

      @Override
      public void grow() {
        check(byGuest ? (int) grow.apply(1)[0] : memory.grow(1));
        check(memory.readInt(0));
      }

      @Override
      public void close() {
        // The garbage collector has it.
      }
    };
  }

  private static int call(MethodHandle grow) {
    try {
      return (int) grow.invokeExact(1);
    } catch (Throwable e) { // what a guest's function declares and this one never throws
      throw new AssertionError(e);
    }
  }

  /** Uses a number, so that the JVM has to read it: growth says -1 if it failed. */
  private static void check(long value) {
    if (value < 0) {
      throw new IllegalStateException("the memory did not grow");
    }
  }
}
