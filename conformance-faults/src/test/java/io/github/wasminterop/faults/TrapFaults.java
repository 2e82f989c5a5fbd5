package io.github.wasminterop.faults;

import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Faults of what happens when the guest traps. */
final class TrapFaults {

  static final List<Fault> ALL =
      List.of(
          trap(
                  "trap-kind-lost",
                  "gives each trap the kind OTHER",
                  e -> new TrapException("a trap", TrapKind.OTHER, e),
                  "errors_9_01 02",
                  "tables_15_02")
              .because("each looks at the kind of a trap"),
          trap(
              "trap-kinds-mixed-up",
              "takes an integer overflow for a division by zero",
              e ->
                  e.kind() == TrapKind.INTEGER_OVERFLOW
                      ? new TrapException("a trap", TrapKind.INTEGER_DIVIDE_BY_ZERO, e)
                      : e,
              "errors_9_01"),
          trap(
                  "own-exception-for-trap",
                  "lets the runtime's exception for a trap out",
                  e -> new IllegalStateException("wasm trap", e),
                  "closing_3_41",
                  "refresh_5_05",
                  "atomic_6_10",
                  "errors_9_01 02 03 08",
                  "tables_15_02",
                  "hostfunctions_16_07",
                  "wrapping_18_08",
                  "descriptors_20_03")
              .because("each expects a trap to be a TrapException"),
          trap(
                  "own-exception-for-bounds",
                  "lets an IndexOutOfBoundsException for a guest's wild pointer out",
                  e ->
                      e.kind() == TrapKind.MEMORY_OUT_OF_BOUNDS
                          ? new IndexOutOfBoundsException()
                          : e,
                  "atomic_6_10",
                  "errors_9_01 08",
                  "wrapping_18_08")
              .because("each lets the guest go out of bounds"),
          trap(
              "own-error-for-stack-overflow",
              "lets a StackOverflowError of the guest's out",
              e -> {
                if (e.kind() == TrapKind.STACK_OVERFLOW) {
                  throw new StackOverflowError();
                }
                return e;
              },
              "errors_9_02"),
          Fault.of(
                  "trap-swallowed",
                  "returns normally when the guest traps",
                  Swallowing::new,
                  "closing_3_41",
                  "refresh_5_05",
                  "atomic_6_10",
                  "errors_9_01 02 03",
                  "tables_15_02",
                  "hostfunctions_16_07",
                  "wrapping_18_08",
                  "descriptors_20_03")
              .because("each expects a trap to be a TrapException"),
          Fault.of(
                  "dead-after-trap",
                  "does not run a guest again that trapped, but for unreachable",
                  DeadAfterTrap::new,
                  "atomic_6_10",
                  "errors_9_01 02 03",
                  "wrapping_18_08")
              .because("each uses a guest again that trapped"),
          Fault.of(
              "partial-store",
              "writes the bytes in front of the memory's end when a store straddles it",
              PartialStore::new,
              "atomic_6_10"));

  private TrapFaults() {}

  /** What comes out instead of a trap. */
  private interface Translation {
    RuntimeException of(TrapException trap);
  }

  private static Fault trap(String name, String what, Translation fault, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              long[] call(BackendFunction real, long[] arguments) {
                try {
                  return real.call(arguments);
                } catch (TrapException e) {
                  throw fault.of(e);
                }
              }
            },
        rules);
  }

  private static final class Swallowing extends Seams {
    @Override
    long[] call(BackendFunction real, long[] arguments) {
      try {
        return real.call(arguments);
      } catch (TrapException _) {
        return new long[real.type().results().size()];
      }
    }
  }

  private static final class DeadAfterTrap extends Seams {
    private boolean dead;

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      if (dead) {
        throw new TrapException("the instance has trapped before", TrapKind.OTHER, null);
      }
      try {
        return real.call(arguments);
      } catch (TrapException e) {
        dead |= e.kind() != TrapKind.UNREACHABLE;
        throw e;
      }
    }
  }

  private static final class PartialStore extends Seams {
    private final List<LinearMemory> memories = new ArrayList<>();

    @Override
    LinearMemory linear(BackendMemory real) {
      memories.add(real.linear());
      return real.linear();
    }

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      boolean store = real.type().equals(FunctionType.of(ValueType.I32));
      long address = store ? Integer.toUnsignedLong((int) arguments[0]) : 0;
      try {
        return real.call(arguments);
      } catch (TrapException e) {
        boolean bounds = e.kind() == TrapKind.MEMORY_OUT_OF_BOUNDS;
        for (LinearMemory memory : store && bounds ? memories : List.<LinearMemory>of()) {
          if (address < memory.byteSize()) {
            Objects.requireNonNull(memory.segment()).asSlice(address).fill((byte) -1);
          }
        }
        throw e;
      }
    }
  }
}
