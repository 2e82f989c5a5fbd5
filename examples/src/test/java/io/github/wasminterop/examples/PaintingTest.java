package io.github.wasminterop.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What Java reads from the guest is, to the last bit, what Java draws by itself. */
@ParameterizedClass
@MethodSource("backends")
class PaintingTest {
  private final String backend;

  PaintingTest(String backend) {
    this.backend = backend;
  }

  static List<String> backends() {
    return WasmRuntime.backends().stream().map(BackendInfo::name).toList();
  }

  @Test
  void theViewShowsWhatTheGuestDraws() {
    try (WasmRuntime runtime = WasmRuntime.load(backend);
        WasmInstance guest = runtime.instantiate(Guests.image())) {
      Painting painting = new Painting(guest);
      painting.render();

      ReferenceRenderer reference = new ReferenceRenderer(160, 100);
      reference.render(ReferenceRenderer.defaultParams());
      assertThat(painting.pixels().copy()).isEqualTo(reference.pixels());
    }
  }

  @Test
  void theSameViewShowsWhatTheGuestMakesOfWhatJavaWrote() {
    try (WasmRuntime runtime = WasmRuntime.load(backend);
        WasmInstance guest = runtime.instantiate(Guests.image())) {
      Painting painting = new Painting(guest);
      painting.resize(80, 50);
      long pointer = painting.pixels().pointer();
      painting.sun(-1, 2, 0.5);
      painting.render();
      assertThat(painting.grow(20)).isEqualTo(painting.memoryPages() - 20);
      painting.paint(new Painting.Stroke(3, 4, 60, 30, 5, 250, 128, 7, 200));
      float[] kernel = {0, -1, 0, -1, 5, -1, 0, -1, 0};
      painting.convolve(kernel);

      double[] parameters = ReferenceRenderer.defaultParams();
      parameters[Painting.SUN] = -1;
      parameters[Painting.SUN + 1] = 2;
      parameters[Painting.SUN + 2] = 0.5;
      ReferenceRenderer reference = new ReferenceRenderer(80, 50);
      reference.render(parameters);
      reference.paint(List.of(new ReferenceRenderer.Stroke(3, 4, 60, 30, 5, 250, 128, 7, 200)));
      reference.convolve(kernel);
      assertThat(painting.pixels().copy()).isEqualTo(reference.pixels());
      assertThat(painting.pixels().pointer()).isEqualTo(pointer);
    }
  }

  @Test
  void aLargerPictureIsElsewhereAndTheViewFollows() {
    try (WasmRuntime runtime = WasmRuntime.load(backend);
        WasmInstance guest = runtime.instantiate(Guests.image())) {
      Painting painting = new Painting(guest);
      long before = painting.pixels().pointer();
      painting.resize(200, 150);
      assertThat(painting.pixels().pointer()).isNotEqualTo(before);
      assertThat(painting.pixels().length()).isEqualTo(3 * 200 * 150);
      assertThatThrownBy(() -> painting.resize(20_000, 20_000)).hasMessageContaining("no room");
      assertThat(painting.width()).isEqualTo(200);
    }
  }

  @Test
  void theImageHasThePixels() {
    try (WasmRuntime runtime = WasmRuntime.load(backend);
        WasmInstance guest = runtime.instantiate(Guests.image())) {
      Painting painting = new Painting(guest);
      painting.pixels().set(3, 1);
      painting.pixels().set(4, 2);
      painting.pixels().set(5, 255);
      assertThat(painting.toImage().getRGB(1, 0)).isEqualTo(0xFF0102FF);
      assertThat(TerminalPicture.of(painting.toImage(), 160)).contains("\u001b[38;2;1;2;255m");
    }
  }
}
