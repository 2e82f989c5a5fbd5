package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Extern;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.wasi.WasiCtx;
import io.github.kawamuray.wasmtime.wasi.WasiCtxBuilder;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * WASI preview 1: Wasmtime's, apart from the standard streams, which it can only connect to files,
 * and the exit, of which it loses some codes.
 */
final class Wasi {
  private static final String HOST = "\0streams";
  private static final FunctionType STREAM =
      FunctionType.of(ValueType.I32, ValueType.I32, ValueType.I32, ValueType.I32)
          .returning(ValueType.I32);
  private static final FunctionType EXIT = FunctionType.of(ValueType.I32);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int CHUNK = 1 << 16;

  private static final int SUCCESS = 0;
  private static final int BAD_DESCRIPTOR = 8;
  private static final int BAD_ADDRESS = 21;
  private static final int BAD_ARGUMENT = 28;
  private static final int IO_ERROR = 29;

  private final WasmtimeMemory memory;
  private final WasiOptions options;

  private Wasi(WasmtimeMemory memory, WasiOptions options) {
    this.memory = memory;
    this.options = options;
  }

  /** What Wasmtime is to know; for one store. */
  static WasiCtx context(WasiOptions options) {
    try {
      WasiCtxBuilder builder = new WasiCtxBuilder();
      options.arguments().forEach(builder::arg);
      options.environment().forEach(builder::env);
      for (Map.Entry<String, Path> directory : options.directories().entrySet()) {
        builder.preopenedDir(directory.getValue(), directory.getKey());
      }
      return builder.build();
    } catch (RuntimeException e) {
      throw new InvalidArgumentException(
          "the WASI options cannot be used: " + e.getMessage() + "; " + options);
    }
  }

  /**
   * Defines what Wasmtime does not serve; to be called inside the store.
   *
   * @param names the functions that the guest imports
   * @param memory the guest's memory, or null if it has none
   */
  static void define(
      Shared<Engine> engine,
      WasmtimeInstance instance,
      Linker linker,
      WasiOptions options,
      List<String> names,
      @Nullable WasmtimeMemory memory) {
    GuestStore store = instance.store();
    if (names.contains(GuestCode.EXIT_FUNCTION)) {
      define(instance, linker, GuestCode.JAVA_WASI, GuestCode.EXIT_FUNCTION, EXIT, Wasi::exit);
    }
    List<String> streams = new ArrayList<>(names);
    streams.retainAll(GuestCode.STREAM_FUNCTIONS);
    if (streams.isEmpty()) {
      return;
    }
    WasmtimeMemory bytes = memory;
    LinkName memoryName = new LinkName(HOST, "memory");
    if (bytes == null) {
      bytes = instance.define(WasmtimeMemory.create(store, MemoryType.of(0)));
    }
    linker.define(
        store.nativeStore(),
        memoryName.module(),
        memoryName.name(),
        Extern.fromMemory(bytes.nativeMemory()));
    Wasi wasi = new Wasi(bytes, options);
    for (String name : streams) {
      Stream stream = name.equals("fd_read") ? wasi::read : wasi::write;
      define(instance, linker, HOST, name, STREAM, a -> new long[] {wasi.transfer(stream, a)});
    }
    Helpers.instantiate(
        engine, store, linker, GuestCode.JAVA_WASI, Helpers.streams(streams, HOST, memoryName));
  }

  private interface Code {
    long[] call(long[] arguments);
  }

  /** Reads or writes bytes of the guest, and gives how many or, negative, an error. */
  private interface Stream {
    long transfer(int descriptor, long address, long size) throws IOException;
  }

  private static void define(
      WasmtimeInstance instance,
      Linker linker,
      String module,
      String name,
      FunctionType type,
      Code code) {
    linker.define(
        instance.store().nativeStore(),
        module,
        name,
        HostCode.function(
            instance, new HostFunction(type, (_, arguments) -> code.call(arguments))));
  }

  private static long[] exit(long[] arguments) {
    int code = (int) arguments[0];
    throw new GuestExitException("the guest exited with code " + code, code, null);
  }

  /** {@code (descriptor, buffers, count, result)}. */
  private int transfer(Stream stream, long[] arguments) {
    long buffers = Integer.toUnsignedLong((int) arguments[1]);
    long count = Integer.toUnsignedLong((int) arguments[2]);
    long result = Integer.toUnsignedLong((int) arguments[3]);
    if (!fits(result, Integer.BYTES)) {
      return BAD_ADDRESS;
    }
    long sum = 0;
    try {
      for (long i = 0; i < count; i++) {
        long buffer = buffers + i * 2 * Integer.BYTES;
        if (!fits(buffer, 2 * Integer.BYTES)) {
          return BAD_ADDRESS;
        }
        long address = Integer.toUnsignedLong(bytes().get(INT, buffer));
        long size = Integer.toUnsignedLong(bytes().get(INT, buffer + Integer.BYTES));
        if (!fits(address, size)) {
          return BAD_ADDRESS;
        }
        if (sum + size > Integer.MAX_VALUE) {
          return BAD_ARGUMENT;
        }
        long done = stream.transfer((int) arguments[0], address, size);
        if (done < 0) {
          return (int) -done;
        }
        sum += done;
        if (done < size) {
          break;
        }
      }
    } catch (IOException e) {
      return IO_ERROR;
    }
    bytes().set(INT, result, (int) sum);
    return SUCCESS;
  }

  private long read(int descriptor, long address, long size) throws IOException {
    if (descriptor != 0) {
      return -BAD_DESCRIPTOR;
    }
    byte[] chunk = new byte[(int) Math.min(CHUNK, size)];
    int read = Math.max(0, options.stdin().read(chunk));
    MemorySegment.copy(chunk, 0, bytes(), ValueLayout.JAVA_BYTE, address, read);
    return read;
  }

  private long write(int descriptor, long address, long size) throws IOException {
    if (descriptor == 0) {
      return -BAD_DESCRIPTOR;
    }
    OutputStream target = descriptor == 1 ? options.stdout() : options.stderr();
    for (long at = 0; at < size; at += CHUNK) {
      long count = Math.min(CHUNK, size - at);
      target.write(bytes().asSlice(address + at, count).toArray(ValueLayout.JAVA_BYTE));
    }
    return size;
  }

  private boolean fits(long address, long size) {
    long end = bytes().byteSize();
    return address <= end && size <= end - address;
  }

  /** The guest's memory; asked for anew after each use of a stream, which may do anything. */
  private MemorySegment bytes() {
    return Objects.requireNonNull(memory.linear().segment());
  }
}
