package io.github.wasminterop;

import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.type.ValueType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How values of one Java type cross between Java and a guest: as one number, or as two. */
sealed interface Passing {

  /** The wasm types of the numbers, where addresses are of a type. */
  List<ValueType> types(ValueType address);

  /** A number, as it is; a truth value as 0 or 1. */
  record Plain(ValueType type, boolean truth) implements Passing {

    @Override
    public List<ValueType> types(ValueType address) {
      return List.of(type);
    }

    /** The Java value of a number that came from a guest. */
    Object received(Object number) {
      return truth ? (Object) !number.equals(0) : number;
    }
  }

  /** Something in the guest's memory, passed by its address, with or without a length. */
  sealed interface Data extends Passing {

    /** Whether the length is passed, too. */
    boolean hasLength();

    /**
     * Puts a value into the guest's memory if it is not there yet, and adds its numbers to a call.
     *
     * @param subject what the value is for, in messages
     */
    void send(String subject, @Nullable Object value, DataCall call);

    /**
     * Makes a Java value of what is in the guest's memory.
     *
     * @param length the length that was passed, or 0 if none is
     */
    @Nullable Object receive(String subject, WasmMemory memory, long pointer, long length);

    /** The size in bytes of what {@link #receive} gave for a length. */
    long byteSize(long length, Object value);

    /** Whether {@link #receive} gives something that goes on reading the guest's memory. */
    default boolean isLive() {
      return false;
    }

    @Override
    default List<ValueType> types(ValueType address) {
      return hasLength() ? List.of(address, address) : List.of(address);
    }
  }

  /** An array of numbers, copied; the length is that in elements. */
  record Numbers(ElementType<?> element, boolean in, boolean out) implements Data {

    @Override
    public boolean hasLength() {
      return true;
    }

    @Override
    public void send(String subject, @Nullable Object value, DataCall call) {
      Object array = notNull(subject, value);
      // An array of the element's carrier, by Passings.
      @SuppressWarnings("unchecked")
      WasmView<Object, ?> view =
          (WasmView<Object, ?>) call.scope().allocate(element, Array.getLength(array));
      if (in) {
        view.copyFrom(array);
      }
      if (out) {
        call.afterwards(() -> view.copyInto(array));
      }
      call.add(view.pointer(), view.length());
    }

    @Override
    public Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return memory.view(subject, element, pointer, length).copy();
    }

    @Override
    public long byteSize(long length, Object value) {
      return length * element.byteSize();
    }
  }

  /** A view, which is in the guest's memory already; the length is that in elements. */
  record View(ElementType<?> element) implements Data {

    @Override
    public boolean hasLength() {
      return true;
    }

    @Override
    public void send(String subject, @Nullable Object value, DataCall call) {
      WasmView<?, ?> view = (WasmView<?, ?>) notNull(subject, value);
      call.requireMemory(subject, view.memory());
      call.add(view.pointer(), view.length());
    }

    @Override
    public Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return memory.view(subject, element, pointer, length);
    }

    @Override
    public long byteSize(long length, Object value) {
      return length * element.byteSize();
    }

    @Override
    public boolean isLive() {
      return true;
    }
  }

  /** A view of structs, which is in the guest's memory already; the length is that in structs. */
  record StructsView(StructType<?> type) implements Data {

    @Override
    public boolean hasLength() {
      return true;
    }

    @Override
    public void send(String subject, @Nullable Object value, DataCall call) {
      StructArray<?> structs = (StructArray<?>) notNull(subject, value);
      call.requireMemory(subject, structs.memory());
      call.add(structs.pointer(), structs.length());
    }

    @Override
    public Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return memory.structs(subject, type, pointer, length);
    }

    @Override
    public long byteSize(long length, Object value) {
      return length * type.byteSize();
    }

    @Override
    public boolean isLive() {
      return true;
    }
  }

  /** A record, copied; null is the null pointer. */
  record Struct<R extends Record>(StructType<R> type, Class<R> record) implements Data {

    @Override
    public boolean hasLength() {
      return false;
    }

    @Override
    public void send(String subject, @Nullable Object value, DataCall call) {
      call.add(value == null ? 0 : call.scope().allocateFrom(type, record.cast(value)).pointer());
    }

    @Override
    public @Nullable Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return pointer == 0 ? null : memory.structs(subject, type, pointer, 1).get(0);
    }

    @Override
    public long byteSize(long length, Object value) {
      return type.byteSize();
    }
  }

  /** An array of records, copied; the length is that in structs. */
  record Structs<R extends Record>(StructType<R> type, Class<R> record, boolean in, boolean out)
      implements Data {

    @Override
    public boolean hasLength() {
      return true;
    }

    @Override
    @SuppressWarnings("unchecked") // an array of the record's class, by Passings
    public void send(String subject, @Nullable Object value, DataCall call) {
      R[] records = (R[]) notNull(subject, value);
      if (in) {
        Arrays.asList(records).forEach(each -> notNull("an element of " + subject, each));
      }
      StructArray<R> structs =
          in
              ? call.scope().allocateFrom(type, Arrays.asList(records))
              : call.scope().allocate(type, records.length);
      if (out) {
        call.afterwards(() -> structs.toList().toArray(records));
      }
      call.add(structs.pointer(), structs.length());
    }

    @Override
    public Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return memory.structs(subject, type, pointer, length).stream()
          .toArray(size -> (Object[]) Array.newInstance(record, size));
    }

    @Override
    public long byteSize(long length, Object value) {
      return length * type.byteSize();
    }
  }

  /** A bare address. */
  record Address() implements Data {

    @Override
    public boolean hasLength() {
      return false;
    }

    @Override
    public void send(String subject, @Nullable Object value, DataCall call) {
      call.add(((Pointer<?>) notNull(subject, value)).address());
    }

    @Override
    public Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return new Pointer<>(pointer);
    }

    @Override
    public long byteSize(long length, Object value) {
      return 0;
    }

    @Override
    public boolean isLive() {
      return true;
    }
  }

  /** What the guest takes over when it is called. */
  record Moved(Data data) implements Data {

    @Override
    public boolean hasLength() {
      return data.hasLength();
    }

    @Override
    public void send(String subject, @Nullable Object value, DataCall call) {
      data.send(subject, value, call.moved());
    }

    @Override
    public @Nullable Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return data.receive(subject, memory, pointer, length);
    }

    @Override
    public long byteSize(long length, Object value) {
      return data.byteSize(length, value);
    }
  }

  /** Text whose length is passed, in bytes. */
  record SizedText(TextEncoding encoding) implements Data {

    @Override
    public boolean hasLength() {
      return true;
    }

    @Override
    public void send(String subject, @Nullable Object value, DataCall call) {
      U8View text = call.scope().allocateText((String) notNull(subject, value), encoding);
      call.add(text.pointer(), text.length());
    }

    @Override
    public Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return TextAccess.read(memory, subject, pointer, length, encoding);
    }

    @Override
    public long byteSize(long length, Object value) {
      return length;
    }
  }

  /** Text that tells its own length; null is the null pointer. */
  record FramedText(TextFormat format) implements Data {

    @Override
    public boolean hasLength() {
      return false;
    }

    @Override
    public void send(String subject, @Nullable Object value, DataCall call) {
      call.add(value == null ? 0 : call.scope().allocateText((String) value, format).pointer());
    }

    @Override
    public @Nullable Object receive(String subject, WasmMemory memory, long pointer, long length) {
      return pointer == 0 ? null : TextAccess.read(memory, subject, pointer, format);
    }

    @Override
    public long byteSize(long length, Object value) {
      return format.encode("", (String) value).length;
    }
  }

  private static Object notNull(String subject, @Nullable Object value) {
    if (value == null) {
      throw new InvalidArgumentException(subject + " is null");
    }
    return value;
  }
}
