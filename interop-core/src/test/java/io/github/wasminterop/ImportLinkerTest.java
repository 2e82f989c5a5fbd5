package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.FakeBackends.Alpha;
import io.github.wasminterop.FakeBackends.Beta;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Linking where capabilities are missing, or where several backends meet. */
class ImportLinkerTest {
  private static final FunctionType NEGATE =
      FunctionType.of(ValueType.I32).returning(ValueType.I32);

  private final WasmBackend alpha = new Alpha();
  private final Lifetime lifetime = Lifetime.root("guest", () -> {});
  private final WasmFunction function =
      new WasmFunction(new Origin(alpha, lifetime), "negate", new Negate());
  private final WasmMemory memory =
      new WasmMemory(
          new Origin(alpha, lifetime),
          "heap",
          new FakeMemory(MemoryType.of(1), LinearMemory.of(Arena.ofAuto().allocate(65_536))));

  @Test
  void whatABackendCannotImportIsRefused() throws ReflectiveOperationException {
    MethodHandle handle =
        MethodHandles.lookup()
            .findStatic(Math.class, "negateExact", MethodType.methodType(int.class, int.class));
    needs(Capability.HOST_FUNCTIONS, NEGATE, given().function("env", "it", NEGATE, (_, a) -> a[0]));
    needs(Capability.HOST_FUNCTIONS, NEGATE, given().function("env", "it", handle));
    needs(Capability.IMPORTED_FUNCTIONS, NEGATE, given().function("env", "it", function));
    needs(Capability.IMPORTED_MEMORIES, MemoryType.of(1), given().memory("env", "it", memory));
    ImportType exit =
        new ImportType(WasiOptions.MODULE, "proc_exit", FunctionType.of(ValueType.I32));
    assertThatThrownBy(() -> link(alpha, Set.of(), exit, given().wasi(WasiOptions.none())))
        .isInstanceOfSatisfying(
            UnsupportedCapabilityException.class,
            e -> assertThat(e.capability()).isEqualTo(Capability.WASI_PREVIEW1));
  }

  private void needs(Capability capability, ExternType type, WasmImports imports) {
    ImportType it = new ImportType("env", "it", type);
    assertThatThrownBy(() -> link(alpha, Set.of(), it, imports))
        .isInstanceOfSatisfying(
            UnsupportedCapabilityException.class,
            e -> assertThat(e.capability()).isEqualTo(capability));
    assertThat(link(alpha, Set.of(capability), it, imports)).isNotNull();
  }

  @Test
  void aFunctionOfAnotherBackendIsAHostFunction() {
    ImportType it = new ImportType("env", "it", NEGATE);
    WasmImports imports = given().function("env", "it", function);
    assertThatThrownBy(() -> link(new Beta(), Set.of(Capability.IMPORTED_FUNCTIONS), it, imports))
        .isInstanceOfSatisfying(
            UnsupportedCapabilityException.class,
            e -> assertThat(e.capability()).isEqualTo(Capability.HOST_FUNCTIONS));
    HostFunction linked =
        (HostFunction) link(new Beta(), Set.of(Capability.HOST_FUNCTIONS), it, imports);
    assertThat(linked.type()).isEqualTo(NEGATE);
    assertThat(linked.callback().call(instance(), new long[] {5})).containsExactly(-5);
  }

  @Test
  void aMemoryOfAnotherBackendIsRefused() {
    ImportType it = new ImportType("env", "it", MemoryType.of(1));
    WasmImports imports = given().memory("env", "it", memory);
    assertThatThrownBy(() -> link(new Beta(), Set.of(Capability.IMPORTED_MEMORIES), it, imports))
        .isInstanceOf(LinkException.class)
        .hasMessageContainingAll("alpha", "beta");
  }

  @Test
  void whatIsClosedIsRefused() {
    lifetime.close();
    ImportType it = new ImportType("env", "it", NEGATE);
    assertThatThrownBy(
            () ->
                link(
                    alpha,
                    Set.of(Capability.IMPORTED_FUNCTIONS),
                    it,
                    given().function("env", "it", function)))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void hostCodeGivesAsManyResultsAsItsTypeHas() throws ReflectiveOperationException {
    FunctionType two = FunctionType.of().returning(ValueType.I32, ValueType.I64);
    assertThat(results(two, (_, _) -> List.of(1, 2L))).containsExactly(1, 2);
    assertThat(results(two, (_, _) -> new Object[] {1, 2L})).containsExactly(1, 2);
    assertThat(results(FunctionType.of(), (_, _) -> null)).isEmpty();
    for (Object wrong : List.of(List.of(1), 1, List.of(1, 2, 3))) {
      assertThatThrownBy(() -> results(two, (_, _) -> wrong))
          .isInstanceOf(TypeMismatchException.class);
    }
    MethodHandle nothing =
        MethodHandles.lookup().findStatic(Thread.class, "yield", MethodType.methodType(void.class));
    ImportType it = new ImportType("env", "it", FunctionType.of());
    HostFunction linked =
        (HostFunction)
            link(
                alpha,
                Set.of(Capability.HOST_FUNCTIONS),
                it,
                given().function("env", "it", nothing));
    assertThat(linked.callback().call(instance(), new long[0])).isEmpty();
  }

  private long[] results(FunctionType type, HostCode code) {
    ImportType it = new ImportType("env", "it", type);
    HostFunction linked =
        (HostFunction)
            link(
                alpha,
                Set.of(Capability.HOST_FUNCTIONS),
                it,
                given().function("env", "it", type, code));
    return linked.callback().call(instance(), new long[0]);
  }

  private static WasmImports given() {
    return WasmImports.none();
  }

  private static ImportValue link(
      WasmBackend backend, Set<Capability> able, ImportType wanted, WasmImports given) {
    return Objects.requireNonNull(
        ImportLinker.link(
                backend, able, List.of(wanted), given, _ -> WasmInstance.ofExports(Map.of()))
            .get(wanted));
  }

  private static BackendInstance instance() {
    return (BackendInstance)
        Proxy.newProxyInstance(
            ImportLinkerTest.class.getClassLoader(),
            new Class<?>[] {BackendInstance.class},
            (_, method, _) -> {
              throw new AssertionError(method);
            });
  }

  private record Negate() implements BackendFunction {
    @Override
    public FunctionType type() {
      return NEGATE;
    }

    @Override
    public long[] call(long... arguments) {
      return new long[] {-arguments[0]};
    }
  }
}
