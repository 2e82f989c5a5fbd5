package io.github.wasminterop.spi.binary;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Writes the binary format of modules, piece by piece; each method appends one piece and returns
 * this writer. What the pieces mean together is not checked.
 *
 * <pre>{@code
 * byte[] wasm =                                        // exports a memory of one page
 *     BinaryWriter.module()
 *         .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
 *         .section(
 *             BinaryModule.EXPORTS,
 *             exports -> exports.unsigned(1).export("memory", ExternKind.MEMORY, 0))
 *         .toByteArray();
 * }</pre>
 *
 * <p>For one thread.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/index.html">Specification: binary
 *     format</a>
 */
public final class BinaryWriter {
  private static final int END = 0x0b;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private BinaryWriter() {}

  /**
   * A module without sections.
   *
   * @return a writer that has written the magic number and the version
   */
  public static BinaryWriter module() {
    BinaryWriter module = new BinaryWriter();
    module.out.writeBytes(BinaryModule.HEADER);
    return module;
  }

  /**
   * What is written so far.
   *
   * @return a new array
   */
  public byte[] toByteArray() {
    return out.toByteArray();
  }

  /**
   * Appends a section.
   *
   * @param id its id, as in {@link BinaryModule}
   * @param contents writes what is in it
   * @return this writer
   */
  public BinaryWriter section(int id, Consumer<BinaryWriter> contents) {
    return unit(id).sized(contents);
  }

  /**
   * Appends something preceded by its size in bytes.
   *
   * @param contents writes it
   * @return this writer
   */
  public BinaryWriter sized(Consumer<BinaryWriter> contents) {
    BinaryWriter inner = new BinaryWriter();
    contents.accept(inner);
    unsigned(inner.out.size());
    out.writeBytes(inner.out.toByteArray());
    return this;
  }

  /**
   * Appends bytes as they are.
   *
   * @param bytes where they are
   * @param start the index of the first
   * @param end the index after the last
   * @return this writer
   */
  public BinaryWriter raw(byte[] bytes, int start, int end) {
    out.write(bytes, start, end - start);
    return this;
  }

  /**
   * Appends an entry of the import section, for anything but a function.
   *
   * @param module the module's name
   * @param name the import's name
   * @param type what is imported
   * @return this writer
   * @throws InvalidArgumentException if {@code type} is a function's, whose entry needs the index
   *     of the type
   */
  public BinaryWriter importOf(String module, String name, ExternType type) {
    if (type instanceof FunctionType) {
      throw new InvalidArgumentException("the import of a function names its type by an index");
    }
    return name(module).name(name).unit(code(type.kind())).type(type);
  }

  /**
   * Appends an entry of the import section, for a function.
   *
   * @param module the module's name
   * @param name the import's name
   * @param type the index of its type
   * @return this writer
   */
  public BinaryWriter importOf(String module, String name, int type) {
    return name(module).name(name).unit(code(ExternKind.FUNCTION)).unsigned(type);
  }

  /**
   * Appends an entry of the export section.
   *
   * @param name the export's name
   * @param kind its kind
   * @param index which one of that kind it is, imported ones first
   * @return this writer
   */
  public BinaryWriter export(String name, ExternKind kind, int index) {
    return name(name).unit(code(kind)).unsigned(index);
  }

  /**
   * Appends a type; a function's is its definition, as in the type section.
   *
   * @param type the type
   * @return this writer
   * @throws InvalidArgumentException if it uses {@link ValueType#REFERENCE}, which stands for many
   */
  public BinaryWriter type(ExternType type) {
    return switch (type) {
      case FunctionType function -> {
        unit(0x60).unsigned(function.parameters().size());
        function.parameters().forEach(this::value);
        unsigned(function.results().size());
        function.results().forEach(this::value);
        yield this;
      }
      case MemoryType memory ->
          limits(
              (memory.shared() ? 2 : 0) | (memory.memory64() ? 4 : 0),
              memory.minimum(),
              memory.maximum());
      case TableType table -> value(table.element()).limits(0, table.minimum(), table.maximum());
      case GlobalType global -> value(global.value()).unit(global.mutable() ? 1 : 0);
    };
  }

  /**
   * Appends an entry of the code section, without locals.
   *
   * @param instructions writes the instructions, without the last {@code end}
   * @return this writer
   */
  public BinaryWriter code(Consumer<BinaryWriter> instructions) {
    return sized(
        body -> {
          body.unsigned(0);
          instructions.accept(body);
          body.unit(END);
        });
  }

  /**
   * Appends {@code t.const}.
   *
   * @param type a numeric type
   * @param bits the value's bits, in the low half for types of 32 bits
   * @return this writer
   * @throws InvalidArgumentException if the type is not numeric
   */
  public BinaryWriter constant(ValueType type, long bits) {
    return switch (type) {
      case I32 -> unit(0x41).signed(bits << Integer.SIZE >> Integer.SIZE);
      case I64 -> unit(0x42).signed(bits);
      case F32 -> unit(0x43).littleEndian(bits, Float.BYTES);
      case F64 -> unit(0x44).littleEndian(bits, Double.BYTES);
      default -> throw new InvalidArgumentException("no constant has type " + type);
    };
  }

  /**
   * Appends a name: its size and its UTF-8 bytes.
   *
   * @param name the name
   * @return this writer
   */
  public BinaryWriter name(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return unsigned(bytes.length).raw(bytes, 0, bytes.length);
  }

  /**
   * Appends single bytes, such as opcodes.
   *
   * @param values the bytes; of each, the low 8 bits count
   * @return this writer
   */
  public BinaryWriter units(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  /**
   * Appends a byte.
   *
   * @param value the byte; the low 8 bits count
   * @return this writer
   */
  public BinaryWriter unit(int value) {
    out.write(value);
    return this;
  }

  /**
   * Appends a number as unsigned LEB128.
   *
   * @param value the number, taken for unsigned
   * @return this writer
   */
  public BinaryWriter unsigned(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      unit((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return unit((int) rest);
  }

  private BinaryWriter signed(long value) {
    long rest = value;
    while (rest >> 6 != 0 && rest >> 6 != -1) {
      unit((int) (rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return unit((int) (rest & 0x7f));
  }

  private BinaryWriter littleEndian(long bits, int count) {
    for (int i = 0; i < count; i++) {
      unit((int) (bits >>> (Byte.SIZE * i)));
    }
    return this;
  }

  private BinaryWriter limits(int flags, long minimum, OptionalLong maximum) {
    unit(flags | (maximum.isPresent() ? 1 : 0)).unsigned(minimum);
    maximum.ifPresent(this::unsigned);
    return this;
  }

  private BinaryWriter value(ValueType type) {
    return unit(
        switch (type) {
          case I32 -> 0x7f;
          case I64 -> 0x7e;
          case F32 -> 0x7d;
          case F64 -> 0x7c;
          case V128 -> 0x7b;
          case FUNCREF -> 0x70;
          case EXTERNREF -> 0x6f;
          case REFERENCE -> throw new InvalidArgumentException("not one type: " + type);
        });
  }

  private static int code(ExternKind kind) {
    return switch (kind) {
      case FUNCTION -> 0;
      case TABLE -> 1;
      case MEMORY -> 2;
      case GLOBAL -> 3;
    };
  }
}
