package io.github.wasminterop;

import io.github.wasminterop.abi.ReturnForm;
import io.github.wasminterop.abi.Returned;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A method of a bound interface that takes or gives more than numbers. */
final class DataMethod {
  private final WasmInstance instance;
  private final WasmFunction function;
  private final Supplier<WasmAllocator> allocator;
  private final List<Passing> parameters;
  private final List<String> subjects;
  private final @Nullable Passing result;
  private final @Nullable ReturnForm form;
  private final boolean free;

  private DataMethod(
      WasmInstance instance,
      WasmFunction function,
      Supplier<WasmAllocator> allocator,
      Method method) {
    this.instance = instance;
    this.function = function;
    this.allocator = allocator;
    this.parameters = Arrays.stream(method.getParameters()).map(Passings::of).toList();
    this.subjects =
        Arrays.stream(method.getParameters())
            .map(Parameter::getName)
            .map(name -> "argument " + name + " of " + method.getName())
            .toList();
    this.result = method.getReturnType() == void.class ? null : Passings.ofResult(method);
    Returned returned = method.getAnnotation(Returned.class);
    this.form = form(result, returned);
    this.free = returned != null && returned.free();
  }

  /**
   * Fits a method to a function.
   *
   * @throws TypeMismatchException if it doesn't
   */
  static DataMethod of(
      WasmInstance instance,
      WasmFunction function,
      Supplier<WasmAllocator> allocator,
      Method method) {
    DataMethod made = new DataMethod(instance, function, allocator, method);
    FunctionType wanted =
        made.type(instance.memory().type().memory64() ? ValueType.I64 : ValueType.I32);
    if (!function.type().equals(wanted)) {
      throw new TypeMismatchException(
          "it needs a function of type %s, and the export is %s".formatted(wanted, function));
    }
    return made;
  }

  /** Whether a method takes or gives more than numbers. */
  static boolean isNeededFor(Method method) {
    return !isPlain(method.getReturnType())
        || !Arrays.stream(method.getParameterTypes()).allMatch(DataMethod::isPlain);
  }

  @Nullable Object call(@Nullable Object[] arguments) {
    try (DataCall call = new DataCall(instance.memory(), allocator)) {
      U8View out = null;
      if (form == ReturnForm.OUT_POINTER) {
        out = outParameter(call);
        call.add(out.pointer());
      }
      for (int i = 0; i < arguments.length; i++) {
        switch (parameters.get(i)) {
          case Passing.Plain _ -> call.add(Objects.requireNonNull(arguments[i]));
          case Passing.Data data -> data.send(subjects.get(i), arguments[i], call);
        }
      }
      call.handOver();
      Object raw = function.call(call.numbers());
      call.copyBack();
      return switch (result) {
        case null -> null;
        case Passing.Plain plain -> plain.received(Objects.requireNonNull(raw));
        case Passing.Data data -> taken(data, raw, out, call);
      };
    }
  }

  private @Nullable Object taken(
      Passing.Data data, @Nullable Object raw, @Nullable U8View out, DataCall call) {
    WasmMemory memory = call.memory();
    String subject = "the result of " + function.name();
    Range range = range(raw, out, memory);
    Object value = data.receive(subject, memory, range.pointer(), range.length());
    if (free && value != null) {
      call.scope().adopt(ElementType.U8, range.pointer(), data.byteSize(range.length(), value));
    }
    return value;
  }

  /** Where a result is; its length is 0 if it tells its own. */
  private Range range(@Nullable Object raw, @Nullable U8View out, WasmMemory memory) {
    return switch (Objects.requireNonNull(form)) {
      case PACKED_POINTER_HIGH -> new Range(high(raw), low(raw));
      case PACKED_POINTER_LOW -> new Range(low(raw), high(raw));
      case MULTI_VALUE -> {
        List<?> both = (List<?>) Objects.requireNonNull(raw);
        yield new Range(unsigned(both.getFirst()), unsigned(both.getLast()));
      }
      case POINTER -> new Range(unsigned(raw), 0);
      case OUT_POINTER -> {
        U8View written = Objects.requireNonNull(out);
        yield result instanceof Passing.Struct<?>
            ? new Range(written.pointer(), 0)
            : memory.type().memory64()
                ? new Range(written.data().getU64(0), written.data().getU64(Long.BYTES))
                : new Range(written.data().getU32(0), written.data().getU32(Integer.BYTES));
      }
    };
  }

  private static long high(@Nullable Object packed) {
    return (long) Objects.requireNonNull(packed) >>> Integer.SIZE;
  }

  private static long low(@Nullable Object packed) {
    return Integer.toUnsignedLong((int) (long) Objects.requireNonNull(packed));
  }

  private static long unsigned(@Nullable Object address) {
    return address instanceof Integer narrow
        ? Integer.toUnsignedLong(narrow)
        : (long) Objects.requireNonNull(address);
  }

  /** Allocates what the function writes its result to. */
  private U8View outParameter(DataCall call) {
    if (result instanceof Passing.Struct<?> struct) {
      return call.scope()
          .allocate(ElementType.U8, struct.type().byteSize(), struct.type().alignment());
    }
    int addressSize = Scalar.POINTER.byteSize(call.memory().type().memory64());
    return call.scope().allocate(ElementType.U8, 2L * addressSize, addressSize);
  }

  private FunctionType type(ValueType address) {
    List<ValueType> wanted = new ArrayList<>();
    if (form == ReturnForm.OUT_POINTER) {
      wanted.add(address);
    }
    parameters.forEach(parameter -> wanted.addAll(parameter.types(address)));
    return new FunctionType(wanted, results(address));
  }

  private List<ValueType> results(ValueType address) {
    return switch (result) {
      case null -> List.of();
      case Passing.Plain plain -> List.of(plain.type());
      case Passing.Data _ ->
          switch (Objects.requireNonNull(form)) {
            case PACKED_POINTER_HIGH, PACKED_POINTER_LOW -> List.of(ValueType.I64);
            case MULTI_VALUE -> List.of(address, address);
            case POINTER -> List.of(address);
            case OUT_POINTER -> List.of();
          };
    };
  }

  /** The form of a result, which must be said unless only one is possible. */
  private static @Nullable ReturnForm form(@Nullable Passing result, @Nullable Returned returned) {
    if (!(result instanceof Passing.Data data)) {
      if (returned != null) {
        throw new TypeMismatchException("its result is a number, or none, and needs no @Returned");
      }
      return null;
    }
    if (returned == null) {
      if (data.hasLength() || data instanceof Passing.Struct<?>) {
        throw new TypeMismatchException("say by @Returned how the guest gives its result");
      }
      return ReturnForm.POINTER;
    }
    if (returned.free() && data.isLive()) {
      throw new TypeMismatchException("its result would be freed before it can be read");
    }
    boolean possible =
        switch (returned.value()) {
          case PACKED_POINTER_HIGH, PACKED_POINTER_LOW, MULTI_VALUE -> data.hasLength();
          case POINTER -> !data.hasLength();
          case OUT_POINTER -> data.hasLength() || data instanceof Passing.Struct<?>;
        };
    if (!possible) {
      throw new TypeMismatchException("its result cannot be given as " + returned.value());
    }
    return returned.value();
  }

  private static boolean isPlain(Class<?> type) {
    return type.isPrimitive();
  }

  private record Range(long pointer, long length) {}
}
