package io.github.wasminterop;

import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds a value for each import of a module, and checks its type, for all backends alike.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/valid/matching.html#external-types">Specification:
 *     matching of external types</a>
 */
final class ImportLinker {
  private final WasmBackend backend;
  private final Set<Capability> capabilities;
  private final WasmImports given;
  private final Function<BackendInstance, WasmInstance> callers;
  private final Map<ImportType, ImportValue> linked = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable ImportType firstProblem;

  private ImportLinker(
      WasmBackend backend,
      Set<Capability> capabilities,
      WasmImports given,
      Function<BackendInstance, WasmInstance> callers) {
    this.backend = backend;
    this.capabilities = capabilities;
    this.given = given;
    this.callers = callers;
  }

  /**
   * Links all imports or fails.
   *
   * @throws LinkException if imports are missing or of the wrong type; the message lists all of
   *     them
   * @throws UnsupportedCapabilityException if the backend cannot import what is given
   */
  static Map<ImportType, ImportValue> link(
      WasmBackend backend,
      Set<Capability> capabilities,
      List<ImportType> wanted,
      WasmImports given,
      Function<BackendInstance, WasmInstance> callers) {
    ImportLinker linker = new ImportLinker(backend, capabilities, given, callers);
    wanted.forEach(linker::link);
    ImportType first = linker.firstProblem;
    if (first != null) {
      throw new LinkException(
          "the module cannot be linked: " + String.join("; ", linker.problems),
          first.module(),
          first.name(),
          null);
    }
    return linker.linked;
  }

  private void link(ImportType wanted) {
    WasmImports.Supply supply = given.supply(wanted.module(), wanted.name());
    if (supply == null && wanted.module().equals(WasiOptions.MODULE)) {
      if (given.wasi() == null) {
        problem(
            wanted,
            "nothing is given for WASI import "
                + wanted
                + "; give the imports .wasi(WasiOptions.none())");
      } else {
        require(Capability.WASI_PREVIEW1, wanted);
      }
      return;
    }
    ImportValue value = supply == null ? null : value(wanted, supply);
    if (value == null) {
      problem(wanted, "nothing is given for import " + wanted);
    } else if (!matches(wanted.type(), value.type())) {
      problem(
          wanted,
          "import %s.%s wants %s and is given %s"
              .formatted(wanted.module(), wanted.name(), wanted.type(), value.type()));
    } else {
      linked.put(wanted, value);
    }
  }

  private ImportValue value(ImportType wanted, WasmImports.Supply supply) {
    String name = wanted.module() + "." + wanted.name();
    return switch (supply) {
      case WasmImports.Code(FunctionType type, HostCode code) -> {
        require(Capability.HOST_FUNCTIONS, wanted);
        yield HostFunctions.of(name, type, code, callers);
      }
      case WasmImports.Exact exact -> {
        require(Capability.HOST_FUNCTIONS, wanted);
        yield HostFunctions.of(name, exact.type(), exact.handle(), callers);
      }
      case WasmImports.Data(HostMethod method) -> {
        require(Capability.HOST_FUNCTIONS, wanted);
        FunctionType narrow = method.type(ValueType.I32);
        FunctionType wide = method.type(ValueType.I64);
        yield HostFunctions.of(
            name, wanted.type().equals(wide) ? wide : narrow, method::call, callers);
      }
      case WasmImports.Existing(WasmExtern extern) -> existing(wanted, extern);
    };
  }

  private ImportValue existing(ImportType wanted, WasmExtern extern) {
    return switch (extern) {
      case WasmFunction function -> {
        if (isOurs(function.origin())) {
          yield own(Capability.IMPORTED_FUNCTIONS, wanted, function.origin(), function.backend());
        }
        require(Capability.HOST_FUNCTIONS, wanted);
        yield HostFunctions.of(function);
      }
      case WasmMemory memory ->
          own(Capability.IMPORTED_MEMORIES, wanted, memory.origin(), memory.backend());
      case WasmGlobal global ->
          own(Capability.IMPORTED_GLOBALS, wanted, global.origin(), global.backend());
      case WasmTable table ->
          own(Capability.IMPORTED_TABLES, wanted, table.origin(), table.backend());
    };
  }

  private BackendExtern own(
      Capability capability, ImportType wanted, Origin origin, BackendExtern extern) {
    require(capability, wanted);
    if (!isOurs(origin)) {
      throw new LinkException(
          "import %s: a %s of backend %s cannot be imported into a guest of backend %s"
              .formatted(wanted, wanted.type().kind(), origin.backend().name(), backend.name()),
          wanted.module(),
          wanted.name(),
          null);
    }
    origin.lifetime().check();
    return extern;
  }

  private boolean isOurs(Origin origin) {
    return origin.backend().name().equals(backend.name());
  }

  private void require(Capability capability, ImportType wanted) {
    if (!capabilities.contains(capability)) {
      throw new UnsupportedCapabilityException(
          "import %s: backend %s has no %s".formatted(wanted, backend.name(), capability.title()),
          capability);
    }
  }

  private void problem(ImportType wanted, String text) {
    if (firstProblem == null) {
      firstProblem = wanted;
    }
    problems.add(text);
  }

  private static boolean matches(ExternType wanted, ExternType given) {
    return switch (wanted) {
      case FunctionType _, GlobalType _ -> wanted.equals(given);
      case MemoryType memory ->
          given instanceof MemoryType other
              && other.shared() == memory.shared()
              && other.memory64() == memory.memory64()
              && other.minimum() >= memory.minimum()
              && within(other.maximum(), memory.maximum());
      case TableType table ->
          given instanceof TableType other
              && other.element() == table.element()
              && other.minimum() >= table.minimum()
              && within(other.maximum(), table.maximum());
    };
  }

  private static boolean within(OptionalLong given, OptionalLong wanted) {
    return wanted.isEmpty() || (given.isPresent() && given.getAsLong() <= wanted.getAsLong());
  }
}
