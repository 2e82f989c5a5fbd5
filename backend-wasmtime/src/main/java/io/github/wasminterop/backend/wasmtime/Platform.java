package io.github.wasminterop.backend.wasmtime;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/** Whether Wasmtime can run in this JVM. Loads no class of the runtime. */
final class Platform {
  private static final String RUNTIME = "io.github.kawamuray.wasmtime.NativeLibraryLoader";
  private static final String LOGGER = "org.slf4j.LoggerFactory";

  private Platform() {}

  /** What is in the way, and the remedy. */
  static Optional<String> obstacle() {
    return platform().or(() -> classes(Platform.class.getClassLoader())).or(Platform::nativeAccess);
  }

  private static Optional<String> platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean intel = arch.equals("amd64") || arch.equals("x86_64");
    boolean there =
        os.startsWith("windows")
            ? intel
            : (os.startsWith("linux") || os.startsWith("mac")) && (intel || arch.equals("aarch64"));
    return there
        ? Optional.empty()
        : Optional.of(
            ("wasmtime-java has no native library for %s on %s, only for Linux and macOS on x86-64"
                    + " and aarch64, and Windows on x86-64; use another backend there")
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  /** What is missing among the classes that a loader finds. */
  static Optional<String> classes(ClassLoader loader) {
    if (!isPresent(RUNTIME, loader)) {
      return Optional.of(
          "class %s is missing; add io.github.kawamuray.wasmtime:wasmtime-java:%s"
              .formatted(RUNTIME, WasmtimeBackend.VERSION));
    }
    return isPresent(LOGGER, loader)
        ? Optional.empty()
        : Optional.of(
            "class %s is missing, which wasmtime-java needs; add org.slf4j:slf4j-api"
                .formatted(LOGGER));
  }

  @SuppressWarnings("restricted") // that is the question
  private static Optional<String> nativeAccess() {
    try {
      MemorySegment.NULL.reinterpret(1);
      return Optional.empty();
    } catch (IllegalCallerException e) {
      return Optional.of(
          "this JVM denies native access; start it with --enable-native-access=ALL-UNNAMED, or on"
              + " the module path with"
              + " --enable-native-access=io.github.wasminterop.backend.wasmtime,wasmtime.java");
    }
  }

  private static boolean isPresent(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
