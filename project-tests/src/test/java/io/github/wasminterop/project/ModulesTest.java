package io.github.wasminterop.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModulesTest {
  private final TreeMap<String, ModuleDescriptor> modules = new TreeMap<>();

  @BeforeEach
  void readDescriptors() throws IOException {
    for (URL url :
        Collections.list(ModulesTest.class.getClassLoader().getResources("module-info.class"))) {
      try (InputStream in = url.openStream()) {
        ModuleDescriptor module = ModuleDescriptor.read(in);
        if (module.name().startsWith("io.github.wasminterop")) {
          modules.put(module.name(), module);
        }
      }
    }
  }

  @Test
  void everyPublishedModuleHasADescriptor() {
    assertThat(modules.keySet())
        .containsExactlyInAnyOrder(
            "io.github.wasminterop",
            "io.github.wasminterop.spi",
            "io.github.wasminterop.backend.chicory",
            "io.github.wasminterop.backend.endive",
            "io.github.wasminterop.backend.graal",
            "io.github.wasminterop.backend.wasmtime",
            "io.github.wasminterop.conformance");
  }

  @Test
  void noInternalPackageIsExported() {
    assertThat(modules.values())
        .flatMap(ModuleDescriptor::exports)
        .extracting(ModuleDescriptor.Exports::source)
        .isNotEmpty()
        .noneMatch(name -> name.contains("internal"));
  }
}
