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
import java.util.function.LongUnaryOperator;

/** Faults of calls: values, traps, and what is left of them. */
final class CallFaults {
  static final List<Fault> ALL =
      List.of(
          arguments(
              "arguments-reversed",
              "passes the arguments in reverse order",
              (type, bits) -> type.parameters().size() == 4 ? reversed(bits) : bits),
          results(
              "results-reversed", "gives several results in reverse order", (_, b) -> reversed(b)),
          arguments(
              "i64-cut",
              "cuts 64-bit arguments to 32 bits",
              (type, bits) -> each(type.parameters(), bits, ValueType.I64, b -> (int) b)),
          results(
              "i64-result-cut",
              "cuts 64-bit results to 32 bits",
              (type, bits) -> each(type.results(), bits, ValueType.I64, b -> (int) b)),
          arguments(
              "f64-through-f32",
              "passes 64-bit floats through 32 bits",
              (type, bits) ->
                  each(
                      type.parameters(),
                      bits,
                      ValueType.F64,
                      b -> Double.doubleToRawLongBits((float) Double.longBitsToDouble(b)))),
          arguments(
              "nan-argument-canonical",
              "makes each NaN that is passed the canonical one",
              (type, bits) -> canonical(type.parameters(), bits)),
          results(
              "nan-result-canonical",
              "makes each NaN that is returned the canonical one",
              (type, bits) -> canonical(type.results(), bits)),
          Fault.of(
              "function-type-wrong",
              "tells the type of a function without its results",
              () ->
                  new Seams() {
                    @Override
                    FunctionType type(BackendFunction real) {
                      FunctionType type = real.type();
                      return type.results().equals(List.of(ValueType.I64))
                              && type.parameters().size() == 2
                          ? FunctionType.of(type.parameters().toArray(ValueType[]::new))
                          : type;
                    }
                  }),
          trap(
              "trap-kind-lost",
              "gives each trap the kind OTHER",
              e -> new TrapException("a trap", TrapKind.OTHER, e)),
          trap(
              "trap-kinds-mixed-up",
              "takes an integer overflow for a division by zero",
              e ->
                  e.kind() == TrapKind.INTEGER_OVERFLOW
                      ? new TrapException("a trap", TrapKind.INTEGER_DIVIDE_BY_ZERO, e)
                      : e),
          trap(
              "own-exception-for-trap",
              "lets the runtime's exception for a trap out",
              e -> new IllegalStateException("wasm trap", e)),
          trap(
              "own-exception-for-bounds",
              "lets an IndexOutOfBoundsException for a guest's wild pointer out",
              e ->
                  e.kind() == TrapKind.MEMORY_OUT_OF_BOUNDS ? new IndexOutOfBoundsException() : e),
          trap(
              "own-error-for-stack-overflow",
              "lets a StackOverflowError of the guest's out",
              e -> {
                if (e.kind() == TrapKind.STACK_OVERFLOW) {
                  throw new StackOverflowError();
                }
                return e;
              }),
          Fault.of("trap-swallowed", "returns normally when the guest traps", Swallowing::new),
          Fault.of("dead-after-trap", "does not run a guest again that trapped", DeadAfterTrap::new),
          Fault.of(
              "partial-store",
              "writes the bytes in front of the memory's end when a store straddles it",
              PartialStore::new),
          Fault.of(
              "stack-not-reset", "runs out of stack after a thousand calls", StackNotReset::new));

  private CallFaults() {}

  private static long[] reversed(long[] bits) {
    long[] result = new long[bits.length];
    for (int i = 0; i < bits.length; i++) {
      result[i] = bits[bits.length - 1 - i];
    }
    return result;
  }

  private static long[] each(
      List<ValueType> types, long[] bits, ValueType type, LongUnaryOperator change) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] = types.get(i) == type ? change.applyAsLong(bits[i]) : bits[i];
    }
    return bits;
  }

  /** What comes of passing floats through code that normalises NaNs. */
  static long canonical(ValueType type, long bits) {
    return switch (type) {
      case F32 -> Float.floatToIntBits(Float.intBitsToFloat((int) bits));
      case F64 -> Double.doubleToLongBits(Double.longBitsToDouble(bits));
      default -> bits;
    };
  }

  static long[] canonical(List<ValueType> types, long[] bits) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] = canonical(types.get(i), bits[i]);
    }
    return bits;
  }

  /** What is done to values on their way. */
  private interface Passing {
    long[] pass(FunctionType type, long[] bits);
  }

  private static Fault arguments(String name, String what, Passing fault, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              long[] call(BackendFunction real, long[] arguments) {
                return real.call(fault.pass(real.type(), arguments));
              }
            },
        rules);
  }

  private static Fault results(String name, String what, Passing fault, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              long[] call(BackendFunction real, long[] arguments) {
                return fault.pass(real.type(), real.call(arguments));
              }
            },
        rules);
  }

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
        dead = true;
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
            Objects.requireNonNull(memory.segment())
                .asSlice(address)
                .fill((byte) -1);
          }
        }
        throw e;
      }
    }
  }

  private static final class StackNotReset extends Seams {
    private int calls;

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      // Only functions without a memory, which are called rarely otherwise.
      if (real.type().equals(FunctionType.of(ValueType.I32).returning(ValueType.I32))) {
        calls++;
      }
      if (calls > 1500) {
        throw new TrapException("no stack is left", TrapKind.STACK_OVERFLOW, null);
      }
      return real.call(arguments);
    }
  }
}
