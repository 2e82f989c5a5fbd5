package io.github.wasminterop.type;

/**
 * The type of something that a module imports or exports.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/syntax/types.html#external-types">Specification:
 *     external types</a>
 */
public sealed interface ExternType permits FunctionType, GlobalType, MemoryType, TableType {

  /**
   * The kind of the thing that has this type.
   *
   * @return the kind
   */
  ExternKind kind();
}
