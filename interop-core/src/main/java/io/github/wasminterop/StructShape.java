package io.github.wasminterop;

import java.util.List;

/** Where a struct's fields come from, and how its values are read and written. */
sealed interface StructShape<R> permits RecordShape, MapShape {

  /**
   * A field before it has a place.
   *
   * @param type the Java type of the value
   * @param count the number of elements of an array, or 0 if it is none
   */
  record Member(String name, Class<?> type, Content content, int count) {}

  /** The name of the struct. */
  String name();

  /** Whether it is packed of itself. */
  boolean isPacked();

  /** The fields in order. */
  List<Member> members(boolean memory64);

  /** Where they lie. */
  StructPlacement.Layout place(List<Member> members, boolean packed);

  /** What reads and writes values of a struct of this shape. */
  StructCodec codec(List<Member> members, List<StructSlot> fields);

  /** Refuses if sizes and offsets are given and not to be changed. */
  void checkChangeable();
}
