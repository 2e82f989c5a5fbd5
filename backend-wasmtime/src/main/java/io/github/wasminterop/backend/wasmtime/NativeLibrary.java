package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.NativeLibraryLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the native library of wasmtime-java, which copies it, 18 MB, to the folder for temporary
 * files and leaves it there, and greets those who have no logging on the error stream.
 */
final class NativeLibrary {
  static final String COPY = "libwasmtime_jni_" + WasmtimeBackend.VERSION;
  private static final Path MAPPED = Path.of("/proc/self/maps");
  private static final Duration STALE = Duration.ofDays(1);
  private static final List<String> LOGGING =
      List.of(
          "org/slf4j/impl/StaticLoggerBinder.class",
          "META-INF/services/org.slf4j.spi.SLF4JServiceProvider");

  private static boolean loaded;

  private NativeLibrary() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    if (hasLogging(NativeLibraryLoader.class.getClassLoader())) {
      NativeLibraryLoader.load();
    } else {
      quietly(NativeLibraryLoader::load);
    }
    loaded = true;
    removeCopies(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Whether SLF4J finds with a loader what it logs with; if not, it says so. */
  static boolean hasLogging(@Nullable ClassLoader given) {
    ClassLoader loader = given == null ? ClassLoader.getSystemClassLoader() : given;
    return LOGGING.stream().anyMatch(name -> loader.getResource(name) != null);
  }

  static void quietly(Runnable code) {
    PrintStream before = System.err;
    Quiet quiet = new Quiet(before);
    System.setErr(quiet);
    try {
      code.run();
    } finally {
      if (quiet.equals(System.err)) {
        System.setErr(before);
      }
    }
  }

  /**
   * Where the system tells what this process has mapped, its copy; elsewhere those that are too old
   * to be about to be loaded. What cannot be removed stays.
   */
  static void removeCopies(Path folder) {
    try {
      if (Files.isReadable(MAPPED)) {
        removeMapped(folder, Files.readAllLines(MAPPED));
      } else {
        removeOlder(folder, Instant.now().minus(STALE));
      }
    } catch (IOException | RuntimeException e) {
      // A file too many is no reason not to run.
    }
  }

  /** Removes the copies in a folder that are named at the ends of some lines. */
  static void removeMapped(Path folder, List<String> lines) throws IOException {
    Path real = folder.toRealPath();
    for (String line : lines) {
      int start = line.indexOf('/');
      if (start >= 0) {
        Path path = Path.of(line.substring(start));
        if (real.equals(path.getParent()) && path.getFileName().toString().startsWith(COPY)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /** Removes the copies in a folder that were made before some time. */
  static void removeOlder(Path folder, Instant limit) throws IOException {
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, COPY + "*")) {
      for (Path path : copies) {
        if (Files.getLastModifiedTime(path).toInstant().isBefore(limit)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /** The error stream without what SLF4J says on this thread about its not being set up. */
  private static final class Quiet extends PrintStream {
    private final long loading = Thread.currentThread().threadId();

    Quiet(PrintStream target) {
      super(target, true, target.charset());
    }

    @Override
    public void println(@Nullable String line) {
      if (Thread.currentThread().threadId() != loading
          || line == null
          || !line.startsWith("SLF4J")) {
        super.println(line);
      }
    }
  }
}
