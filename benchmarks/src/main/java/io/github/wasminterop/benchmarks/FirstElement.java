package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads one element and prints how many nanoseconds that took, from the beginning of the program:
 * of a Java array, or of a guest's memory, with all that has to be started for it.
 *
 * <p>Arguments are none for the array; else the file of the guest, the name of the backend, and the
 * name and the value of an option, or none.
 */
final class FirstElement {

  private FirstElement() {}

  /** Loaded when the element has been read: what the JVM logs before it, was needed. */
  private static final class Done {
    static void print(long nanos, int element) {
      if (element != 0) {
        throw new IllegalStateException("the memory is not empty");
      }
      System.out.println(nanos);
    }
  }

  /** Here, so that the array needs none of it. */
  private static final class Guest {
    static int read(String[] arguments) {
      WasmRuntime runtime =
          arguments.length == 2
              ? WasmRuntime.load(arguments[1])
              : WasmRuntime.load(arguments[1], Map.of(arguments[2], arguments[3]));
      WasmInstance guest = runtime.instantiate(Path.of(arguments[0]));
      return guest.memory().view(ElementType.I32, 0, 1).get(0);
    }
  }

  /** Runs the program. */
  public static void main(String[] arguments) {
    long begin = System.nanoTime();
    int element = arguments.length == 0 ? (new int[1])[0] : Guest.read(arguments);
    long time = System.nanoTime() - begin;
    Done.print(time, element);
  }
}
