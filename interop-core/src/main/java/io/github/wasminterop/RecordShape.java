package io.github.wasminterop;

import io.github.wasminterop.abi.Bits;
import io.github.wasminterop.abi.Length;
import io.github.wasminterop.abi.Packed;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.abi.Text;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the components of a record stand for.
 *
 * @param outer the records that this one is a component of, directly or not
 */
record RecordShape<R>(@Nullable Lookup caller, Class<R> type, List<Class<?>> outer)
    implements StructShape<R> {

  static <R> RecordShape<R> of(@Nullable Lookup caller, Class<R> type) {
    return new RecordShape<>(caller, type, List.of());
  }

  @Override
  public String name() {
    return type.getSimpleName();
  }

  @Override
  public boolean isPacked() {
    return type.isAnnotationPresent(Packed.class);
  }

  @Override
  public List<Member> members(boolean memory64) {
    List<Member> members = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        members.add(member(component, memory64));
      } catch (TypeMismatchException e) {
        problems.add(component.getName() + ": " + e.getMessage());
      }
    }
    if (members.isEmpty() && problems.isEmpty()) {
      problems.add("a struct has fields");
    }
    if (!problems.isEmpty()) {
      throw new TypeMismatchException(
          "the record %s is no struct: %s".formatted(name(), String.join("; ", problems)));
    }
    return members;
  }

  @Override
  public StructPlacement.Layout place(List<Member> members, boolean packed) {
    return StructPlacement.of(
        name(),
        members.stream()
            .map(
                member -> {
                  Content content = member.content();
                  return content instanceof Content.Bits bits
                      ? new StructPlacement.Part(
                          bits.byteSize(), bits.alignment(), bits.width(), bits.startsUnit())
                      : new StructPlacement.Part(
                          (long) content.byteSize() * Math.max(member.count(), 1),
                          content.alignment(),
                          0,
                          false);
                })
            .toList(),
        packed);
  }

  @Override
  public StructCodec codec(List<Member> members, List<StructSlot> fields) {
    try {
      return RecordHandles.codec(reach(), type, members, fields);
    } catch (IllegalAccessException e) {
      throw new TypeMismatchException(
          "the record %s cannot be reached (%s); use StructType.of(MethodHandles.lookup(), %s.class)"
              .formatted(type.getName(), e.getMessage(), name()));
    }
  }

  @Override
  public void checkChangeable() {
    // A record says nothing of sizes or offsets.
  }

  private Lookup reach() {
    Lookup from = caller;
    if (from == null) {
      RecordShape.class.getModule().addReads(type.getModule());
      from = MethodHandles.lookup();
    }
    try {
      return MethodHandles.privateLookupIn(type, from);
    } catch (IllegalAccessException _) {
      return caller == null ? MethodHandles.publicLookup() : caller;
    }
  }

  private Member member(RecordComponent component, boolean memory64) {
    Class<?> declared = component.getType();
    Length length = component.getAnnotation(Length.class);
    if (length != null && length.value() < 1) {
      throw new TypeMismatchException("its @Length is not above 0");
    }
    if (declared.isArray()) {
      if (length == null) {
        throw new TypeMismatchException("an array needs @Length");
      }
      if (component.isAnnotationPresent(Bits.class)) {
        throw new TypeMismatchException("an array has no @Bits");
      }
      Content content = content(component, declared.getComponentType(), memory64);
      return new Member(component.getName(), declared, content, length.value());
    }
    if (declared == String.class) {
      Content text = text(component, length, Scalar.POINTER.byteSize(memory64));
      return new Member(component.getName(), declared, text, 0);
    }
    if (length != null) {
      throw new TypeMismatchException("@Length is for arrays and texts");
    }
    return new Member(component.getName(), declared, content(component, declared, memory64), 0);
  }

  private static Content text(RecordComponent component, @Nullable Length length, int pointerSize) {
    Text text = component.getAnnotation(Text.class);
    if (length != null) {
      TextEncoding encoding = text == null ? TextEncoding.UTF_8 : text.encoding().encoding();
      if (length.value() % encoding.unitSize() != 0) {
        throw new TypeMismatchException("its @Length is no multiple of 2, the size of a unit");
      }
      return new Content.Characters(length.value(), encoding);
    }
    if (text == null) {
      throw new TypeMismatchException("a String needs @Length or @Text");
    }
    TextEncoding encoding = text.encoding().encoding();
    TextFormat format =
        switch (text.form()) {
          case POINTER_LENGTH -> null;
          case NUL_TERMINATED -> TextFormat.nulTerminated(encoding, text.maxBytes());
          case LENGTH_PREFIXED -> TextFormat.lengthPrefixed(encoding, text.prefix());
          case ASSEMBLY_SCRIPT -> TextFormat.assemblyScript();
        };
    return new Content.Text(format, encoding, pointerSize);
  }

  private Content content(RecordComponent component, Class<?> element, boolean memory64) {
    StoredAs storedAs = component.getAnnotation(StoredAs.class);
    Bits bits = component.getAnnotation(Bits.class);
    if (element.isRecord() && element != Pointer.class) {
      if (storedAs != null || bits != null) {
        throw new TypeMismatchException("a record has no @StoredAs or @Bits");
      }
      return new Content.Nested(nested(element, memory64));
    }
    Scalar scalar = storedAs != null ? storedAs.value() : usual(element, bits != null);
    checkStored(element, scalar);
    int byteSize = scalar.byteSize(memory64);
    if (bits == null) {
      return new Content.Plain(scalar, byteSize);
    }
    int width = bits.value();
    if (scalar == Scalar.POINTER || !(scalar.isInteger() || scalar == Scalar.BOOL)) {
      throw new TypeMismatchException("no bit-field is stored as " + scalar);
    }
    if (width < 1 || width > (scalar == Scalar.BOOL ? 1 : 8 * byteSize)) {
      throw new TypeMismatchException("a bit-field of %s has no %d bits".formatted(scalar, width));
    }
    return new Content.Bits(scalar, byteSize, width, bits.startsUnit());
  }

  private <N> StructType<N> nested(Class<N> record, boolean memory64) {
    List<Class<?>> around = Stream.concat(outer.stream(), Stream.<Class<?>>of(type)).toList();
    if (around.contains(record)) {
      throw new TypeMismatchException(
          "a struct cannot contain itself; use Pointer<%s>".formatted(record.getSimpleName()));
    }
    return StructType.of(new RecordShape<>(caller, record, around), memory64);
  }

  private static Scalar usual(Class<?> type, boolean bits) {
    if (type.isEnum()) {
      return bits ? Scalar.U32 : Scalar.I32; // bits of C's enums, which have no sign
    }
    if (type == Pointer.class) {
      return Scalar.POINTER;
    }
    return switch (type.getName()) {
      case "byte" -> Scalar.I8;
      case "short" -> Scalar.I16;
      case "char" -> Scalar.U16;
      case "int" -> Scalar.I32;
      case "long" -> Scalar.I64;
      case "float" -> Scalar.F32;
      case "double" -> Scalar.F64;
      case "boolean" -> Scalar.BOOL;
      default ->
          throw new TypeMismatchException(
              "no field of a struct is a %s; use primitives, enums, records, Pointer, arrays of them, and String"
                  .formatted(type.getTypeName()));
    };
  }

  private static void checkStored(Class<?> type, Scalar scalar) {
    boolean fits;
    if (type == Pointer.class) {
      fits = scalar == Scalar.POINTER;
    } else if (type == boolean.class) {
      fits = scalar == Scalar.BOOL || (scalar.isInteger() && scalar != Scalar.POINTER);
    } else if (type.isEnum()) {
      fits = scalar.isInteger() && scalar != Scalar.POINTER;
    } else if (type == float.class) {
      fits = scalar == Scalar.F16 || scalar == Scalar.F32;
    } else if (type == double.class) {
      fits = scalar == Scalar.F16 || scalar == Scalar.F32 || scalar == Scalar.F64;
    } else if (type == long.class) {
      fits = scalar.isInteger();
    } else if (type == char.class) {
      fits = scalar == Scalar.U16 || scalar == Scalar.U8;
    } else {
      fits =
          scalar.isInteger()
              && scalar != Scalar.POINTER
              && scalar.byteSize() <= ScalarArrays.byteSize(type);
    }
    if (!fits) {
      throw new TypeMismatchException(
          "a %s is not stored as %s".formatted(type.getSimpleName(), scalar));
    }
  }
}
