package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a guest is given for its imports. Immutable; each method gives a new object.
 *
 * <pre>{@code
 * WasmImports imports = WasmImports.none()
 *     .function("env", "log", FunctionType.of(I32, I32), (guest, arguments) -> { … })
 *     .memory("env", "memory", runtime.newMemory(MemoryType.of(1)))
 *     .wasi(WasiOptions.none().withStdout(System.out));
 * try (WasmInstance guest = runtime.instantiate(path, imports)) { … }
 * }</pre>
 *
 * <p>More may be given than a module asks for. What is missing or of the wrong type is listed, all
 * at once, by the {@link io.github.wasminterop.error.LinkException} of {@link
 * WasmModule#instantiate}.
 */
public final class WasmImports {
  private static final WasmImports NONE = new WasmImports(Map.of(), null);

  private final Map<Key, Supply> supplies;
  private final @Nullable WasiOptions wasi;

  private WasmImports(Map<Key, Supply> supplies, @Nullable WasiOptions wasi) {
    this.supplies = supplies;
    this.wasi = wasi;
  }

  /** The two-part name of an import. */
  record Key(String module, String name) {
    Key {
      Objects.requireNonNull(module, "module");
      Objects.requireNonNull(name, "name");
    }
  }

  /** What is given under one name. */
  sealed interface Supply {}

  /** Boxed Java code. */
  record Code(FunctionType type, HostCode code) implements Supply {}

  /** Exact Java code; the handle's first parameter is the calling instance. */
  record Exact(FunctionType type, MethodHandle handle) implements Supply {}

  /** A method that may take more than numbers. */
  record Data(HostMethod method) implements Supply {}

  /** Something of a guest's or a runtime's. */
  record Existing(WasmExtern extern) implements Supply {}

  /** {@return no imports} */
  public static WasmImports none() {
    return NONE;
  }

  /**
   * Adds Java code.
   *
   * @param module the first part of the import's name
   * @param name the second part
   * @param type the type of the function
   * @param code the code
   * @return these imports and that one; one of the same name is replaced
   * @throws TypeMismatchException if the type is not numeric
   */
  public WasmImports function(String module, String name, FunctionType type, HostCode code) {
    Objects.requireNonNull(code, "code");
    if (!type.isNumeric()) {
      throw new TypeMismatchException(
          "%s.%s: a host function takes and gives numbers only, not %s"
              .formatted(module, name, type));
    }
    return with(module, name, new Code(type, code));
  }

  /**
   * Adds Java code of exact type, which is called without boxing.
   *
   * @param module the first part of the import's name
   * @param name the second part
   * @param handle the code. Its parameters are {@code int}, {@code long}, {@code float} or {@code
   *     double}, which make the wasm type; the first one may be a {@link WasmInstance}, which is
   *     the caller. It returns one of those types, or {@code void}
   * @return these imports and that one; one of the same name is replaced
   * @throws TypeMismatchException if the handle has other types
   */
  public WasmImports function(String module, String name, MethodHandle handle) {
    MethodType type = handle.type();
    boolean takesCaller = type.parameterCount() > 0 && type.parameterType(0) == WasmInstance.class;
    List<ValueType> parameters = new ArrayList<>();
    for (Class<?> parameter :
        takesCaller
            ? type.parameterList().subList(1, type.parameterCount())
            : type.parameterList()) {
      parameters.add(valueType(module, name, parameter, type));
    }
    List<ValueType> results =
        type.returnType() == void.class
            ? List.of()
            : List.of(valueType(module, name, type.returnType(), type));
    return with(
        module,
        name,
        new Exact(
            new FunctionType(parameters, results),
            takesCaller ? handle : MethodHandles.dropArguments(handle, 0, WasmInstance.class)));
  }

  /**
   * Adds the methods of an object that are marked by {@link WasmImport}. Their parameters may be
   * more than numbers; what the guest passes is read from the caller's memory and checked before
   * the method runs:
   *
   * <pre>{@code
   * final class Host {
   *   @WasmImport
   *   void log(String message) {}                            // (ptr, byte length): UTF-8
   *
   *   @WasmImport
   *   int puts(@Text(form = Text.Form.NUL_TERMINATED) String line) { // (ptr)
   *     return 0;
   *   }
   *
   *   @WasmImport("draw_pixels")
   *   void draw(WasmInstance caller, U8View pixels) {}       // (ptr, length): live
   *
   *   @WasmImport
   *   double norm(Point point) { … }                         // (ptr): a record
   * }
   * }</pre>
   *
   * <p>The first parameter may be the calling {@link WasmInstance}. The others, and the wasm types
   * that they stand for, are those of {@link WasmInstance#bind}; arrays and records are copies. A
   * method returns a number, {@code boolean} or nothing. What a guest passes wrongly, such as a
   * range outside its memory or malformed text, ends its call by the exception that says so.
   *
   * @param module the first part of the imports' names; the second is that of the method or its
   *     annotation
   * @param host the object, whose class is public in an exported package, or in one that is open to
   *     this library, or on the class path
   * @return these imports and those; ones of the same name are replaced
   * @throws TypeMismatchException if no method is marked, two have the same name, one cannot be
   *     reached, or has a parameter or result that does not cross; the message lists all problems
   */
  public WasmImports functions(String module, Object host) {
    WasmImports result = this;
    for (Map.Entry<String, HostMethod> method : HostMethods.of(module, host).entrySet()) {
      result = result.with(module, method.getKey(), new Data(method.getValue()));
    }
    return result;
  }

  /**
   * Adds a function of another instance. One of another backend is called as Java code would be.
   *
   * @param module the first part of the import's name
   * @param name the second part
   * @param function the function
   * @return these imports and that one; one of the same name is replaced
   */
  public WasmImports function(String module, String name, WasmFunction function) {
    return with(module, name, new Existing(Objects.requireNonNull(function, "function")));
  }

  /**
   * Adds a memory of the same backend: of another instance, or from {@link WasmRuntime#newMemory}.
   *
   * @param module the first part of the import's name
   * @param name the second part
   * @param memory the memory
   * @return these imports and that one; one of the same name is replaced
   */
  public WasmImports memory(String module, String name, WasmMemory memory) {
    return with(module, name, new Existing(Objects.requireNonNull(memory, "memory")));
  }

  /**
   * Adds a global of the same backend: of another instance, or from {@link WasmRuntime#newGlobal}.
   *
   * @param module the first part of the import's name
   * @param name the second part
   * @param global the global
   * @return these imports and that one; one of the same name is replaced
   */
  public WasmImports global(String module, String name, WasmGlobal global) {
    return with(module, name, new Existing(Objects.requireNonNull(global, "global")));
  }

  /**
   * Adds a table of the same backend: of another instance, or from {@link WasmRuntime#newTable}.
   *
   * @param module the first part of the import's name
   * @param name the second part
   * @param table the table
   * @return these imports and that one; one of the same name is replaced
   */
  public WasmImports table(String module, String name, WasmTable table) {
    return with(module, name, new Existing(Objects.requireNonNull(table, "table")));
  }

  /**
   * Adds all exports of an instance under one module name.
   *
   * @param module the first part of the imports' names
   * @param instance the instance
   * @return these imports and those; ones of the same name are replaced
   */
  public WasmImports instance(String module, WasmInstance instance) {
    WasmImports result = this;
    for (Map.Entry<String, WasmExtern> export : instance.exports().entrySet()) {
      result = result.with(module, export.getKey(), new Existing(export.getValue()));
    }
    return result;
  }

  /**
   * Adds WASI preview 1.
   *
   * @param options what the guest sees of the system
   * @return these imports and WASI
   */
  public WasmImports wasi(WasiOptions options) {
    return new WasmImports(supplies, Objects.requireNonNull(options, "options"));
  }

  @Nullable Supply supply(String module, String name) {
    return supplies.get(new Key(module, name));
  }

  @Nullable WasiOptions wasi() {
    return wasi;
  }

  private WasmImports with(String module, String name, Supply supply) {
    Map<Key, Supply> more = new LinkedHashMap<>(supplies);
    more.put(new Key(module, name), supply);
    return new WasmImports(more, wasi);
  }

  private static ValueType valueType(
      String module, String name, Class<?> carrier, MethodType type) {
    for (ValueType candidate : ValueType.values()) {
      if (candidate.isNumeric() && candidate.carrier() == carrier) {
        return candidate;
      }
    }
    throw new TypeMismatchException(
        "%s.%s: a host function of type %s cannot be imported; parameters and result are int, long, float or double"
            .formatted(module, name, type));
  }
}
