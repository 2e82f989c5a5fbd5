package io.github.wasminterop.examples;

import static io.github.wasminterop.ElementType.DATA;
import static io.github.wasminterop.ElementType.F32;
import static io.github.wasminterop.ElementType.F64;
import static io.github.wasminterop.ElementType.U8;
import static io.github.wasminterop.ValueDescriptor.computed;

import io.github.wasminterop.DataView;
import io.github.wasminterop.F32View;
import io.github.wasminterop.F64View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmExport;
import io.github.wasminterop.WasmInstance;
import java.awt.image.BufferedImage;

/**
 * A picture that a Rust guest paints in its own memory, and that Java reads, steers and paints on
 * without a copy. What the guest exports is described beside its source, in {@code guests/image}.
 */
final class Painting {

  /** Where the scene's parameters have the direction towards the sun: three numbers. */
  static final int SUN = 7;

  private final WasmInstance guest;
  private final Exports exports;
  private final U8View pixels;
  private final F64View scene;
  private final DataView strokes;
  private final F32View kernel;

  /** What the guest can be told to do. */
  interface Exports {
    int width();

    int height();

    void render();

    @WasmExport("reset_params")
    void resetParams();

    @WasmExport("stroke_size")
    int strokeSize();

    @WasmExport("strokes_capacity")
    int strokesCapacity();

    @WasmExport("apply_strokes")
    int applyStrokes(int count);

    void convolve();

    boolean resize(int width, int height);

    @WasmExport("grow_memory")
    int growMemory(int pages);
  }

  /**
   * A stroke of a soft brush, in pixels from the top left corner; colours and opacity from 0 to
   * 255.
   */
  record Stroke(
      float fromX,
      float fromY,
      float toX,
      float toY,
      float radius,
      int red,
      int green,
      int blue,
      int opacity) {}

  Painting(WasmInstance guest) {
    this.guest = guest;
    exports = guest.bind(Exports.class);
    pixels = guest.view(U8, "pixel_pointer", "pixel_count");
    scene = guest.view(F64, "params_pointer", "params_length");
    kernel = guest.view(F32, "kernel_pointer", "kernel_length");
    strokes =
        guest.view(
            ViewDescriptor.of(DATA)
                .ptr("strokes_pointer")
                .length(computed(() -> (long) exports.strokesCapacity() * exports.strokeSize())));
  }

  /** The live pixels: rows from top to bottom, red, green and blue of each pixel. */
  U8View pixels() {
    return pixels;
  }

  int width() {
    return exports.width();
  }

  int height() {
    return exports.height();
  }

  void render() {
    exports.render();
  }

  /** Turns the sun to another direction. The guest sees it when it renders next. */
  void sun(double x, double y, double z) {
    scene.set(SUN, x);
    scene.set(SUN + 1, y);
    scene.set(SUN + 2, z);
  }

  /** Lets the guest write its own scene again. */
  void resetScene() {
    exports.resetParams();
  }

  /**
   * Writes strokes into the guest's memory, as its struct lays them out, and lets it paint them.
   */
  void paint(Stroke... brush) {
    for (int i = 0; i < brush.length; i++) {
      Stroke stroke = brush[i];
      long at = (long) i * exports.strokeSize();
      strokes.setF32(at, stroke.fromX);
      strokes.setF32(at + 4, stroke.fromY);
      strokes.setF32(at + 8, stroke.toX);
      strokes.setF32(at + 12, stroke.toY);
      strokes.setF32(at + 16, stroke.radius);
      strokes.setU8(at + 20, stroke.red);
      strokes.setU8(at + 21, stroke.green);
      strokes.setU8(at + 22, stroke.blue);
      strokes.setU8(at + 23, stroke.opacity);
    }
    exports.applyStrokes(brush.length);
  }

  /** Replaces the picture by its convolution with nine factors. */
  void convolve(float... factors) {
    kernel.copyFrom(factors);
    exports.convolve();
  }

  /** Lets the guest grow its memory; gives the size in pages before. */
  int grow(int pages) {
    return exports.growMemory(pages);
  }

  /** Lets the guest make room for another size, and asks where the pixels are now. */
  void resize(int width, int height) {
    if (!exports.resize(width, height)) {
      throw new IllegalArgumentException(
          "the guest has no room for %d x %d pixels".formatted(width, height));
    }
    pixels.refresh();
  }

  long memoryPages() {
    return guest.memory().pages();
  }

  boolean isZeroCopy() {
    return guest.memory().isZeroCopy();
  }

  /** A picture of the pixels as they are now. */
  BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        long at = 3L * ((long) y * image.getWidth() + x);
        image.setRGB(x, y, pixels.get(at) << 16 | pixels.get(at + 1) << 8 | pixels.get(at + 2));
      }
    }
    return image;
  }
}
