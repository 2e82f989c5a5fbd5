package io.github.wasminterop.benchmarks;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** This program's class path, less all backends but one. */
final class ClassPath {
  private static final List<String> COMMON =
      List.of(
          "/benchmarks/target/", "/interop-core/target/", "/interop-spi/target/", "/org/jspecify/");
  private static final Map<String, List<String>> RUNTIMES =
      Map.of(
          "chicory", List.of("/backend-chicory/target/", "/com/dylibso/chicory/", "/org/ow2/asm/"),
          "wasmtime", List.of("/backend-wasmtime/target/", "/io/github/kawamuray/", "/org/slf4j/"),
          "graal", List.of("/backend-graal/target/", "/org/graalvm/"));

  private ClassPath() {}

  /**
   * The class path with one backend. It has jars only, because the JVM's caches of classes take no
   * folders.
   *
   * @param backend its name; any other text for no backend
   * @param folder where to put a jar of each folder
   */
  static String of(String backend, Path folder) {
    List<String> runtime = RUNTIMES.getOrDefault(backend, List.of());
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> isPart(entry, COMMON) || isPart(entry, runtime))
        .map(entry -> Files.isDirectory(Path.of(entry)) ? packed(Path.of(entry), folder) : entry)
        .collect(joining(File.pathSeparator));
  }

  private static boolean isPart(String entry, List<String> parts) {
    String path = entry.replace(File.separatorChar, '/');
    return parts.stream().anyMatch(path::contains);
  }

  private static String packed(Path classes, Path folder) {
    String jar = folder.resolve(Integer.toHexString(classes.hashCode()) + ".jar").toString();
    if (!Files.exists(Path.of(jar))) {
      int result =
          ToolProvider.findFirst("jar")
              .orElseThrow()
              .run(
                  System.out, System.err, "--create", "--file", jar, "-C", classes.toString(), ".");
      if (result != 0) {
        throw new IllegalStateException("cannot pack " + classes);
      }
    }
    return jar;
  }
}
