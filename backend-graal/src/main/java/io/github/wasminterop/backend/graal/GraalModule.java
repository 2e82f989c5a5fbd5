package io.github.wasminterop.backend.graal;

import static java.util.stream.Collectors.toSet;

import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ImportType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.graalvm.polyglot.Source;

/** A validated module. */
final class GraalModule implements BackendModule {
  private final BinaryModule binary;
  private final List<ImportType> imports;
  private final List<ExportType> exports;
  private final String startExport;
  private final String detachedWasi;
  private final Map<List<BinaryModule.Import>, Source> sources = new ConcurrentHashMap<>();

  GraalModule(BinaryModule binary) {
    this.binary = binary;
    this.imports = binary.imports().stream().map(BinaryModule.Import::type).toList();
    this.exports = binary.exports().stream().map(BinaryModule.Export::type).toList();
    this.startExport = unused("start", exports.stream().map(ExportType::name));
    this.detachedWasi = unused(WasiOptions.MODULE, imports.stream().map(ImportType::module));
  }

  @Override
  public List<ImportType> imports() {
    return imports;
  }

  @Override
  public List<ExportType> exports() {
    return exports;
  }

  @Override
  public void close() {
    sources.clear();
  }

  BinaryModule binary() {
    return binary;
  }

  /** The name under which the sources export the start function, which they do not run. */
  String startExport() {
    return startExport;
  }

  /**
   * The module as it is evaluated.
   *
   * @param detached the imports from WASI that are looked for in {@link #detachedWasi} instead
   */
  Source source(List<BinaryModule.Import> detached) {
    return sources.computeIfAbsent(
        detached,
        _ -> Store.source(OwnModules.variant(binary, detached, detachedWasi, startExport)));
  }

  /** The name of a module of which the module itself imports nothing. */
  String detachedWasi() {
    return detachedWasi;
  }

  private static String unused(String name, Stream<String> used) {
    Set<String> names = used.collect(toSet());
    String unused = name;
    while (names.contains(unused)) {
      unused += "'";
    }
    return unused;
  }
}
