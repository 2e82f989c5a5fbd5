package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.MemoryType;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a memory tells of itself, and how it grows. */
abstract class MemoryRules extends RuleGroup {

  MemoryRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("A memory tells its size, its limits and its name.")
  @Why("programs plan with them")
  void required_memories_22_01_sizeAndType() {
    WasmMemory memory = guest().memory();
    assertThat(memory.byteSize()).as("byteSize()").isEqualTo(131_072);
    assertThat(memory.pages()).as("pages()").isEqualTo(2);
    assertThat(memory.type()).as("type()").isEqualTo(MemoryType.of(2, 512));
    assertThat(memory.name()).as("name()").isEqualTo("memory");
    assertThat(instance("unbounded_memory").memory().type().maximum())
        .as("maximum of a memory without one")
        .isEmpty();
  }

  @Test
  @DisplayName("grow gives the size before, and the type tells the size afterwards.")
  @Why("as memory.grow does")
  void required_memories_22_02_grow() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    assertThat(memory.grow(0)).as("grow(0)").isEqualTo(2);
    assertThat(memory.grow(3)).as("grow(3)").isEqualTo(2);
    assertThat(memory.type()).as("type()").isEqualTo(MemoryType.of(5, 512));
    assertThat(guest.grow(1)).as("what memory.grow gave the guest").isEqualTo(5);
    assertThat(memory.type()).as("type()").isEqualTo(MemoryType.of(6, 512));
    assertThat(guest.size()).as("what memory.size gives").isEqualTo(6);
  }

  @Test
  @DisplayName("A memory grows up to its maximum and not beyond, for host and guest alike.")
  @Why("the maximum is a promise")
  void required_memories_22_03_maximum() {
    Guest guest = guest();
    assertThat(guest.memory().grow(510)).as("grow(510)").isEqualTo(2);
    assertThat(guest.size()).as("what memory.size gives").isEqualTo(512);
    MemoryLimitException refusal =
        refused(MemoryLimitException.class, "grow(1)", () -> guest.memory().grow(1));
    assertThat(refusal.pages()).as("pages()").isEqualTo(guest.memory().pages() + 1);
    assertThat(guest.grow(1)).as("what memory.grow gives the guest").isEqualTo(-1);
    assertThat(guest.memory().grow(0)).as("grow(0) at the maximum").isEqualTo(512);
  }

  @Test
  @DisplayName("A memory without a maximum is refused more than 65536 pages.")
  @Why("32-bit addresses end there")
  void required_memories_22_04_addressSpace() {
    WasmMemory memory = instance("unbounded_memory").memory();
    long pages = memory.pages();
    for (long delta : new long[] {65_536, 1L << 31, 1L << 47, Long.MAX_VALUE}) {
      refused(MemoryLimitException.class, "grow(" + delta + ")", () -> memory.grow(delta));
    }
    assertThat(memory.pages()).as("pages()").isEqualTo(pages);
    assertThat(memory.grow(2)).as("grow(2)").isEqualTo(1);
  }

  @Test
  @DisplayName("Content survives growth, and what is new is zero.")
  @Why("guests rely on it")
  void required_memories_22_05_contentSurvives() {
    WasmMemory memory = guest().memory();
    byte[] before = contents(memory);
    long pages = memory.pages();
    memory.grow(9);
    assertSameBytes("the old bytes", memory.bytes(0, before.length).copy(), before);
    assertThat(memory.pages()).as("pages()").isEqualTo(pages + 9);
    byte[] fresh = memory.bytes(2 * 65_536, (memory.pages() - 2) * 65_536).copy();
    assertSameBytes("the new bytes", fresh, new byte[fresh.length]);
  }

  @Test
  @DisplayName("A memory of the host's is zero, has the type asked for, and can be imported.")
  @Why("hosts lay out memory before the guest starts")
  void optional_memories_22_06_hostMemory() {
    needs(Capability.IMPORTED_MEMORIES);
    WasmMemory memory = runtime().newMemory(MemoryType.of(1, 8));
    assertThat(memory.type()).as("type()").isEqualTo(MemoryType.of(1, 8));
    assertSameBytes("the new memory", contents(memory), new byte[65_536]);
    assertThat(memory.isZeroCopy()).as("isZeroCopy()").isEqualTo(can(Capability.ZERO_COPY));
    U8View view = memory.bytes(1024, 2);
    long pages = memory.pages();
    view.set(0, 5);
    Guest guest =
        new Guest(instance("import_memory", WasmImports.none().memory("env", "memory", memory)));
    assertThat(guest.load8(1024)).as("what the guest loads").isEqualTo(5);
    guest.store8(1025, 6);
    assertThat(view.get(1)).as("what the host reads").isEqualTo(6);
    assertThat(guest.grow(2)).as("what memory.grow gave the guest").isEqualTo(1);
    assertThat(memory.pages()).as("pages() of the host's object").isEqualTo(pages + 2);
    assertThat(memory.grow(5)).as("grow(5) by the host").isEqualTo(3);
    assertThat(guest.size()).as("what memory.size gives the guest").isEqualTo(8);
    refused(MemoryLimitException.class, "grow(1)", () -> memory.grow(1));
  }

  @Test
  @DisplayName("A memory type that cannot be is refused.")
  @Why("limits are checked before the host is asked for room")
  void required_memories_22_07_impossibleTypes() {
    Class<InvalidArgumentException> invalid = InvalidArgumentException.class;
    refused(invalid, "-1 pages", () -> MemoryType.of(-1));
    refused(invalid, "65537 pages", () -> MemoryType.of(65_537));
    refused(invalid, "2..1 pages", () -> MemoryType.of(2, 1));
    refused(invalid, "shared without a maximum", () -> MemoryType.of(1).asShared());
  }
}
