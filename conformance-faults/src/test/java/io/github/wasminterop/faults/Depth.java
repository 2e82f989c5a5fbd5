package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.HostFunction;

/** Counts how deep the guest stands in host functions. */
abstract class Depth extends Seams {
  private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

  boolean inside() {
    return depth.get() > 0;
  }

  @Override
  long[] callBack(HostFunction.Callback host, BackendInstance caller, long[] arguments) {
    depth.set(depth.get() + 1);
    try {
      return host.call(caller, arguments);
    } finally {
      depth.set(depth.get() - 1);
    }
  }
}
