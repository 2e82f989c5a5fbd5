package io.github.wasminterop.benchmarks;

import static java.util.stream.Collectors.joining;

import io.github.wasminterop.type.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What growth costs: page by page, so that the law shows by which the whole grows with the number
 * of steps; and once, for memories of several sizes. An element is read after each step, so that
 * what is put off is counted, too.
 */
@Command(
    name = "Growth",
    mixinStandardHelpOptions = true,
    description = "Measures the growth of memories, and prints tables in Markdown.")
final class Growth implements Runnable {
  private static final int NEXT = 15;

  @Option(names = "--full", description = "Up to 2000 steps, and memories of up to 1 GiB.")
  private boolean full;

  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      description = "Which backends and memories; all if there is none.")
  private Pattern memories = Pattern.compile("");

  /** Runs the program. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Growth()).execute(arguments));
  }

  /** A kind of memory, and who grows it. */
  private record Subject(String memory, String by, LongFunction<Growing> open) {}

  /** So many steps, in nanoseconds. */
  private record Steps(double total, double slowest) {}

  @Override
  public void run() {
    List<Subject> subjects =
        Stream.of(false, true)
            .flatMap(byGuest -> Stream.concat(views(byGuest), own(byGuest)))
            .filter(subject -> memories.matcher(subject.memory).find())
            .toList();
    long[] steps = full ? new long[] {250, 500, 1000, 2000} : new long[] {100, 200, 400};
    long[] sizes = full ? new long[] {1, 100, 1024} : new long[] {1, 16, 64};
    pageByPage(subjects, steps);
    once(subjects, sizes);
  }

  private Stream<Subject> views(boolean byGuest) {
    return BackendMode.matching(memories).stream()
        .map(
            mode ->
                new Subject(mode.name(), by(byGuest), pages -> Growing.view(mode, pages, byGuest)));
  }

  private static Stream<Subject> own(boolean byGuest) {
    return ChicoryOwn.MEMORIES.stream()
        .map(
            kind ->
                new Subject(
                    "chicory's own " + kind,
                    by(byGuest),
                    pages -> Growing.own(kind, pages, byGuest)));
  }

  private static String by(boolean byGuest) {
    return byGuest ? "guest" : "host";
  }

  private void pageByPage(List<Subject> subjects, long[] counts) {
    Table.head(
        "Growing page by page, from one page",
        "memory | grown by | %s steps | a step of the last | slowest of them | law"
            .formatted(joined(counts, " steps | ")));
    for (Subject subject : subjects) {
      Law law = new Law();
      List<String> cells = new ArrayList<>();
      Steps steps = typical(subject, counts[0]); // warms up
      for (long count : counts) {
        steps = typical(subject, count);
        law.add(count, steps.total);
        cells.add(Units.time(steps.total));
      }
      double mean = steps.total / counts[counts.length - 1];
      Table.row(
          subject.memory, subject.by, cells, Units.time(mean), Units.time(steps.slowest), law);
    }
  }

  private static String joined(long[] numbers, String between) {
    return LongStream.of(numbers).mapToObj(String::valueOf).collect(joining(between));
  }

  private Steps typical(Subject subject, long count) {
    List<Steps> runs =
        Stream.generate(() -> steps(subject, count))
            .limit(full ? 9 : 3)
            .sorted((a, b) -> Double.compare(a.total, b.total))
            .toList();
    return runs.get(runs.size() / 2);
  }

  private static Steps steps(Subject subject, long count) {
    try (Growing memory = subject.open.apply(1)) {
      long slowest = 0;
      long begin = System.nanoTime();
      long before = begin;
      for (long i = 0; i < count; i++) {
        memory.grow();
        long now = System.nanoTime();
        slowest = Math.max(slowest, now - before);
        before = now;
      }
      return new Steps((double) (before - begin), (double) slowest);
    }
  }

  private void once(List<Subject> subjects, long[] mebibytes) {
    Table.head(
        "Growing a filled memory by a page, and by a page again",
        "memory | grown by | %s MiB | again | law".formatted(joined(mebibytes, " MiB | again | ")));
    for (Subject subject : subjects) {
      Law law = new Law();
      List<String> cells = new ArrayList<>();
      for (long size : mebibytes) {
        long pages = (size << 20) / MemoryType.PAGE_SIZE;
        List<Long> again = new ArrayList<>();
        double first = Median.of(full ? 5 : 3, () -> first(subject, pages, again));
        law.add(size, first);
        cells.add(Units.time(first));
        cells.add(Units.time(Median.of(again.stream().mapToLong(Long::longValue).toArray())));
      }
      Table.row(subject.memory, subject.by, cells, law);
    }
  }

  /** How long the first growth of a memory takes; those after it are added to a list. */
  private static long first(Subject subject, long pages, List<Long> again) {
    try (Growing memory = subject.open.apply(pages)) {
      memory.fill();
      long first = time(memory);
      for (int i = 0; i < NEXT; i++) {
        again.add(time(memory));
      }
      return first;
    }
  }

  private static long time(Growing memory) {
    long begin = System.nanoTime();
    memory.grow();
    return System.nanoTime() - begin;
  }
}
