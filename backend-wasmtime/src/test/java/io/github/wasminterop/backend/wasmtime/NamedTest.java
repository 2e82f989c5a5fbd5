package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kawamuray.wasmtime.Engine;
import io.github.wasminterop.error.BackendException;
import org.junit.jupiter.api.Test;

class NamedTest {

  @Test
  void whatWasmtimeDoesNotFindIsNamed() {
    NativeLibrary.load();
    try (Shared<Engine> engine = new Shared<>("the engine", new Engine())) {
      GuestStore store = new GuestStore(engine, null, true);
      store.enter();
      Named named = new Named(store, store.linker(), "nobody", "").with("nothing");
      assertThatThrownBy(named::find)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("nothing");
      store.release();
      store.exit();
    }
  }
}
