package io.github.wasminterop.benchmarks;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/** A guest with GraalWasm alone, in a context with default options. */
final class GraalGuest extends OwnGuest {
  private final Engine engine;
  private final Source source;
  private final boolean first;
  private final Context context;
  private final Value memory;
  private final Value same;
  private final Value echo;
  private final Value run;
  private final Value malloc;
  private final Value free;
  private final Value grow;

  private GraalGuest(Engine engine, Source source, boolean first) {
    this.engine = engine;
    this.source = source;
    this.first = first;
    context = Context.newBuilder("wasm").engine(engine).build();
    ProxyExecutable tick = values -> Guests.tick(values[0].asInt());
    Value exports =
        context
            .eval(source)
            .newInstance(
                ProxyObject.fromMap(Map.of("env", ProxyObject.fromMap(Map.of("tick", tick)))))
            .getMember("exports");
    memory = exports.getMember("memory");
    same = exports.getMember("same");
    echo = exports.getMember("echo");
    run = exports.getMember("run");
    malloc = exports.getMember("malloc");
    free = exports.getMember("free");
    grow = exports.getMember("grow");
  }

  static GraalGuest of(byte[] wasm) {
    Engine engine = Engine.newBuilder("wasm").option("engine.WarnInterpreterOnly", "false").build();
    Source source = Source.newBuilder("wasm", ByteSequence.create(wasm), "guest").buildLiteral();
    return new GraalGuest(engine, source, true);
  }

  @Override
  OwnGuest another() {
    return new GraalGuest(engine, source, false);
  }

  @Override
  byte getI8(int index) {
    return memory.readBufferByte(index);
  }

  @Override
  void setI8(int index, byte value) {
    memory.writeBufferByte(index, value);
  }

  @Override
  short getI16(int index) {
    return memory.readBufferShort(LITTLE_ENDIAN, index * 2L);
  }

  @Override
  void setI16(int index, short value) {
    memory.writeBufferShort(LITTLE_ENDIAN, index * 2L, value);
  }

  @Override
  int getI32(int index) {
    return memory.readBufferInt(LITTLE_ENDIAN, index * 4L);
  }

  @Override
  void setI32(int index, int value) {
    memory.writeBufferInt(LITTLE_ENDIAN, index * 4L, value);
  }

  @Override
  long getI64(int index) {
    return memory.readBufferLong(LITTLE_ENDIAN, index * 8L);
  }

  @Override
  void setI64(int index, long value) {
    memory.writeBufferLong(LITTLE_ENDIAN, index * 8L, value);
  }

  @Override
  float getF32(int index) {
    return memory.readBufferFloat(LITTLE_ENDIAN, index * 4L);
  }

  @Override
  void setF32(int index, float value) {
    memory.writeBufferFloat(LITTLE_ENDIAN, index * 4L, value);
  }

  @Override
  double getF64(int index) {
    return memory.readBufferDouble(LITTLE_ENDIAN, index * 8L);
  }

  @Override
  void setF64(int index, double value) {
    memory.writeBufferDouble(LITTLE_ENDIAN, index * 8L, value);
  }

  @Override
  byte[] read(int address, byte[] target) {
    memory.readBuffer(address, target, 0, target.length);
    return target;
  }

  /** A {@link Value} has no bulk write. */
  @Override
  void write(int address, byte[] source) {
    ByteBuffer bytes = ByteBuffer.wrap(source).order(LITTLE_ENDIAN);
    int offset = 0;
    for (; offset + Long.BYTES <= source.length; offset += Long.BYTES) {
      memory.writeBufferLong(LITTLE_ENDIAN, address + offset, bytes.getLong(offset));
    }
    for (; offset < source.length; offset++) {
      memory.writeBufferByte(address + offset, source[offset]);
    }
  }

  @Override
  void fill(int address, int size, byte value) {
    long pattern = Byte.toUnsignedLong(value) * 0x0101_0101_0101_0101L;
    for (int offset = 0; offset < size; offset += Long.BYTES) {
      memory.writeBufferLong(LITTLE_ENDIAN, address + offset, pattern);
    }
  }

  @Override
  String readText(int address, int size) {
    return new String(read(address, new byte[size]), UTF_8);
  }

  @Override
  void writeText(int address, String text) {
    write(address, text.getBytes(UTF_8));
  }

  @Override
  void grow(int pages) {
    grow.execute(pages);
  }

  @Override
  void follow() {
    // Its memory is the same object as before.
  }

  @Override
  int same(int value) {
    return same.execute(value).asInt();
  }

  @Override
  int run(int times) {
    return run.execute(times).asInt();
  }

  @Override
  String echo(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int pointer = malloc.execute(bytes.length).asInt();
    write(pointer, bytes);
    long range = echo.execute(pointer, bytes.length).asLong();
    String result = readText((int) (range >>> 32), (int) range);
    free.execute(pointer);
    return result;
  }

  @Override
  public void close() {
    context.close();
    if (first) {
      engine.close();
    }
  }
}
