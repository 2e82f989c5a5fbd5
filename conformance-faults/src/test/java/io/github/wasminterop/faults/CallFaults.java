package io.github.wasminterop.faults;

import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;

/** Faults of calls: values and types on their way to the guest and back. */
final class CallFaults {
  static final List<Fault> ALL =
      List.of(
          arguments(
                  "arguments-reversed",
                  "passes the arguments in reverse order",
                  (type, bits) -> type.parameters().size() == 4 ? reversed(bits) : bits,
                  "calling_13_03 05 07 08")
              .because("each passes four arguments, of which order matters"),
          results(
              "results-reversed",
              "gives several results in reverse order",
              (_, b) -> reversed(b),
              "calling_13_05"),
          arguments(
                  "i64-cut",
                  "cuts 64-bit arguments to 32 bits",
                  (type, bits) -> each(type.parameters(), bits, ValueType.I64, b -> (int) b),
                  "live_4_01 05",
                  "elements_10_09",
                  "calling_13_01",
                  "globals_14_02",
                  "hostfunctions_16_01",
                  "wrapping_18_02")
              .because("each passes 64 bits to the guest"),
          results(
                  "i64-result-cut",
                  "cuts 64-bit results to 32 bits",
                  (type, bits) -> each(type.results(), bits, ValueType.I64, b -> (int) b),
                  "alignment_2_03 07",
                  "live_4_02 05",
                  "calling_13_01 02 07",
                  "globals_14_02 06",
                  "hostfunctions_16_01",
                  "wrapping_18_02")
              .because("each gets 64 bits from the guest"),
          Fault.of(
                  "result-remembered",
                  "gives the first result of a function without parameters again and again",
                  Remembering::new,
                  "addresses_1_10",
                  "temporal_3_10",
                  "refresh_5_01 02 06",
                  "globals_14_02")
              .because("each calls such a function again, and expects another answer"),
          results(
                  "pointer-31-bits",
                  "cuts 32-bit results to 31 bits, of functions without parameters",
                  (type, bits) -> type.parameters().isEmpty() ? nonNegative(type, bits) : bits,
                  "addresses_1_10",
                  "globals_14_02")
              .because("both get a negative i32 from such a function"),
          arguments(
                  "f64-through-f32",
                  "passes 64-bit floats through 32 bits",
                  (type, bits) ->
                      each(
                          type.parameters(),
                          bits,
                          ValueType.F64,
                          b -> Double.doubleToRawLongBits((float) Double.longBitsToDouble(b))),
                  "calling_13_01 02",
                  "globals_14_02",
                  "hostfunctions_16_01 09")
              .because("each passes a float that needs 64 bits"),
          arguments(
                  "nan-argument-canonical",
                  "makes each NaN that is passed the canonical one",
                  (type, bits) -> canonical(type.parameters(), bits),
                  "calling_13_02",
                  "globals_14_05",
                  "hostfunctions_16_09")
              .because("each passes a NaN with a payload to the guest"),
          results(
                  "nan-result-canonical",
                  "makes each NaN that is returned the canonical one",
                  (type, bits) -> canonical(type.results(), bits),
                  "calling_13_02",
                  "hostfunctions_16_09")
              .because("each gets a NaN with a payload from the guest"),
          Fault.of(
                  "function-type-wrong",
                  "tells 64-bit results of a function as 32-bit ones",
                  () ->
                      new Seams() {
                        @Override
                        FunctionType type(BackendFunction real) {
                          FunctionType type = real.type();
                          return type.results().equals(List.of(ValueType.I64))
                                  && type.parameters().size() == 2
                              ? new FunctionType(type.parameters(), List.of(ValueType.I32))
                              : type;
                        }
                      },
                  "copies_10_17",
                  "loading_11_02",
                  "calling_13_04 07 08 09 10")
              .because("each calls the function, or compares its type"),
          Fault.of(
              "stack-not-reset",
              "runs out of stack after a thousand calls",
              StackNotReset::new,
              "calling_13_10"));

  private CallFaults() {}

  private static long[] reversed(long[] bits) {
    long[] result = new long[bits.length];
    for (int i = 0; i < bits.length; i++) {
      result[i] = bits[bits.length - 1 - i];
    }
    return result;
  }

  private static long[] nonNegative(FunctionType type, long[] bits) {
    return each(type.results(), bits, ValueType.I32, b -> b & Integer.MAX_VALUE);
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

  private static final class Remembering extends Seams {
    private final Map<BackendFunction, long[]> known = new ConcurrentHashMap<>();

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      boolean pure = arguments.length == 0 && !real.type().results().isEmpty();
      long[] before = pure ? known.get(real) : null;
      if (before != null) {
        return before.clone();
      }
      long[] results = real.call(arguments);
      if (pure) {
        known.put(real, results.clone());
      }
      return results;
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
