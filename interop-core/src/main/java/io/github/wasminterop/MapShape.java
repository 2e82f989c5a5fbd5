package io.github.wasminterop;

import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** The fields that the members of a layout are. */
record MapShape(StructLayout layout) implements StructShape<SequencedMap<String, Object>> {

  @Override
  public String name() {
    return layout.name().orElse("struct");
  }

  @Override
  public boolean isPacked() {
    return false;
  }

  @Override
  public List<Member> members(boolean memory64) {
    List<Member> members = new ArrayList<>();
    for (MemoryLayout member : layout.memberLayouts()) {
      if (!(member instanceof PaddingLayout)) {
        String name = member.name().orElseThrow(() -> refused(member, "has no name"));
        if (members.stream().anyMatch(other -> other.name().equals(name))) {
          throw refused(member, "has the name of another");
        }
        members.add(
            member instanceof SequenceLayout sequence
                ? member(name, sequence)
                : new Member(name, Object.class, content(member), 0));
      }
    }
    if (members.isEmpty()) {
      throw new TypeMismatchException(name() + ": a struct has fields");
    }
    return members;
  }

  @Override
  public StructPlacement.Layout place(List<Member> members, boolean packed) {
    List<StructPlacement.Place> places = new ArrayList<>();
    long offset = 0;
    for (MemoryLayout member : layout.memberLayouts()) {
      if (!(member instanceof PaddingLayout)) {
        places.add(new StructPlacement.Place(offset, 0));
      }
      offset += member.byteSize();
    }
    return new StructPlacement.Layout(
        places, layout.byteSize(), Math.toIntExact(layout.byteAlignment()));
  }

  @Override
  public StructCodec codec(List<Member> members, List<StructSlot> fields) {
    return new MapCodec(name(), members, fields);
  }

  @Override
  public void checkChangeable() {
    throw new InvalidArgumentException(
        name() + ": a struct of a StructLayout has the sizes and offsets that the layout says");
  }

  private Member member(String name, SequenceLayout sequence) {
    MemoryLayout element = sequence.elementLayout();
    if (sequence.elementCount() < 1 || sequence.elementCount() > Integer.MAX_VALUE) {
      throw refused(sequence, "has no length that an array can have");
    }
    return new Member(
        name,
        element instanceof ValueLayout value ? value.carrier().arrayType() : List.class,
        content(element),
        (int) sequence.elementCount());
  }

  private Content content(MemoryLayout member) {
    return switch (member) {
      case StructLayout struct -> new Content.Nested(StructType.of(new MapShape(struct), false));
      case ValueLayout value -> new Content.Plain(scalar(value), (int) value.byteSize());
      default -> throw refused(member, "is neither a number, nor a struct, nor a sequence of them");
    };
  }

  private Scalar scalar(ValueLayout value) {
    if (value.byteSize() > 1 && value.order() != ByteOrder.LITTLE_ENDIAN) {
      throw refused(value, "is big-endian");
    }
    return switch (value) {
      case ValueLayout.OfByte _ -> Scalar.I8;
      case ValueLayout.OfBoolean _ -> Scalar.BOOL;
      case ValueLayout.OfShort _ -> Scalar.I16;
      case ValueLayout.OfChar _ -> Scalar.U16;
      case ValueLayout.OfInt _ -> Scalar.I32;
      case ValueLayout.OfLong _ -> Scalar.I64;
      case ValueLayout.OfFloat _ -> Scalar.F32;
      case ValueLayout.OfDouble _ -> Scalar.F64;
      default ->
          throw refused(
              value, "is an address of the host; those of a guest are JAVA_INT or JAVA_LONG");
    };
  }

  private TypeMismatchException refused(MemoryLayout member, String problem) {
    return new TypeMismatchException("%s: its member %s %s".formatted(name(), member, problem));
  }
}
