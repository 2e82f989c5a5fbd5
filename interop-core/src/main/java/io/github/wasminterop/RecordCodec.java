package io.github.wasminterop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Objects;

/**
 * Reads and writes records through two method handles.
 *
 * <p>The JVM compiles a method handle into the code around it only if it is a constant. So this
 * class is a template: for each struct it is defined once more, hidden, with that struct's handles
 * as its class data.
 */
final class RecordCodec implements StructCodec {
  static final MethodType READER =
      MethodType.methodType(Object.class, WasmMemory.class, MemorySegment.class, long.class);
  static final MethodType WRITER =
      MethodType.methodType(
          void.class, TextPlacer.class, MemorySegment.class, long.class, Object.class);

  private static final MethodHandle READ = classData(0);
  private static final MethodHandle WRITE = classData(1);

  private final List<RecordHandles.Leaf> leaves;

  @SuppressWarnings("unused") // called in the hidden class
  private RecordCodec(List<RecordHandles.Leaf> leaves) {
    this.leaves = List.copyOf(leaves);
  }

  /**
   * A codec.
   *
   * @param reader of the type {@link #READER}
   * @param writer of the type {@link #WRITER}
   * @param leaves what {@link #leaves()} gives
   */
  static StructCodec of(MethodHandle reader, MethodHandle writer, List<RecordHandles.Leaf> leaves) {
    try {
      Lookup hidden =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(template(), List.of(reader, writer), true);
      return (StructCodec)
          hidden
              .findConstructor(hidden.lookupClass(), MethodType.methodType(void.class, List.class))
              .invoke(leaves);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public Object read(WasmMemory memory, MemorySegment segment, long offset) {
    try {
      return (Object) READ.invokeExact(memory, segment, offset);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public void write(TextPlacer texts, MemorySegment segment, long offset, Object value) {
    try {
      WRITE.invokeExact(texts, segment, offset, value);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public List<RecordHandles.Leaf> leaves() {
    return leaves;
  }

  private static MethodHandle classData(int index) {
    try {
      return MethodHandles.classDataAt(
          MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, MethodHandle.class, index);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] template() {
    try (InputStream bytes = RecordCodec.class.getResourceAsStream("RecordCodec.class")) {
      return Objects.requireNonNull(bytes).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeException unexpected(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new UndeclaredThrowableException(thrown);
    };
  }
}
