package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.ElementType.I64;

import io.github.wasminterop.DataView;
import io.github.wasminterop.I32View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.abi.TextEncoding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Everything that a program may hold of a guest of {@code memory.wat}, and a use of each.
 *
 * @param library uses of the library's objects, by what they do
 * @param raw uses of segments and buffers
 */
record Holdings(Map<String, ThrowingCallable> library, Map<String, ThrowingCallable> raw) {

  /** An interface that the fixture's exports can be bound to. */
  interface Bound {
    int load8(int address);
  }

  /** One that fits every instance. */
  interface Unbound {}

  /** Takes hold of everything there is. */
  static Holdings of(WasmInstance instance) {
    Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
    Map<String, ThrowingCallable> raw = new LinkedHashMap<>();
    WasmMemory memory = instance.memory();
    for (ElementCase<?> e : ElementCase.all()) {
      typed(uses, e, memory);
    }
    U8View view = memory.bytes(1024, 8);
    DataView data = memory.data(1024, 8);
    I32View unaligned = instance.view(ViewDescriptor.of(I32).ptr(1025).length(1).unaligned());
    U8View told = instance.bytes("ptr", "len");
    IntStream stream = view.stream();
    uses.put("get of an unaligned view", () -> unaligned.get(0));
    uses.put("set of an unaligned view", () -> unaligned.set(0, 1));
    uses.put("refresh of a fixed view", view::refresh);
    uses.put("refresh of a view that the guest tells", told::refresh);
    uses.put("text", () -> view.text(TextEncoding.UTF_8.lossy()));
    uses.put("setUtf8", () -> view.setUtf8("x"));
    uses.put("a stream made before", stream::sum);
    for (ElementCase.DataCase c : ElementCase.DataCase.all()) {
      uses.put("DataView get " + c.name(), () -> c.get().bits(data, 0));
      uses.put("DataView set " + c.name(), () -> c.set().bits(data, 0, 1));
    }
    uses.put("memory.byteSize", memory::byteSize);
    uses.put("memory.grow", () -> memory.grow(0));
    uses.put("memory.view", () -> memory.view(I64, 0, 1));
    uses.put("memory.readUtf8", () -> memory.readUtf8(256, 4));
    uses.put("memory.writeUtf8", () -> memory.writeUtf8(1024, 4, "x"));
    WasmFunction function = instance.function("load8");
    MethodHandle handle = function.handle();
    Bound bound = instance.bind(Bound.class);
    WasmGlobal global = instance.global("ptr_global");
    uses.put("function.call", () -> function.call(0));
    WasmFunction nothing = instance.function("no_ptr");
    uses.put("call of a function that touches no memory", nothing::call);
    uses.put("a method handle", () -> handle.invoke(0));
    uses.put("a bound interface", () -> bound.load8(0));
    uses.put("global.get", global::get);
    uses.put("global.set", () -> global.set(1024));
    uses.put("instance.bind", () -> instance.bind(Unbound.class));
    uses.put("instance.exports", instance::exports);
    uses.put("instance.memory", instance::memory);
    uses.put("instance.view", () -> instance.bytes("ptr", "len"));
    uses.put("instance.function", () -> instance.function("load8"));
    if (memory.isZeroCopy()) {
      uses.put("segment()", view::segment);
      uses.put("buffer()", view::buffer);
      MemorySegment segment = view.segment();
      ByteBuffer buffer = view.buffer();
      raw.put("segment.get", () -> segment.get(ValueLayout.JAVA_BYTE, 0));
      raw.put("segment.set", () -> segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
      raw.put("segment.fill", () -> segment.fill((byte) 1));
      raw.put("a slice of a segment", () -> segment.asSlice(1, 1).get(ValueLayout.JAVA_BYTE, 0));
      raw.put("buffer.get", () -> buffer.get(0));
      raw.put("buffer.put", () -> buffer.put(0, (byte) 1));
    }
    return new Holdings(uses, raw);
  }

  private static <V extends WasmView<?, ?>> void typed(
      Map<String, ThrowingCallable> uses, ElementCase<V> e, WasmMemory memory) {
    V view = e.sampled(memory, 1024);
    WasmView<?, ?> slice = view.slice(0, 1);
    Object array = Bits.array(e.type(), e.samples().size());
    uses.put("get of " + e, () -> e.get().bits(view, 0));
    uses.put("set of " + e, () -> e.set().bits(view, 0, 1));
    uses.put("fill of " + e, () -> e.fill().bits(view, 1));
    uses.put("stream of " + e, () -> e.stream().apply(view).sum());
    uses.put("copy of " + e, view::copy);
    uses.put("copy of a slice of " + e, slice::copy);
    uses.put("copyInto an array of " + e, () -> Bits.loose(view).copyInto(array));
    uses.put("copyFrom an array of " + e, () -> Bits.loose(view).copyFrom(array));
    uses.put(
        "copyInto a buffer of " + e,
        () -> view.copyInto(ByteBuffer.allocate((int) view.byteLength())));
    uses.put("copyFrom a buffer of " + e, () -> view.copyFrom(ByteBuffer.allocate(e.size())));
    uses.put(
        "copyInto a segment of " + e,
        () -> view.copyInto(MemorySegment.ofArray(new byte[(int) view.byteLength()])));
    uses.put(
        "copyFrom a segment of " + e,
        () -> view.copyFrom(MemorySegment.ofArray(new byte[e.size()])));
    uses.put("slice of " + e, () -> view.slice(0, 1));
    uses.put("bytes of " + e, view::bytes);
    uses.put("data of " + e, view::data);
  }
}
