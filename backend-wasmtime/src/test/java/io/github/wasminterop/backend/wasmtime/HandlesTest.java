package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kawamuray.wasmtime.Disposable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlesTest {
  private final List<String> disposed = new ArrayList<>();

  @Test
  void endOnceInTheOppositeOrderOfTheirMaking() {
    long before = Handles.live();
    Handles handles = new Handles();
    handles.add(handle("first"));
    handles.add(handle("second"));
    assertThat(Handles.live()).isEqualTo(before + 2);
    handles.dispose();
    handles.dispose();
    assertThat(disposed).containsExactly("second", "first");
    assertThat(Handles.live()).isEqualTo(before);
  }

  private Disposable handle(String name) {
    return () -> disposed.add(name);
  }
}
