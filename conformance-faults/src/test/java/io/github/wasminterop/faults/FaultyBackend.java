package io.github.wasminterop.faults;

import io.github.wasminterop.backend.chicory.ChicoryBackend;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendOption;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A wrapper around the backend for Chicory that has the fault that its option names. */
public final class FaultyBackend implements WasmBackend {
  static final String NAME = "faulty";
  static final BackendOption FAULT =
      new BackendOption(
          "fault",
          "what is wrong",
          Stream.of(Faults.CLEAN, Faults.ALL).flatMap(List::stream).map(Fault::name).toList());

  private final ChicoryBackend real = new ChicoryBackend();

  /** For the service loader. */
  public FaultyBackend() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String runtimeName() {
    return underTest().runtimeName(real.runtimeName());
  }

  @Override
  public Set<Capability> capabilities(BackendOptions options) {
    Fault fault = fault(options);
    return fault.seams().get().capabilities(real.capabilities(realOptions(fault)));
  }

  @Override
  public List<BackendOption> options() {
    return List.of(FAULT);
  }

  @Override
  public Optional<String> unavailable() {
    return real.unavailable();
  }

  @Override
  public BackendRuntime open(BackendOptions options) {
    return open(fault(options));
  }

  @Override
  public Set<String> nativeTypes() {
    return underTest().nativeTypes(Set.of(Handle.class.getName()));
  }

  @Override
  public BackendInstance wrapInstance(List<Object> nativeObjects) {
    Handle handle = (Handle) nativeObjects.getFirst();
    FaultyRuntime runtime = open(Faults.named(handle.fault()));
    return runtime.wrapped(runtime.seams().wrap(real, handle.nativeObject()));
  }

  @Override
  public BackendExtern wrapExtern(List<Object> nativeObjects) {
    Handle handle = (Handle) nativeObjects.getFirst();
    return open(Faults.named(handle.fault())).wrap(real.wrapExtern(List.of(handle.nativeObject())));
  }

  private FaultyRuntime open(Fault fault) {
    return new FaultyRuntime(real.open(realOptions(fault)), fault.seams().get());
  }

  private BackendOptions realOptions(Fault fault) {
    return BackendOptions.resolve(real.options(), Map.of("execution", fault.execution()));
  }

  /** For what a backend is asked before it has options. */
  private static Seams underTest() {
    return FaultyKit.FAULT.isBound() ? FaultyKit.FAULT.get().seams().get() : new Seams();
  }

  private static Fault fault(BackendOptions options) {
    return Faults.named(options.get(FAULT));
  }

  /**
   * What a program hands in to be wrapped: an object of Chicory's, and the fault with which to do
   * it.
   */
  record Handle(String fault, Object nativeObject) {}
}
