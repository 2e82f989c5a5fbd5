package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.Export;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.type.FunctionType;
import org.jspecify.annotations.Nullable;

/** A function of a Chicory instance, exported or found in a table. */
final class ChicoryFunction implements BackendFunction {
  private static final long[] NO_RESULTS = {};

  private final Instance instance;
  private final int index;
  private final FunctionType type;
  private final ExportFunction entry;
  private final Narrowing arguments;
  private final @Nullable ChicoryInstance owner;

  private ChicoryFunction(
      Instance instance, int index, ExportFunction entry, @Nullable ChicoryInstance owner) {
    this.instance = instance;
    this.index = index;
    this.type = Types.function(instance.type(instance.functionType(index)));
    this.entry = entry;
    this.arguments = Narrowing.of(type.parameters());
    this.owner = owner;
  }

  /** An exported function, called as a program calls it that has only the runtime's own API. */
  static ChicoryFunction of(Instance instance, Export export, ChicoryInstance owner) {
    return new ChicoryFunction(
        instance, export.index(), instance.exports().function(export.name()), owner);
  }

  /** A function by its index. */
  static ChicoryFunction of(Instance instance, int index, @Nullable ChicoryInstance owner) {
    return new ChicoryFunction(
        instance, index, arguments -> instance.getMachine().call(index, arguments), owner);
  }

  @Override
  public FunctionType type() {
    return type;
  }

  Instance nativeInstance() {
    return instance;
  }

  int index() {
    return index;
  }

  @Nullable ChicoryInstance owner() {
    return owner;
  }

  /** Calls the function for another guest, whose caller will translate what is thrown. */
  long[] callNatively(long[] bits) {
    return entry.apply(bits);
  }

  @Override
  public long[] call(long... bits) {
    arguments.apply(bits);
    try {
      long[] results = entry.apply(bits);
      return results == null ? NO_RESULTS : results;
    } catch (Throwable e) { // the guest, the runtime and host functions may throw anything
      throw Failures.ofCall(e, instance, owner == null || owner.isWrapped());
    }
  }
}
