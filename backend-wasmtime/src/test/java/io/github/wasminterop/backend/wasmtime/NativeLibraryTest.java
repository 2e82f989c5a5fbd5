package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done around the loading of the library, which is loaded once in a JVM. */
class NativeLibraryTest {
  @TempDir Path folder;

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream errors = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  @Test
  void onlyTheGreetingOfTheLoggersIsKeptBack() {
    System.setErr(errors);
    NativeLibrary.quietly(
        () -> {
          System.err.println("SLF4J: no providers were found");
          System.err.println("a warning");
          System.err.println((String) null);
          inThread(() -> System.err.println("SLF4J: of another thread"));
        });
    System.err.println("SLF4J: later");
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("a warning", "null", "SLF4J: of another thread", "SLF4J: later");
  }

  @Test
  void theErrorStreamIsPutBack() {
    System.setErr(errors);
    NativeLibrary.quietly(() -> {});
    assertThat(System.err).isSameAs(errors);
    RuntimeException mine = new IllegalStateException("mine");
    assertThatThrownBy(
            () ->
                NativeLibrary.quietly(
                    () -> {
                      throw mine;
                    }))
        .isSameAs(mine);
    assertThat(System.err).isSameAs(errors);
  }

  @Test
  void anErrorStreamThatIsSetMeanwhileStays() {
    NativeLibrary.quietly(() -> System.setErr(errors));
    assertThat(System.err).isSameAs(errors);
  }

  @Test
  void loggingIsThereWithEitherOfItsResources() throws IOException {
    assertThat(NativeLibrary.hasLogging(loader("nothing"))).isFalse();
    assertThat(NativeLibrary.hasLogging(loader("org/slf4j/impl/StaticLoggerBinder.class")))
        .isTrue();
    assertThat(
            NativeLibrary.hasLogging(
                loader("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")))
        .isTrue();
    assertThat(NativeLibrary.hasLogging(null))
        .isEqualTo(NativeLibrary.hasLogging(ClassLoader.getSystemClassLoader()));
  }

  @Test
  void theCopyThatIsMappedIsRemoved() throws IOException {
    Path real = folder.toRealPath();
    Path copy = Files.createFile(real.resolve(NativeLibrary.COPY + "123.so"));
    Path alone = Files.createFile(real.resolve(NativeLibrary.COPY + "456.so"));
    Path unmapped = Files.createFile(real.resolve(NativeLibrary.COPY + "789.so"));
    Path another = Files.createFile(real.resolve("another.so"));
    Path deeper = Files.createDirectory(real.resolve("deeper"));
    Path elsewhere = Files.createFile(deeper.resolve(NativeLibrary.COPY + "123.so"));
    NativeLibrary.removeMapped(
        folder,
        List.of(
            "7f00-7f01 rw-p 00000000 00:00 0",
            "7f01-7f02 r-xp 00000000 08:01 42    " + copy,
            "7f02-7f03 r--p 00001000 08:01 42    " + copy,
            "7f03-7f04 r-xp 00000000 08:01 43    " + another,
            "7f04-7f05 r-xp 00000000 08:01 44    " + elsewhere,
            "7f05-7f06 rw-p 00000000 00:00 0     [stack]",
            alone.toString()));
    assertThat(copy).doesNotExist();
    assertThat(alone).doesNotExist();
    assertThat(List.of(unmapped, another, elsewhere)).allMatch(Files::exists);
  }

  @Test
  void whatThisProcessHasMappedIsRemovedWhereThatIsTold() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "others do not tell");
    Path real = folder.toRealPath();
    Path mapped = Files.writeString(real.resolve(NativeLibrary.COPY + "1.so"), "mapped");
    Path old = file(NativeLibrary.COPY + "2.so", Instant.EPOCH);
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(mapped)) {
      MemorySegment segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, 6, arena);
      NativeLibrary.removeCopies(folder);
      assertThat(mapped).doesNotExist();
      assertThat(old).exists();
      assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).as("still mapped").isEqualTo((byte) 'm');
    }
    NativeLibrary.removeCopies(folder.resolve("nowhere"));
  }

  @Test
  void oldCopiesAreRemovedWhereMappingsAreNotTold() throws IOException {
    Instant limit = Instant.parse("2020-01-02T00:00:00Z");
    Path old = file(NativeLibrary.COPY + "1.dll", limit.minusSeconds(1));
    Path young = file(NativeLibrary.COPY + "2.dll", limit);
    Path another = file("another.dll", limit.minusSeconds(1));
    NativeLibrary.removeOlder(folder, limit);
    assertThat(old).doesNotExist();
    assertThat(List.of(young, another)).allMatch(Files::exists);
  }

  private Path file(String name, Instant changed) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    return Files.setLastModifiedTime(file, FileTime.from(changed));
  }

  private ClassLoader loader(String resource) throws IOException {
    Path root = Files.createTempDirectory(folder, "loader");
    Path file = root.resolve(resource);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    return new URLClassLoader(new URL[] {root.toUri().toURL()}, null);
  }

  private static void inThread(Runnable code) {
    Thread thread = Thread.ofPlatform().start(code);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
