package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WASI, of which Java serves the standard streams and the exit, and Wasmtime the rest. */
class WasiTest {
  private static final int BAD_DESCRIPTOR = 8;
  private static final int BAD_ADDRESS = 21;
  private static final int BAD_ARGUMENT = 28;
  private static final int IO_ERROR = 29;
  private static final int CREATE = 1;

  @TempDir Path folder;

  private final WasmRuntime runtime = Guests.runtime("static");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void streamsTakeAllBuffers() {
    WasmInstance guest = guest(options());
    assertThat(guest.function("write").call(1)).isEqualTo(List.of(0, 6));
    assertThat(guest.function("write").call(2)).isEqualTo(List.of(0, 6));
    assertThat(out).hasToString("oneTWO");
    assertThat(err).hasToString("oneTWO");
    assertThat(guest.function("write_at").call(0, 0)).isEqualTo(BAD_DESCRIPTOR);
    assertThat(guest.function("read").call(1)).isEqualTo(List.of(BAD_DESCRIPTOR, 0));
  }

  @Test
  void inputComesInPieces() {
    byte[] bytes = "twenty characters ok".getBytes(StandardCharsets.UTF_8);
    WasmInstance guest = guest(options().withStdin(new ByteArrayInputStream(bytes)));
    assertThat(guest.function("read").call(0)).isEqualTo(List.of(0, 16));
    assertThat(guest.memory().readUtf8(1000, 16)).isEqualTo("twenty character");
    assertThat(guest.function("read").call(0)).isEqualTo(List.of(0, 4));
    assertThat(guest.memory().readUtf8(1000, 4)).isEqualTo("s ok");
    assertThat(guest.function("read").call(0)).isEqualTo(List.of(0, 0));
  }

  @Test
  void filesAreWasmtimes() throws IOException {
    WasmInstance guest = guest(options().withDirectories(Map.of("/", folder)));
    List<?> opened = (List<?>) guest.function("open").call(CREATE);
    assertThat(opened.getFirst()).isEqualTo(0);
    assertThat(guest.function("write").call(opened.get(1))).isEqualTo(List.of(0, 6));
    assertThat(folder.resolve("file.txt")).hasContent("oneTWO");
    Files.writeString(folder.resolve("file.txt"), "more");
    opened = (List<?>) guest.function("open").call(0);
    assertThat(guest.function("read").call(opened.get(1))).isEqualTo(List.of(0, 4));
    assertThat(guest.memory().readUtf8(1000, 4)).isEqualTo("more");
    assertThat(out.size()).isZero();
  }

  @Test
  void addressesOutsideTheMemoryAreRefused() {
    WasmInstance guest = guest(options());
    assertThat(guest.function("write_at").call(1, 65_532)).isEqualTo(BAD_ADDRESS);
    assertThat(guest.function("write_at").call(1, -8)).isEqualTo(BAD_ADDRESS);
    guest.memory().view(ElementType.I32, 3000, 2).set(0, 65_530);
    guest.memory().view(ElementType.I32, 3000, 2).set(1, 7);
    assertThat(guest.function("write_at").call(1, 3000)).isEqualTo(BAD_ADDRESS);
    guest.memory().view(ElementType.I32, 3000, 2).set(1, -1);
    assertThat(guest.function("write_at").call(1, 3000)).isEqualTo(BAD_ADDRESS);
    assertThat(out.size()).isZero();
  }

  @Test
  void aStreamThatFailsIsAnErrorNumber() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    WasmInstance guest = guest(options().withStdout(broken));
    assertThat(guest.function("write").call(1)).isEqualTo(List.of(IO_ERROR, 0));
  }

  @Test
  void aStreamMayCloseTheGuest() {
    AtomicReference<WasmInstance> guest = new AtomicReference<>();
    InputStream closing =
        new InputStream() {
          @Override
          public int read() {
            guest.get().close();
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int from, int count) {
            bytes[from] = (byte) read();
            return 1;
          }
        };
    guest.set(guest(options().withStdin(closing)));
    WasmFunction read = guest.get().function("read");
    assertThatThrownBy(() -> read.call(0)).isInstanceOf(ClosedException.class);
  }

  @EachMemory
  void aStreamMayCallTheGuest(String mode) {
    AtomicReference<WasmInstance> guest = new AtomicReference<>();
    OutputStream calling =
        new OutputStream() {
          @Override
          public void write(int b) {
            guest.get().memory().grow(1);
            guest.get().function("write").call(2);
          }
        };
    try (WasmRuntime other = Guests.runtime(mode)) {
      WasmImports imports = WasmImports.none().wasi(options().withStdout(calling));
      guest.set(other.instantiate(Guests.own("wasi_files"), imports));
      assertThat(guest.get().function("write").call(1)).isEqualTo(List.of(0, 6));
      assertThat(err).hasToString("oneTWO".repeat(6));
    }
  }

  @Test
  void everyExitCodeIsKept() {
    WasmInstance guest = guest(options());
    for (int code : new int[] {0, 1, 125, 126, 127, 255, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> guest.function("exit").call(code))
          .isInstanceOfSatisfying(
              GuestExitException.class, e -> assertThat(e.exitCode()).isEqualTo(code));
    }
    assertThat(guest.function("write").call(1)).isEqualTo(List.of(0, 6));
  }

  @Test
  void outputFollowsAMemoryThatGrows() {
    WasmInstance guest = guest(options());
    guest.memory().grow(1);
    guest.memory().writeUtf8(65_600, 8, "high");
    guest.memory().view(ElementType.I32, 3000, 2).set(0, 65_600);
    guest.memory().view(ElementType.I32, 3000, 2).set(1, 4);
    assertThat(guest.function("write_at").call(1, 3000)).isEqualTo(0);
    assertThat(out).hasToString("high");
  }

  @Test
  void asManyBuffersAreWrittenAsAreCounted() {
    WasmInstance guest = writer(options());
    guest.memory().writeUtf8(1000, 8, "abcdef");
    I32View buffers = guest.memory().view(ElementType.I32, 2000, 6);
    for (int i = 0; i < 3; i++) {
      buffers.set(2 * i, 1000 + 2 * i);
      buffers.set(2 * i + 1, 2);
    }
    assertThat(guest.function("fd_write").call(1, 2000, 2, 16)).isEqualTo(0);
    assertThat(out).hasToString("abcd");
    assertThat(guest.memory().view(ElementType.I32, 16, 1).get(0)).isEqualTo(4);
  }

  @Test
  void buffersMayEndWithTheMemory() {
    WasmInstance guest = writer(options());
    guest.memory().writeUtf8(65_526, 8, "ab");
    I32View last = guest.memory().view(ElementType.I32, 65_528, 2);
    last.set(0, 65_526);
    last.set(1, 2);
    assertThat(guest.function("fd_write").call(1, 65_528, 1, 65_532)).isEqualTo(0);
    assertThat(out).hasToString("ab");
    assertThat(last.get(1)).as("the count").isEqualTo(2);
    assertThat(guest.function("fd_write").call(1, 65_529, 1, 16)).isEqualTo(BAD_ADDRESS);
    assertThat(guest.function("fd_write").call(1, 65_528, 1, 65_533)).isEqualTo(BAD_ADDRESS);
    last.set(0, 65_536);
    last.set(1, 0);
    assertThat(guest.function("fd_write").call(1, 65_528, 1, 16)).as("empty").isEqualTo(0);
    last.set(0, 65_530);
    last.set(1, 6);
    assertThat(guest.function("fd_write").call(1, 65_528, 1, 16)).isEqualTo(0);
    last.set(1, 7);
    assertThat(guest.function("fd_write").call(1, 65_528, 1, 16)).isEqualTo(BAD_ADDRESS);
  }

  @Test
  void longOutputComesInPieces() {
    List<byte[]> pieces = new ArrayList<>();
    OutputStream target =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("one by one");
          }

          @Override
          public void write(byte[] bytes, int from, int count) {
            pieces.add(Arrays.copyOfRange(bytes, from, from + count));
          }
        };
    WasmInstance guest = writer(options().withStdout(target));
    guest.memory().grow(2);
    byte[] bytes = new byte[(1 << 16) + 10];
    new Random(1).nextBytes(bytes);
    guest.memory().bytes(5000, bytes.length).copyFrom(bytes);
    I32View buffer = guest.memory().view(ElementType.I32, 2000, 2);
    buffer.set(0, 5000);
    buffer.set(1, 1 << 16);
    assertThat(guest.function("fd_write").call(1, 2000, 1, 16)).isEqualTo(0);
    assertThat(pieces).containsExactly(Arrays.copyOf(bytes, 1 << 16));
    pieces.clear();
    buffer.set(1, bytes.length);
    assertThat(guest.function("fd_write").call(1, 2000, 1, 16)).isEqualTo(0);
    assertThat(pieces)
        .containsExactly(
            Arrays.copyOf(bytes, 1 << 16), Arrays.copyOfRange(bytes, 1 << 16, bytes.length));
  }

  @Test
  void moreThanTwoGibibytesAtATimeAreRefused() {
    OutputStream target =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("too much");
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            if (count > 1) {
              throw new IOException("too much");
            }
          }
        };
    WasmInstance guest = writer(options().withStdout(target));
    guest.memory().grow((1L << 31) / MemoryType.PAGE_SIZE - 1);
    I32View buffers = guest.memory().view(ElementType.I32, 2000, 4);
    buffers.set(1, 1);
    buffers.set(3, Integer.MAX_VALUE);
    assertThat(guest.function("fd_write").call(1, 2000, 2, 16)).isEqualTo(BAD_ARGUMENT);
    buffers.set(3, Integer.MAX_VALUE - 1);
    assertThat(guest.function("fd_write").call(1, 2000, 2, 16)).as("is tried").isEqualTo(IO_ERROR);
  }

  /** A guest that exports the {@code fd_write} that it imports. */
  private WasmInstance writer(WasiOptions options) {
    ValueType i32 = ValueType.I32;
    byte[] wasm =
        BinaryWriter.module()
            .section(
                BinaryModule.TYPES,
                types -> types.unsigned(1).type(FunctionType.of(i32, i32, i32, i32).returning(i32)))
            .section(
                BinaryModule.IMPORTS,
                imports -> imports.unsigned(1).importOf(WasiOptions.MODULE, "fd_write", 0))
            .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
            .section(
                BinaryModule.EXPORTS,
                exports ->
                    exports
                        .unsigned(2)
                        .export("memory", ExternKind.MEMORY, 0)
                        .export("fd_write", ExternKind.FUNCTION, 0))
            .toByteArray();
    return runtime.instantiate(wasm, WasmImports.none().wasi(options));
  }

  private WasiOptions options() {
    return WasiOptions.none().withStdout(out).withStderr(err);
  }

  private WasmInstance guest(WasiOptions options) {
    return runtime.instantiate(Guests.own("wasi_files"), WasmImports.none().wasi(options));
  }
}
