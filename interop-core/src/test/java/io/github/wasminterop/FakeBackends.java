package io.github.wasminterop;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendOption;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Providers that can be found but never start: for tests of the choice among them. */
final class FakeBackends {

  /** The names of those that were asked to start. */
  static final List<String> OPENED = new ArrayList<>();

  private FakeBackends() {}

  /** Runs code as if these providers, and no others, were on the class path. */
  static void withProviders(Path directory, Runnable code, Class<?>... providers)
      throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.write(
        services.resolve(WasmBackend.class.getName()),
        Stream.of(providers).map(Class::getName).toList());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (Only loader = new Only(directory)) {
      thread.setContextClassLoader(loader);
      OPENED.clear();
      code.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Hides the providers that really are on the class path. */
  private static final class Only extends URLClassLoader {
    Only(Path directory) throws IOException {
      super(new URL[] {directory.toUri().toURL()}, FakeBackends.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/") ? findResources(name) : super.getResources(name);
    }
  }

  /** What all of them have in common. */
  abstract static class Fake implements WasmBackend {
    private final String name;

    Fake(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String runtimeName() {
      return "Fake " + name + " 1.0";
    }

    @Override
    public Set<Capability> capabilities(BackendOptions options) {
      return Set.of(Capability.MULTI_VALUE);
    }

    @Override
    public List<BackendOption> options() {
      return List.of(new BackendOption("speed", "how fast it is", List.of("slow", "fast")));
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.empty();
    }

    @Override
    public BackendRuntime open(BackendOptions options) {
      OPENED.add(name);
      throw new BackendException("fake " + name + " does not start", null);
    }

    @Override
    public Set<String> nativeTypes() {
      return Set.of(name + ".Instance");
    }

    @Override
    public BackendInstance wrapInstance(List<Object> nativeObjects) {
      throw new BackendException("fake", null);
    }

    @Override
    public BackendExtern wrapExtern(List<Object> nativeObjects) {
      throw new BackendException("fake", null);
    }
  }

  /** A backend that could start. */
  public static final class Alpha extends Fake {
    /** Made by the service loader. */
    public Alpha() {
      super("alpha");
    }
  }

  /** Another one. */
  public static final class Beta extends Fake {
    /** Made by the service loader. */
    public Beta() {
      super("beta");
    }
  }

  /** One that cannot run here. */
  public static final class Stranded extends Fake {
    /** Made by the service loader. */
    public Stranded() {
      super("stranded");
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.of("no native library for this platform");
    }
  }

  /** One that does start, with what the test gives. */
  public static final class Scripted extends Fake {
    static Set<Capability> able = Set.of();
    static BackendRuntime runtime = new FakeRuntime();

    /** Made by the service loader. */
    public Scripted() {
      super("scripted");
    }

    @Override
    public Set<Capability> capabilities(BackendOptions options) {
      return able;
    }

    @Override
    public BackendRuntime open(BackendOptions options) {
      return runtime;
    }
  }

  /** One whose runtime is missing. */
  public static final class Incomplete extends Fake {
    /** Made by the service loader. */
    public Incomplete() {
      super("incomplete");
    }

    @Override
    public Optional<String> unavailable() {
      throw new NoClassDefFoundError("some/runtime/Engine");
    }
  }

  /** One that cannot even be made. */
  public static final class Broken extends Fake {
    /** Called, in vain, by the service loader. */
    public Broken() {
      super("broken");
      throw new IllegalStateException("broken on purpose");
    }
  }
}
