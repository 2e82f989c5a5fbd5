package io.github.wasminterop.examples;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.WasmInteropException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a picture that Java reads, without a copy, from the memory of a Rust guest. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    version = "wasm-interop 0.1.0-SNAPSHOT",
    description =
        "Shows a picture that Java reads, without a copy, from the memory of a Rust guest.")
final class PictureDemo implements Callable<Integer> {
  private static final int MAX_COLUMNS = 100;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "The runtime to use: ${COMPLETION-CANDIDATES}. Default: the one on the class path.",
      completionCandidates = BackendNames.class)
  private @Nullable String backend;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/pictures",
      description = "Where to write the PNG files. Default: ${DEFAULT-VALUE}.")
  private Path directory = Path.of("target/pictures");

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "How wide the terminal is. Default: what it says itself, at most 100.")
  private @Nullable Integer columns;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** Runs the program; exit code 1 and one line of text for what a user can mend. */
  public static void main(String[] arguments) {
    CommandLine program = new CommandLine(new PictureDemo());
    program.setExecutionExceptionHandler(
        (exception, line, _) -> {
          if (exception instanceof WasmInteropException || exception instanceof IOException) {
            line.getErr().println("demo: " + exception.getMessage());
            return 1;
          }
          throw exception;
        });
    System.exit(program.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(directory);
    try (WasmRuntime runtime = backend == null ? WasmRuntime.load() : WasmRuntime.load(backend);
        WasmInstance guest = runtime.instantiate(Guests.image())) {
      show(runtime, new Painting(guest));
    }
    return 0;
  }

  private void show(WasmRuntime runtime, Painting painting) throws IOException {
    out.println(
        "wasm-interop on " + runtime + (painting.isZeroCopy() ? ", zero-copy" : ", mediated"));

    painting.render();
    out.printf(
        "%nA Rust guest has drawn %d x %d pixels. Java reads them where they are (%s):%n%n",
        painting.width(), painting.height(), painting.pixels());
    BufferedImage drawn = painting.toImage();
    print(drawn);

    painting.sun(-0.9, 0.35, -0.4);
    painting.render();
    int pagesBefore = painting.grow(16);
    painting.paint(
        new Painting.Stroke(14, 22, 40, 10, 3, 255, 90, 90, 230),
        new Painting.Stroke(40, 10, 66, 22, 3, 255, 210, 80, 230),
        new Painting.Stroke(66, 22, 92, 10, 3, 90, 230, 140, 230),
        new Painting.Stroke(92, 10, 118, 22, 3, 90, 180, 255, 230),
        new Painting.Stroke(118, 22, 144, 10, 3, 210, 120, 255, 230));
    out.printf(
        "Java moved the sun and wrote five brush strokes into the guest's memory, which meanwhile"
            + " grew from %d to %d pages. The same view:%n%n",
        pagesBefore, painting.memoryPages());
    BufferedImage painted = painting.toImage();
    print(painted);

    painting.convolve(-1, -1, 0, -1, 1, 1, 0, 1, 1);
    out.printf(
        "And a kernel of nine numbers, written by Java, applied by Rust. Still the same view:%n%n");
    BufferedImage embossed = painting.toImage();
    print(embossed);

    painting.resize(640, 400);
    painting.resetScene();
    painting.render();
    out.printf(
        "Larger, the picture is somewhere else; refresh() has asked the guest where (%s).%n%n",
        painting.pixels());
    write("drawn.png", drawn);
    write("painted.png", painted);
    write("embossed.png", embossed);
    write("large.png", painting.toImage());
  }

  private void print(BufferedImage picture) {
    if (System.getenv("NO_COLOR") != null) {
      out.println("(NO_COLOR is set: see the PNG file)");
    } else {
      out.println(TerminalPicture.of(picture, columns()));
    }
  }

  private int columns() {
    if (columns != null) {
      return Math.max(2, columns);
    }
    String terminal = System.getenv("COLUMNS");
    return terminal != null && terminal.matches("[1-9][0-9]{0,4}")
        ? Math.clamp(Integer.parseInt(terminal), 2, MAX_COLUMNS)
        : 80;
  }

  private void write(String name, BufferedImage picture) throws IOException {
    Path file = directory.resolve(name);
    ImageIO.write(picture, "png", file.toFile());
    out.println(file);
  }
}
