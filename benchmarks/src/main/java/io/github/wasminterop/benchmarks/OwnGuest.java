package io.github.wasminterop.benchmarks;

import io.github.wasminterop.WasmRuntime;

/**
 * A guest as an expert has it who uses the runtime's own API and nothing else: no checks but the
 * runtime's, whatever may be kept is kept. Elements are at multiples of their size from address 0
 * on.
 */
abstract class OwnGuest implements AutoCloseable {

  /** Loads the guest of the benchmarks and instantiates it. */
  static OwnGuest open(String backend) {
    byte[] wasm = Guests.wasm();
    return switch (backend) {
      case "chicory" -> ChicoryGuest.of(wasm);
      case "graal" -> GraalGuest.of(wasm);
      case "wasmtime" -> {
        WasmRuntime.load(backend).close(); // loads the native library without noise
        yield WasmtimeGuest.of(wasm);
      }
      default -> throw new IllegalArgumentException(backend);
    };
  }

  abstract byte getI8(int index);

  abstract void setI8(int index, byte value);

  abstract short getI16(int index);

  abstract void setI16(int index, short value);

  abstract int getI32(int index);

  abstract void setI32(int index, int value);

  abstract long getI64(int index);

  abstract void setI64(int index, long value);

  abstract float getF32(int index);

  abstract void setF32(int index, float value);

  abstract double getF64(int index);

  abstract void setF64(int index, double value);

  /** Copies bytes out, into the target or a new array, whichever the runtime has. */
  abstract byte[] read(int address, byte[] target);

  /** Copies bytes in. */
  abstract void write(int address, byte[] source);

  /** Sets bytes, as fast as the runtime can. */
  abstract void fill(int address, int size, byte value);

  /** Reads text in UTF-8. */
  abstract String readText(int address, int size);

  /** Writes text in UTF-8. */
  abstract void writeText(int address, String text);

  /** Grows the memory, and makes its bytes reachable again. */
  abstract void grow(int pages);

  /** Makes the memory's bytes reachable again after guest code has run that may have grown it. */
  abstract void follow();

  /** Calls the function {@code same}, which returns its argument. */
  abstract int same(int value);

  /** Calls the function {@code run}, which calls back as often. */
  abstract int run(int times);

  /**
   * Passes a text to the function {@code echo}, in a block of the guest's, and reads its result.
   */
  abstract String echo(String text);

  /** Instantiates the same module again; to be closed before this one. */
  abstract OwnGuest another();

  @Override
  public abstract void close();
}
