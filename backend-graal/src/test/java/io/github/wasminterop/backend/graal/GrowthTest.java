package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Growth at its limits, and who must know of it. */
class GrowthTest {
  private static final long[] BEYOND_32_BITS = {
    1L << 31, 0xffff_ffffL, 1L << 32, (1L << 32) + 1, 1L << 40
  };

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void growthByMoreThan32BitsHoldIsRefused(String mode) {
    try (WasmRuntime runtime = Guests.runtime(mode)) {
      MemoryType unbounded = new MemoryType(1, OptionalLong.empty(), false, true);
      WasmMemory memory = runtime.newMemory(unbounded);
      WasmTable table = runtime.newTable(new TableType(ValueType.FUNCREF, 2, OptionalLong.empty()));
      for (long delta : BEYOND_32_BITS) {
        assertThatThrownBy(() -> memory.grow(delta)).isInstanceOf(MemoryLimitException.class);
        assertThatThrownBy(() -> table.grow(delta)).isInstanceOf(MemoryLimitException.class);
      }
      assertThat(memory.grow(1)).isEqualTo(1);
      assertThat(table.grow(1)).isEqualTo(2);
    }
  }

  @Test
  void aMemory64OfAnOwnerGrowsWithoutTheEmbedderObject() {
    byte[] wasm = Guests.wasm("memory64");
    Context context =
        NativeGuests.builder()
            .option("wasm.Memory64", "true")
            .option("wasm.UseUnsafeMemory", "true")
            .build();
    NativeGuests owner = NativeGuests.in(context, wasm);
    WasmMemory memory = WasmInstance.wrap(owner.instance(), (Object) wasm).memory();
    assertThat(memory.grow(1)).isEqualTo(1);
    assertThat(owner.export("grow").execute(1L).asLong()).isEqualTo(2);
    assertThat(memory.grow(0)).isEqualTo(3);
    assertThatThrownBy(() -> memory.grow(2)).isInstanceOf(MemoryLimitException.class);
    assertThat(memory.pages()).isEqualTo(3);
    owner.context().close();
  }

  @Test
  void growthOfAnOwnersMemoryBeyond32BitsIsRefused() {
    NativeGuests owner = NativeGuests.plain(Guests.wasm("plain"));
    GraalMemory memory =
        (GraalMemory) new GraalBackend().wrapExtern(List.of(owner.export("memory")));
    for (long delta : BEYOND_32_BITS) {
      assertThat(memory.grow(delta)).isEqualTo(-1);
    }
    assertThat(memory.grow(0)).isEqualTo(1);
    owner.context().close();
  }

  @Test
  void growthWhileAMemoryIsWrappedIsNoticed() {
    NativeGuests owner = NativeGuests.withBindings(Guests.wasm("plain"));
    Value bindings = owner.context().getPolyglotBindings();
    Value embedder = bindings.getMember("WebAssembly");
    AtomicInteger asked = new AtomicInteger();
    ProxyExecutable growing =
        memory -> {
          Value buffer = embedder.getMember("mem_as_byte_buffer").execute((Object[]) memory);
          if (asked.getAndIncrement() == 0) {
            owner.export("grow").execute(2);
          }
          return buffer;
        };
    bindings.putMember("WebAssembly", new Overlaid(embedder, "mem_as_byte_buffer", growing));
    try (WasmInstance guest = WasmInstance.wrap(owner.instance())) {
      WasmMemory memory = guest.memory();
      assertThat(memory.isZeroCopy()).isTrue();
      assertThat(memory.pages()).isEqualTo(3);
      memory.view(I32, 8, 1).set(0, 5);
      assertThat(owner.export("load").execute(8).asInt()).isEqualTo(5);
    }
    owner.context().close();
  }

  @Test
  void bytesThatAreClosedAreForgotten() throws Exception {
    Followers followers = new Followers();
    DirectBytes closed = new DirectBytes(ByteBuffer.allocateDirect(64));
    WeakReference<DirectBytes> reference = new WeakReference<>(closed);
    followers.add(closed);
    closed.end();
    closed = null; // the test refers to it no more
    followers.add(new DirectBytes(ByteBuffer.allocateDirect(64)));
    assertThat(Garbage.isCollected(reference)).isTrue();
  }

  @Test
  void theLargestMemoryWithABufferIsNotRefused() {
    try (GraalRuntime runtime = GraalRuntime.open(true)) {
      MemoryType largest = MemoryType.of(GraalRuntime.DIRECT_PAGES);
      assertThatCode(() -> runtime.checkRoom(largest)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void aMemoryEndsWithItsExporterForItsImportersToo(String mode) {
    try (WasmRuntime runtime = Guests.runtime(mode)) {
      WasmInstance exporter = runtime.instantiate(Guests.wasm("plain"));
      WasmInstance importer =
          runtime.instantiate(Guests.wasm("importer"), Guests.exportsOf(exporter));
      assertThat(importer.memory().view(I32, 0, 1).get(0)).isZero();
      exporter.close();
      assertThatThrownBy(() -> importer.memory().view(I32, 0, 1).get(0))
          .isInstanceOf(ClosedException.class);
    }
  }

  /** An object with one member replaced. */
  private record Overlaid(Value object, String name, Object member) implements ProxyObject {
    @Override
    public Object getMember(String key) {
      return key.equals(name) ? member : object.getMember(key);
    }

    @Override
    public Object getMemberKeys() {
      return object.getMemberKeys().toArray();
    }

    @Override
    public boolean hasMember(String key) {
      return object.hasMember(key);
    }

    @Override
    public void putMember(String key, Value value) {
      throw new UnsupportedOperationException(key);
    }
  }
}
