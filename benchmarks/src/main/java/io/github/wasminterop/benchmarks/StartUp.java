package io.github.wasminterop.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Programs that read one element of a guest's memory and end, each with one backend on its class
 * path: how long that takes, how many classes it loads, and what the JVM's caches of classes save.
 */
@Command(
    name = "StartUp",
    mixinStandardHelpOptions = true,
    description = "Measures the start of programs, and prints a table in Markdown.")
final class StartUp implements Runnable {
  private static final double LEAST_GAIN = 0.95;

  @Option(names = "--full", description = "Ten runs of each, and not three.")
  private boolean full;

  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      description = "Which backends; all if there is none.")
  private Pattern backends = Pattern.compile("");

  /** Runs the program. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StartUp()).execute(arguments));
  }

  /** A cache of classes, with the options of the JVM that write it and those that use it. */
  private enum Cache {
    NONE("none", "", ""),
    CDS("AppCDS", "-XX:ArchiveClassesAtExit=%s", "-Xshare:on -XX:SharedArchiveFile=%s"),
    AOT("AOT cache", "-XX:AOTCacheOutput=%s", "-XX:AOTMode=on -XX:AOTCache=%s");

    private final String title;
    private final String writing;
    private final String using;

    Cache(String title, String writing, String using) {
      this.title = title;
      this.writing = writing;
      this.using = using;
    }

    private static List<String> options(String template, Path file) {
      return template.isEmpty() ? List.of() : List.of(template.formatted(file).split(" ", -1));
    }
  }

  /** A program that reads an element of something. */
  private record Program(String of, String classPath, List<String> arguments) {

    static Program array(Path folder) {
      return new Program("a Java array", ClassPath.of("", folder), List.of());
    }

    static Program guest(BackendMode mode, Path folder, Path guest) {
      List<String> arguments = new ArrayList<>(List.of(guest.toString(), mode.backend()));
      mode.options().forEach((name, value) -> arguments.addAll(List.of(name, value)));
      return new Program(mode.name(), ClassPath.of(mode.backend(), folder), arguments);
    }

    /** Runs it once, and gives the nanoseconds from its beginning to the element. */
    long run(List<String> options, Path folder) {
      List<String> all = new ArrayList<>(options);
      all.add("-Djava.io.tmpdir=" + folder); // where runtimes leave their native libraries
      return ChildJvm.run(all, classPath, FirstElement.class, arguments).stream()
          .filter(line -> line.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    }
  }

  /** How many classes were loaded: in all, and since the program began. */
  private record Classes(long all, long sinceMain) {
    private static final String INITIALIZING =
        "Initializing '" + FirstElement.class.getName().replace('.', '/');

    static Classes of(Path log) throws IOException {
      List<String> lines = Files.readAllLines(log);
      long all = 0;
      long beforeMain = 0;
      for (String line : lines) {
        if (line.contains("[class,load]") && line.contains(" source: ")) {
          all++;
        } else if (line.contains(INITIALIZING + "'")) {
          beforeMain = all;
        } else if (line.contains(INITIALIZING + "$Done'")) {
          return new Classes(all, all - beforeMain);
        }
      }
      throw new IllegalStateException("the program did not get to its end");
    }
  }

  @Override
  public void run() {
    try {
      Path folder = Files.createTempDirectory("start-up");
      try {
        table(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void table(Path folder) throws IOException {
    Path guest = Files.write(folder.resolve("guest.wasm"), SmallGuest.of(1));
    List<Program> programs = new ArrayList<>(List.of(Program.array(folder)));
    BackendMode.matching(backends).stream()
        .map(mode -> Program.guest(mode, folder, guest))
        .forEach(programs::add);
    List<String> advice = new ArrayList<>();
    Table.head(
        "From main to the first element",
        "element of | cache | main to element | whole process | of that without cache"
            + " | classes since main | classes in all | size of the cache");
    for (Program program : programs) {
      List<Start> starts = new ArrayList<>();
      for (Cache cache : Cache.values()) {
        Start start = start(program, cache, folder);
        starts.add(start);
        start.print(program, starts.getFirst());
      }
      advice.add(advice(program, starts));
    }
    Table.line("");
    advice.forEach(Table::line);
  }

  /** One way to start a program; times in nanoseconds, the size in bytes. */
  private record Start(Cache cache, double element, double process, Classes classes, long size) {

    void print(Program program, Start without) {
      Table.row(
          program.of,
          cache.title,
          Units.time(element),
          Units.time(process),
          String.format(Locale.ROOT, "%.2f", process / without.process),
          classes.sinceMain,
          classes.all,
          cache == Cache.NONE ? "" : Units.bytes((double) size));
    }
  }

  private static String advice(Program program, List<Start> starts) {
    Start without = starts.getFirst();
    Start best = Collections.min(starts, Comparator.comparingDouble(Start::process));
    return best.process > without.process * LEAST_GAIN
        ? "- %s: no cache pays.".formatted(program.of)
        : "- %s: %s pays; a process takes %s instead of %s."
            .formatted(
                program.of,
                best.cache.title,
                Units.time(best.process),
                Units.time(without.process));
  }

  private Start start(Program program, Cache cache, Path folder) throws IOException {
    Path file = folder.resolve("cache");
    if (cache != Cache.NONE) {
      program.run(Cache.options(cache.writing, file), folder);
    }
    List<String> options = Cache.options(cache.using, file);
    Classes classes = classes(program, options, folder);
    long[] elements = new long[full ? 10 : 3];
    long[] processes = new long[elements.length];
    for (int i = 0; i < elements.length; i++) {
      long begin = System.nanoTime();
      elements[i] = program.run(options, folder);
      processes[i] = System.nanoTime() - begin;
    }
    long size = cache == Cache.NONE ? 0 : Files.size(file);
    Files.deleteIfExists(file);
    return new Start(cache, Median.of(elements), Median.of(processes), classes, size);
  }

  private static Classes classes(Program program, List<String> options, Path folder)
      throws IOException {
    Path log = folder.resolve("classes.log");
    List<String> logging = new ArrayList<>(options);
    logging.add("-Xlog:class+load,class+init:file=" + log);
    program.run(logging, folder);
    return Classes.of(log);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
