package io.github.wasminterop;

import io.github.wasminterop.error.BackendSelectionException;
import io.github.wasminterop.spi.WasmBackend;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The backends on the class path, and the choice among them. */
final class Backends {
  private static final String ARTIFACTS =
      "io.github.wasminterop:backend-chicory, io.github.wasminterop:backend-endive,"
          + " io.github.wasminterop:backend-wasmtime or io.github.wasminterop:backend-graal";

  private Backends() {}

  /** Finds the providers; none is started. */
  static Found find() {
    List<WasmBackend> backends = new ArrayList<>();
    Map<String, String> broken = new TreeMap<>();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ServiceLoader<WasmBackend> loader =
        context == null
            ? ServiceLoader.load(WasmBackend.class, Backends.class.getClassLoader())
            : ServiceLoader.load(WasmBackend.class, context);
    Iterator<WasmBackend> iterator = loader.iterator();
    while (true) {
      // A provider that cannot be made is a fact about that provider; the others go on.
      try {
        if (!iterator.hasNext()) {
          return new Found(backends, broken);
        }
        backends.add(iterator.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        String cause = e.getCause() == null ? "" : ", " + e.getCause();
        broken.put(
            "?" + broken.size(), "a provider that cannot be loaded: " + e.getMessage() + cause);
      }
    }
  }

  /**
   * What was found.
   *
   * @param backends the providers that could be made
   * @param broken what is wrong with the others
   */
  record Found(List<WasmBackend> backends, Map<String, String> broken) {

    /** Chooses by name, or takes the only one that is there. */
    WasmBackend choose(@Nullable String name) {
      if (name == null) {
        return only();
      }
      List<WasmBackend> matching =
          backends.stream().filter(backend -> backend.name().equals(name)).toList();
      if (matching.isEmpty()) {
        throw failed(
            "there is no backend '%s' on the class path; add its artifact, or choose one of %s%s"
                .formatted(name, names(), foundButBroken()));
      }
      if (matching.size() > 1) {
        throw failed(
            "there are %d backends named '%s' on the class path; remove one"
                .formatted(matching.size(), name));
      }
      return usable(matching.getFirst());
    }

    private WasmBackend only() {
      if (backends.isEmpty()) {
        throw failed("there is no backend on the class path; add " + ARTIFACTS + foundButBroken());
      }
      if (backends.size() > 1) {
        throw failed(
            "there are several backends on the class path, %s; choose one by WasmRuntime.load(name) or by -D%s=name"
                .formatted(names(), WasmRuntime.BACKEND_PROPERTY));
      }
      return usable(backends.getFirst());
    }

    private WasmBackend usable(WasmBackend backend) {
      Optional<String> reason = reason(backend);
      if (reason.isPresent()) {
        throw failed(
            "backend %s (%s) cannot run here: %s"
                .formatted(backend.name(), backend.runtimeName(), reason.get()));
      }
      return backend;
    }

    private String foundButBroken() {
      return broken.isEmpty() ? "" : " (found, but broken: " + broken.values() + ")";
    }

    private List<String> names() {
      return backends.stream().map(WasmBackend::name).sorted().toList();
    }

    private BackendSelectionException failed(String message) {
      Map<String, String> candidates = new TreeMap<>(broken);
      backends.forEach(backend -> candidates.put(backend.name(), backend.runtimeName()));
      return new BackendSelectionException(message, candidates);
    }
  }

  /** Why a backend cannot run here. A class of its runtime that is missing is such a reason. */
  static Optional<String> reason(WasmBackend backend) {
    try {
      return backend.unavailable();
    } catch (LinkageError e) {
      return Optional.of("a class of its runtime cannot be loaded: " + e);
    }
  }
}
