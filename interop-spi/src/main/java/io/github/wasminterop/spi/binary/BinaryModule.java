package io.github.wasminterop.spi.binary;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the sections of a module in the binary format say about types, imports, exports and the
 * start function, for backends whose runtime does not tell. Code and data are passed over, and
 * validation is left to the runtime.
 *
 * <pre>{@code
 * BinaryModule module = BinaryModule.parse(wasm);
 * List<ExportType> exports = module.exports().stream().map(BinaryModule.Export::type).toList();
 * }</pre>
 *
 * <p>Immutable, apart from the bytes themselves; any thread may use it.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/modules.html">Specification: binary
 *     modules</a>
 */
public final class BinaryModule {
  /** The id of the section of function types. */
  public static final int TYPES = 1;

  /** The id of the section of imports. */
  public static final int IMPORTS = 2;

  /** The id of the section that tells the type of each function. */
  public static final int FUNCTIONS = 3;

  /** The id of the section of tables. */
  public static final int TABLES = 4;

  /** The id of the section of memories. */
  public static final int MEMORIES = 5;

  /** The id of the section of globals. */
  public static final int GLOBALS = 6;

  /** The id of the section of exports. */
  public static final int EXPORTS = 7;

  /** The id of the section that names the start function. */
  public static final int START = 8;

  /** The id of the section of code. */
  public static final int CODE = 10;

  static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private static final int TAG = 4;
  private static final ExternKind[] KINDS = {
    ExternKind.FUNCTION, ExternKind.TABLE, ExternKind.MEMORY, ExternKind.GLOBAL
  };

  private final byte[] bytes;
  private final List<Section> sections = new ArrayList<>();
  private final List<FunctionType> types = new ArrayList<>();
  private final List<Import> imports = new ArrayList<>();
  private final List<Export> exports = new ArrayList<>();
  private final Map<ExternKind, List<ExternType>> spaces = new EnumMap<>(ExternKind.class);
  private OptionalInt start = OptionalInt.empty();

  private BinaryModule(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A section: the bytes {@code [start, end)} of the module.
   *
   * @param id what it holds
   * @param start where its id is
   * @param contents where its contents begin, after its size
   * @param end where it ends
   */
  public record Section(int id, int start, int contents, int end) {}

  /**
   * An import.
   *
   * @param type its names and its type
   * @param kindStart where, in the module's bytes, the kind and type begin, after the names
   * @param end where they end
   */
  public record Import(ImportType type, int kindStart, int end) {}

  /**
   * An export.
   *
   * @param type its name and its type
   * @param index which one it is among the functions, tables, memories or globals of the module,
   *     imported ones first
   */
  public record Export(ExportType type, int index) {}

  /**
   * Reads a module.
   *
   * @param bytes the module; kept, and not to be changed from now on
   * @return what it says
   * @throws InvalidModuleException if the bytes are malformed, or the module imports a tag
   */
  public static BinaryModule parse(byte[] bytes) {
    if (!Arrays.equals(HEADER, 0, HEADER.length, bytes, 0, Math.min(HEADER.length, bytes.length))) {
      throw new InvalidModuleException("the module does not begin like one of version 1", null);
    }
    BinaryModule module = new BinaryModule(bytes);
    BinaryReader reader = new BinaryReader(bytes, HEADER.length, bytes.length);
    while (reader.hasMore()) {
      int from = reader.position();
      int id = reader.u8();
      int size = reader.count();
      Section section = new Section(id, from, reader.position(), reader.position() + size);
      reader.skip(size);
      module.sections.add(section);
      module.read(section);
    }
    return module;
  }

  /**
   * The module's bytes.
   *
   * @return the same array that was parsed
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The sections, custom ones included.
   *
   * @return an unmodifiable list, in the module's order
   */
  public List<Section> sections() {
    return Collections.unmodifiableList(sections);
  }

  /**
   * The imports.
   *
   * @return an unmodifiable list, in the module's order
   */
  public List<Import> imports() {
    return Collections.unmodifiableList(imports);
  }

  /**
   * The exports, without tags.
   *
   * @return an unmodifiable list, in the module's order
   */
  public List<Export> exports() {
    return Collections.unmodifiableList(exports);
  }

  /**
   * The start function.
   *
   * @return its index, or nothing if there is none
   */
  public OptionalInt start() {
    return start;
  }

  /**
   * The types of the memories that the module defines itself.
   *
   * @return an unmodifiable list, in the order of their indexes
   */
  public List<MemoryType> definedMemories() {
    long imported = imports.stream().filter(i -> i.type().type() instanceof MemoryType).count();
    return space(ExternKind.MEMORY).stream().skip(imported).map(MemoryType.class::cast).toList();
  }

  private void read(Section section) {
    BinaryReader in = new BinaryReader(bytes, section.contents(), section.end());
    switch (section.id()) {
      case TYPES -> in.vector(() -> types.add(functionType(in)));
      case IMPORTS -> in.vector(() -> readImport(in));
      case FUNCTIONS -> in.vector(() -> define(functionType(in.u32())));
      case TABLES -> in.vector(() -> define(definedTable(in)));
      case MEMORIES -> in.vector(() -> define(memoryType(in)));
      case GLOBALS -> in.vector(() -> define(definedGlobal(in)));
      case EXPORTS -> in.vector(() -> readExport(in));
      case START ->
          start = OptionalInt.of(in.index(space(ExternKind.FUNCTION).size(), "start function"));
      default -> {
        return;
      }
    }
    if (in.hasMore()) {
      throw in.malformed("section %d is longer than what it holds".formatted(section.id()));
    }
  }

  private void readImport(BinaryReader in) {
    String module = in.name();
    String name = in.name();
    int kindStart = in.position();
    int kind = in.u8();
    if (kind == TAG) {
      throw new InvalidModuleException(
          "the module imports %s.%s, a tag, which hosts cannot provide here"
              .formatted(module, name),
          null);
    }
    ExternType type =
        switch (kind) {
          case 0 -> functionType(in.u32());
          case 1 -> tableType(in);
          case 2 -> memoryType(in);
          case 3 -> globalType(in);
          default -> throw in.malformed("there is no kind of import " + kind);
        };
    imports.add(new Import(new ImportType(module, name, type), kindStart, in.position()));
    define(type);
  }

  private void readExport(BinaryReader in) {
    String name = in.name();
    int kind = in.u8();
    if (kind == TAG) {
      in.u32();
      return;
    }
    if (kind >= KINDS.length) {
      throw in.malformed("there is no kind of export " + kind);
    }
    List<ExternType> space = space(KINDS[kind]);
    int index = in.index(space.size(), KINDS[kind].toString());
    exports.add(new Export(new ExportType(name, space.get(index)), index));
  }

  private void define(ExternType type) {
    space(type.kind()).add(type);
  }

  private List<ExternType> space(ExternKind kind) {
    return spaces.computeIfAbsent(kind, _ -> new ArrayList<>());
  }

  private FunctionType functionType(long index) {
    if (index >= types.size()) {
      throw new InvalidModuleException(
          "the module uses type %d and has %d".formatted(index, types.size()), null);
    }
    return types.get((int) index);
  }

  private static FunctionType functionType(BinaryReader in) {
    int form = in.u8();
    if (form != 0x60) {
      throw in.malformed("type 0x%x is not that of a function".formatted(form));
    }
    return new FunctionType(valueTypes(in), valueTypes(in));
  }

  private static List<ValueType> valueTypes(BinaryReader in) {
    List<ValueType> result = new ArrayList<>();
    in.vector(() -> result.add(valueType(in)));
    return result;
  }

  private static ValueType valueType(BinaryReader in) {
    int code = in.u8();
    return switch (code) {
      case 0x7f -> ValueType.I32;
      case 0x7e -> ValueType.I64;
      case 0x7d -> ValueType.F32;
      case 0x7c -> ValueType.F64;
      case 0x7b -> ValueType.V128;
      case 0x70 -> ValueType.FUNCREF;
      case 0x6f -> ValueType.EXTERNREF;
      case 0x63, 0x64 -> {
        in.signed();
        yield ValueType.REFERENCE;
      }
      case 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73, 0x74 -> ValueType.REFERENCE;
      default -> throw in.malformed("there is no value type 0x%x".formatted(code));
    };
  }

  private static TableType definedTable(BinaryReader in) {
    if (!in.skipIf(0x40)) {
      return tableType(in);
    }
    in.u8();
    TableType type = tableType(in);
    skipExpression(in);
    return type;
  }

  private static TableType tableType(BinaryReader in) {
    ValueType element = valueType(in);
    Limits limits = limits(in);
    try {
      return new TableType(element, limits.minimum(), limits.maximum());
    } catch (InvalidArgumentException e) {
      throw in.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static MemoryType memoryType(BinaryReader in) {
    Limits limits = limits(in);
    try {
      return new MemoryType(limits.minimum(), limits.maximum(), limits.shared(), limits.wide());
    } catch (InvalidArgumentException e) {
      throw in.malformed(String.valueOf(e.getMessage()));
    }
  }

  private record Limits(long minimum, OptionalLong maximum, boolean shared, boolean wide) {}

  private static Limits limits(BinaryReader in) {
    int flags = in.u8();
    if (flags > 7) {
      throw in.malformed("there are no limits of kind 0x%x".formatted(flags));
    }
    boolean wide = (flags & 4) != 0;
    long minimum = wide ? in.u64() : in.u32();
    OptionalLong maximum =
        (flags & 1) == 0 ? OptionalLong.empty() : OptionalLong.of(wide ? in.u64() : in.u32());
    return new Limits(minimum, maximum, (flags & 2) != 0, wide);
  }

  private static GlobalType definedGlobal(BinaryReader in) {
    GlobalType type = globalType(in);
    skipExpression(in);
    return type;
  }

  private static GlobalType globalType(BinaryReader in) {
    ValueType value = valueType(in);
    int mutability = in.u8();
    if (mutability > 1) {
      throw in.malformed("there is no mutability " + mutability);
    }
    return new GlobalType(value, mutability == 1);
  }

  private static void skipExpression(BinaryReader in) {
    for (int opcode = in.u8(); opcode != 0x0b; opcode = in.u8()) {
      switch (opcode) {
        case 0x41, 0x42, 0xd0 -> in.signed();
        case 0x43 -> in.skip(Float.BYTES);
        case 0x44 -> in.skip(Double.BYTES);
        case 0x23, 0xd2 -> in.u32();
        case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {}
        case 0xfd -> {
          in.u32();
          in.skip(2 * Long.BYTES);
        }
        default -> throw in.malformed("opcode 0x%x in a constant expression".formatted(opcode));
      }
    }
  }
}
