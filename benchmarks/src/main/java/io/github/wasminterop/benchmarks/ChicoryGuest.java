package io.github.wasminterop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.function.Function;

/** A guest with Chicory alone: compiled, over the faster of its two classes of memory. */
final class ChicoryGuest extends OwnGuest {
  private static final FunctionType TICK =
      FunctionType.of(List.of(ValType.I32), List.of(ValType.I32));

  private final WasmModule module;
  private final Function<Instance, Machine> machines;
  private final Memory memory;
  private final ExportFunction same;
  private final ExportFunction echo;
  private final ExportFunction run;
  private final ExportFunction malloc;
  private final ExportFunction free;

  private ChicoryGuest(WasmModule module, Function<Instance, Machine> machines) {
    this.module = module;
    this.machines = machines;
    Instance instance =
        Instance.builder(module)
            .withMachineFactory(machines)
            .withMemoryFactory(ByteArrayMemory::new)
            .withImportValues(
                ImportValues.builder()
                    .addFunction(
                        new HostFunction(
                            "env",
                            "tick",
                            TICK,
                            (_, values) -> new long[] {Guests.tick((int) values[0])}))
                    .build())
            .build();
    memory = instance.memory();
    same = instance.export("same");
    echo = instance.export("echo");
    run = instance.export("run");
    malloc = instance.export("malloc");
    free = instance.export("free");
  }

  static ChicoryGuest of(byte[] wasm) {
    WasmModule module = Parser.parse(wasm);
    return new ChicoryGuest(module, MachineFactoryCompiler.compile(module));
  }

  @Override
  OwnGuest another() {
    return new ChicoryGuest(module, machines);
  }

  /** The memory, for this library to wrap. */
  Memory memory() {
    return memory;
  }

  @Override
  byte getI8(int index) {
    return memory.read(index);
  }

  @Override
  void setI8(int index, byte value) {
    memory.writeByte(index, value);
  }

  @Override
  short getI16(int index) {
    return memory.readShort(index * 2);
  }

  @Override
  void setI16(int index, short value) {
    memory.writeShort(index * 2, value);
  }

  @Override
  int getI32(int index) {
    return memory.readInt(index * 4);
  }

  @Override
  void setI32(int index, int value) {
    memory.writeI32(index * 4, value);
  }

  @Override
  long getI64(int index) {
    return memory.readLong(index * 8);
  }

  @Override
  void setI64(int index, long value) {
    memory.writeLong(index * 8, value);
  }

  @Override
  float getF32(int index) {
    return memory.readFloat(index * 4);
  }

  @Override
  void setF32(int index, float value) {
    memory.writeF32(index * 4, value);
  }

  @Override
  double getF64(int index) {
    return memory.readDouble(index * 8);
  }

  @Override
  void setF64(int index, double value) {
    memory.writeF64(index * 8, value);
  }

  @Override
  byte[] read(int address, byte[] target) {
    return memory.readBytes(address, target.length);
  }

  @Override
  void write(int address, byte[] source) {
    memory.write(address, source);
  }

  @Override
  void fill(int address, int size, byte value) {
    memory.fill(value, address, address + size);
  }

  @Override
  String readText(int address, int size) {
    return memory.readString(address, size);
  }

  @Override
  void writeText(int address, String text) {
    memory.writeString(address, text);
  }

  @Override
  void grow(int pages) {
    memory.grow(pages);
  }

  @Override
  void follow() {
    // Its memory is the same object as before.
  }

  @Override
  int same(int value) {
    return (int) same.apply(value)[0];
  }

  @Override
  int run(int times) {
    return (int) run.apply(times)[0];
  }

  @Override
  String echo(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    long pointer = malloc.apply(bytes.length)[0];
    memory.write((int) pointer, bytes);
    long range = echo.apply(pointer, bytes.length)[0];
    String result = memory.readString((int) (range >>> 32), (int) range);
    free.apply(pointer);
    return result;
  }

  @Override
  public void close() {
    // Nothing of it needs closing.
  }
}
