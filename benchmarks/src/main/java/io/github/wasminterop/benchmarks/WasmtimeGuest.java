package io.github.wasminterop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kawamuray.wasmtime.Disposable;
import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Extern;
import io.github.kawamuray.wasmtime.Func;
import io.github.kawamuray.wasmtime.Instance;
import io.github.kawamuray.wasmtime.Memory;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.Store;
import io.github.kawamuray.wasmtime.Val;
import io.github.kawamuray.wasmtime.WasmFunctions;
import io.github.kawamuray.wasmtime.WasmValType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/** A guest with wasmtime-java alone: its memory as buffers that are kept. */
final class WasmtimeGuest extends OwnGuest {
  private final Engine engine;
  private final Module module;
  private final boolean first;
  private final Store<Void> store;
  private final Instance instance;
  private final Memory memory;
  private final Func tick;
  private final Func same;
  private final Func echo;
  private final Func run;
  private final Func malloc;
  private final Func free;
  private ByteBuffer bytes;
  private ShortBuffer shorts;
  private IntBuffer ints;
  private LongBuffer longs;
  private FloatBuffer floats;
  private DoubleBuffer doubles;

  private WasmtimeGuest(Engine engine, Module module, boolean first) {
    this.engine = engine;
    this.module = module;
    this.first = first;
    store = new Store<>(null, engine);
    tick = WasmFunctions.wrap(store, WasmValType.I32, WasmValType.I32, Guests::tick);
    instance = new Instance(store, module, List.of(Extern.fromFunc(tick)));
    memory = instance.getMemory(store, "memory").orElseThrow();
    same = function("same");
    echo = function("echo");
    run = function("run");
    malloc = function("malloc");
    free = function("free");
    bytes = buffer();
    shorts = bytes.asShortBuffer();
    ints = bytes.asIntBuffer();
    longs = bytes.asLongBuffer();
    floats = bytes.asFloatBuffer();
    doubles = bytes.asDoubleBuffer();
  }

  static WasmtimeGuest of(byte[] wasm) {
    Engine engine = new Engine();
    return new WasmtimeGuest(engine, Module.fromBinary(engine, wasm), true);
  }

  @Override
  OwnGuest another() {
    return new WasmtimeGuest(engine, module, false);
  }

  private Func function(String name) {
    return instance.getFunc(store, name).orElseThrow();
  }

  private ByteBuffer buffer() {
    return memory.buffer(store).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  byte getI8(int index) {
    return bytes.get(index);
  }

  @Override
  void setI8(int index, byte value) {
    bytes.put(index, value);
  }

  @Override
  short getI16(int index) {
    return shorts.get(index);
  }

  @Override
  void setI16(int index, short value) {
    shorts.put(index, value);
  }

  @Override
  int getI32(int index) {
    return ints.get(index);
  }

  @Override
  void setI32(int index, int value) {
    ints.put(index, value);
  }

  @Override
  long getI64(int index) {
    return longs.get(index);
  }

  @Override
  void setI64(int index, long value) {
    longs.put(index, value);
  }

  @Override
  float getF32(int index) {
    return floats.get(index);
  }

  @Override
  void setF32(int index, float value) {
    floats.put(index, value);
  }

  @Override
  double getF64(int index) {
    return doubles.get(index);
  }

  @Override
  void setF64(int index, double value) {
    doubles.put(index, value);
  }

  @Override
  byte[] read(int address, byte[] target) {
    bytes.get(address, target);
    return target;
  }

  @Override
  void write(int address, byte[] source) {
    bytes.put(address, source);
  }

  @Override
  void fill(int address, int size, byte value) {
    MemorySegment.ofBuffer(bytes).asSlice(address, size).fill(value);
  }

  @Override
  String readText(int address, int size) {
    return new String(read(address, new byte[size]), UTF_8);
  }

  @Override
  void writeText(int address, String text) {
    bytes.put(address, text.getBytes(UTF_8));
  }

  @Override
  void grow(int pages) {
    memory.grow(store, pages);
    follow();
  }

  @Override
  void follow() {
    if (memory.dataSize(store) != bytes.capacity()) {
      bytes = buffer();
      shorts = bytes.asShortBuffer();
      ints = bytes.asIntBuffer();
      longs = bytes.asLongBuffer();
      floats = bytes.asFloatBuffer();
      doubles = bytes.asDoubleBuffer();
    }
  }

  @Override
  int same(int value) {
    return same.call(store, Val.fromI32(value))[0].i32();
  }

  @Override
  int run(int times) {
    return run.call(store, Val.fromI32(times))[0].i32();
  }

  @Override
  String echo(String text) {
    byte[] encoded = text.getBytes(UTF_8);
    Val pointer = malloc.call(store, Val.fromI32(encoded.length))[0];
    bytes.put(pointer.i32(), encoded);
    long range = echo.call(store, pointer, Val.fromI32(encoded.length))[0].i64();
    String result = readText((int) (range >>> 32), (int) range);
    free.call(store, pointer);
    return result;
  }

  @Override
  public void close() {
    List.of(same, echo, run, malloc, free, tick, memory, instance, store)
        .forEach(Disposable::dispose);
    if (first) {
      module.dispose();
      engine.dispose();
    }
  }
}
