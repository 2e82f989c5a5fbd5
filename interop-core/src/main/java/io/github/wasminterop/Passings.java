package io.github.wasminterop;

import io.github.wasminterop.abi.InOut;
import io.github.wasminterop.abi.Moved;
import io.github.wasminterop.abi.Out;
import io.github.wasminterop.abi.Text;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.ValueType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out how the parameters and the result of a method cross to a guest. */
final class Passings {
  private static final Map<Class<?>, ElementType<?>> VIEWS =
      Map.ofEntries(
          Map.entry(I8View.class, ElementType.I8),
          Map.entry(U8View.class, ElementType.U8),
          Map.entry(I16View.class, ElementType.I16),
          Map.entry(U16View.class, ElementType.U16),
          Map.entry(I32View.class, ElementType.I32),
          Map.entry(U32View.class, ElementType.U32),
          Map.entry(I64View.class, ElementType.I64),
          Map.entry(U64View.class, ElementType.U64),
          Map.entry(F16View.class, ElementType.F16),
          Map.entry(F32View.class, ElementType.F32),
          Map.entry(F64View.class, ElementType.F64),
          Map.entry(DataView.class, ElementType.DATA));
  private static final Map<Class<?>, ElementType<?>> ARRAYS =
      Map.of(
          byte.class, ElementType.I8,
          short.class, ElementType.I16,
          int.class, ElementType.I32,
          long.class, ElementType.I64,
          float.class, ElementType.F32,
          double.class, ElementType.F64);

  private Passings() {}

  /**
   * How a parameter of a guest's function is passed.
   *
   * @throws TypeMismatchException if values of its type cannot be
   */
  static Passing of(Parameter parameter) {
    boolean out = parameter.isAnnotationPresent(Out.class);
    boolean inOut = parameter.isAnnotationPresent(InOut.class);
    Passing passing =
        of(parameter.getType(), parameter.getParameterizedType(), parameter, !out, out || inOut);
    boolean copiesBack =
        passing instanceof Passing.Numbers || passing instanceof Passing.Structs<?>;
    if ((out || inOut) && (!copiesBack || (out && inOut))) {
      throw new TypeMismatchException(
          "one of @Out and @InOut belongs to an array, not to " + parameter);
    }
    if (!parameter.isAnnotationPresent(Moved.class)) {
      return passing;
    }
    if (passing instanceof Passing.Data data && !data.isLive() && !out && !inOut) {
      return new Passing.Moved(data);
    }
    throw new TypeMismatchException(
        "@Moved belongs to what is copied to the guest, and not back, not to " + parameter);
  }

  /**
   * How a parameter of a host function is passed.
   *
   * @throws TypeMismatchException if values of its type cannot be
   */
  static Passing ofHost(Parameter parameter) {
    for (Class<? extends Annotation> each : List.of(Out.class, InOut.class, Moved.class)) {
      if (parameter.isAnnotationPresent(each)) {
        throw new TypeMismatchException(
            "@%s is for calls to the guest, not for %s; a host function writes to a view"
                .formatted(each.getSimpleName(), parameter));
      }
    }
    return of(parameter);
  }

  /**
   * How a result is given, apart from its form.
   *
   * @throws TypeMismatchException if values of its type cannot be
   */
  static Passing ofResult(Method method) {
    return of(method.getReturnType(), method.getGenericReturnType(), method, true, false);
  }

  private static Passing of(
      Class<?> type, Type generic, AnnotatedElement annotated, boolean in, boolean out) {
    if (type == boolean.class) {
      return new Passing.Plain(ValueType.I32, true);
    }
    for (ValueType candidate : ValueType.values()) {
      if (candidate.isNumeric() && candidate.carrier() == type) {
        return new Passing.Plain(candidate, false);
      }
    }
    if (type == String.class) {
      return text(annotated.getAnnotation(Text.class));
    }
    if (type == Pointer.class) {
      return new Passing.Address();
    }
    if (type == StructArray.class) {
      return new Passing.StructsView(StructType.of(argument(generic)));
    }
    if (type.isRecord()) {
      return struct(type.asSubclass(Record.class));
    }
    if (type.isArray()) {
      Class<?> component = type.componentType();
      ElementType<?> element = ARRAYS.get(component);
      if (element != null) {
        return new Passing.Numbers(element, in, out);
      }
      if (component.isRecord()) {
        return structs(component.asSubclass(Record.class), in, out);
      }
    }
    ElementType<?> viewed = VIEWS.get(type);
    if (viewed != null) {
      return new Passing.View(viewed);
    }
    throw new TypeMismatchException(
        "a %s does not cross; what does are numbers, boolean, String, records, views, StructArray, Pointer, and arrays of numbers or records"
            .formatted(generic.getTypeName()));
  }

  private static <R extends Record> Passing struct(Class<R> record) {
    return new Passing.Struct<>(StructType.of(record), record);
  }

  private static <R extends Record> Passing structs(Class<R> record, boolean in, boolean out) {
    return new Passing.Structs<>(StructType.of(record), record, in, out);
  }

  private static Passing text(@Nullable Text text) {
    if (text == null) {
      return new Passing.SizedText(TextEncoding.UTF_8);
    }
    return TextFormat.of(text)
        .<Passing>map(Passing.FramedText::new)
        .orElseGet(() -> new Passing.SizedText(text.encoding().encoding()));
  }

  private static Class<? extends Record> argument(Type generic) {
    if (generic instanceof ParameterizedType of
        && of.getActualTypeArguments()[0] instanceof Class<?> argument
        && argument.isRecord()) {
      return argument.asSubclass(Record.class);
    }
    throw new TypeMismatchException(
        "%s does not name the record of its structs".formatted(generic.getTypeName()));
  }
}
