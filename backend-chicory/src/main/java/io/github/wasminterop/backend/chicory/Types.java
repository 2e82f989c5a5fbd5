package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.OptionalLong;

/** The types of Chicory in the vocabulary of the SPI, and back. */
final class Types {

  private Types() {}

  static ValueType value(ValType type) {
    if (type.equals(ValType.I32)) {
      return ValueType.I32;
    } else if (type.equals(ValType.I64)) {
      return ValueType.I64;
    } else if (type.equals(ValType.F32)) {
      return ValueType.F32;
    } else if (type.equals(ValType.F64)) {
      return ValueType.F64;
    } else if (type.equals(ValType.V128)) {
      return ValueType.V128;
    } else if (type.equals(ValType.FuncRef)) {
      return ValueType.FUNCREF;
    } else if (type.equals(ValType.ExternRef)) {
      return ValueType.EXTERNREF;
    }
    return ValueType.REFERENCE;
  }

  static ValType value(ValueType type) {
    return switch (type) {
      case I32 -> ValType.I32;
      case I64 -> ValType.I64;
      case F32 -> ValType.F32;
      case F64 -> ValType.F64;
      case V128 -> ValType.V128;
      case FUNCREF -> ValType.FuncRef;
      case EXTERNREF -> ValType.ExternRef;
      case REFERENCE -> ValType.AnyRef;
    };
  }

  static FunctionType function(com.dylibso.chicory.wasm.types.FunctionType type) {
    return new FunctionType(values(type.params()), values(type.returns()));
  }

  static com.dylibso.chicory.wasm.types.FunctionType function(FunctionType type) {
    return com.dylibso.chicory.wasm.types.FunctionType.of(
        type.parameters().stream().map(Types::value).toList(),
        type.results().stream().map(Types::value).toList());
  }

  static GlobalType global(GlobalInstance global) {
    return global(global.getType(), global.getMutabilityType());
  }

  static GlobalType global(ValType type, MutabilityType mutability) {
    return new GlobalType(value(type), mutability == MutabilityType.Var);
  }

  static MutabilityType mutability(GlobalType type) {
    return type.mutable() ? MutabilityType.Var : MutabilityType.Const;
  }

  static MemoryType memory(MemoryLimits limits) {
    return memory(limits.initialPages(), limits);
  }

  static MemoryType memory(long pages, MemoryLimits limits) {
    return memory(pages, limits.maximumPages(), limits.shared());
  }

  static MemoryType memory(long pages, long maximum, boolean shared) {
    // Chicory does not tell "no maximum" from the most there can be; a shared memory has one.
    boolean unlimited = maximum == MemoryLimits.MAX_PAGES && !shared;
    return new MemoryType(
        pages, unlimited ? OptionalLong.empty() : OptionalLong.of(maximum), shared, false);
  }

  static MemoryLimits memory(MemoryType type) {
    return new MemoryLimits((int) type.minimum(), (int) type.upperBound(), type.shared());
  }

  static TableType table(TableInstance table) {
    return table(table.elementType(), table.size(), table.limits());
  }

  static TableType table(ValType element, long size, TableLimits limits) {
    return new TableType(
        value(element),
        size,
        limits.max() == TableLimits.LIMIT_MAX
            ? OptionalLong.empty()
            : OptionalLong.of(limits.max()));
  }

  private static List<ValueType> values(List<ValType> types) {
    return types.stream().map(Types::value).toList();
  }
}
