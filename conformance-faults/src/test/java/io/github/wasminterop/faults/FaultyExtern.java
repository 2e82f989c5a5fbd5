package io.github.wasminterop.faults;

import io.github.wasminterop.spi.AtomicWaits;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import org.jspecify.annotations.Nullable;

/** Something of the real runtime's, used through the seams. */
sealed interface FaultyExtern {

  /** What it stands for. */
  BackendExtern real();

  /** A function. */
  record Function(FaultyRuntime runtime, BackendFunction real)
      implements FaultyExtern, BackendFunction {

    @Override
    public FunctionType type() {
      return runtime.seams().type(real);
    }

    @Override
    public long[] call(long... arguments) {
      return runtime.ran(() -> runtime.seams().call(real, arguments));
    }
  }

  /** A memory. */
  record Memory(FaultyRuntime runtime, BackendMemory real, LinearMemory linear)
      implements FaultyExtern, BackendMemory {

    @Override
    public MemoryType type() {
      return runtime.seams().type(real);
    }

    @Override
    public long grow(long delta) {
      long before = runtime.seams().grow(real, linear, delta);
      runtime.seams().grown(linear);
      return before;
    }

    @Override
    public @Nullable AtomicWaits waits() {
      return runtime.seams().waits(real);
    }
  }

  /** A global. */
  record Global(FaultyRuntime runtime, BackendGlobal real) implements FaultyExtern, BackendGlobal {

    @Override
    public GlobalType type() {
      return runtime.seams().type(real);
    }

    @Override
    public long get() {
      return runtime.seams().get(real);
    }

    @Override
    public void set(long value) {
      runtime.seams().set(real, value);
    }
  }

  /** A table. */
  record Table(FaultyRuntime runtime, BackendTable real) implements FaultyExtern, BackendTable {

    @Override
    public TableType type() {
      return runtime.seams().type(real);
    }

    @Override
    public long size() {
      return runtime.seams().size(real);
    }

    @Override
    public @Nullable BackendFunction get(long index) {
      BackendFunction function = runtime.seams().get(real, index);
      return function == null ? null : new Function(runtime, function);
    }

    @Override
    public void set(long index, @Nullable BackendFunction function) {
      runtime.seams().set(real, index, function instanceof Function ours ? ours.real() : function);
    }

    @Override
    public long grow(long delta) {
      return runtime.seams().grow(real, delta);
    }
  }
}
