package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.abi.Text;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How the numbers of a guest's call become the arguments of a method. */
class HostMethodTest {
  private final TwoMemories memories = new TwoMemories();
  private final Host host = new Host();
  private final Method method =
      Arrays.stream(Host.class.getDeclaredMethods()).findFirst().orElseThrow();

  /** Takes data of each kind, among numbers. */
  static final class Host {
    private String seen = "";

    boolean mix(
        WasmInstance caller,
        boolean flag,
        String text,
        long number,
        U8View bytes,
        @Text(form = Text.Form.NUL_TERMINATED) String terminated,
        int count,
        double last) {
      seen =
          "%s %s %s %s %s %s %s %s"
              .formatted(
                  caller.exports().size(),
                  flag,
                  text,
                  number,
                  Arrays.toString(bytes.copy()),
                  terminated,
                  count,
                  last);
      return flag;
    }
  }

  @Test
  void takesItsPartOfTheNumbers() throws Exception {
    HostMethod mix = new HostMethod("mix", host, method);
    for (WasmMemory memory : memories.each) {
      WasmInstance guest = WasmInstance.ofExports(Map.of("memory", memory));
      memory.writeUtf8(100, 6, "größ");
      memory.bytes(200, 2).copyFrom(new byte[] {1, 2});
      memory.writeUtf8(300, 4, "end\0");
      assertThat(call(mix, guest, 1, 100, 4, -5L, 200, 2, 300, 120, 1.5)).isEqualTo(true);
      assertThat(host.seen).isEqualTo("1 true grö -5 [1, 2] end 120 1.5");
      assertThat(call(mix, guest, 0, 100, 2, 7L, 201, 1, 302, 121, -0.0)).isEqualTo(false);
      assertThat(host.seen).isEqualTo("1 false gr 7 [2] d 121 -0.0");
      host.seen = "";
      assertThatThrownBy(() -> call(mix, guest, 1, 100, 4, 0L, -1, 2, 300, 0, 0.0))
          .isInstanceOf(OutOfBoundsException.class)
          .hasMessageContaining("of host function mix");
      assertThat(host.seen).as("what the method has seen").isEmpty();
    }
  }

  private static @Nullable Object call(HostMethod method, WasmInstance caller, Object... numbers)
      throws Exception {
    return method.call(caller, numbers);
  }

  @Test
  void hasTheTypeOfWhatItTakes() {
    HostMethod mix = new HostMethod("mix", host, method);
    for (ValueType address : new ValueType[] {ValueType.I32, ValueType.I64}) {
      assertThat(mix.type(address))
          .isEqualTo(
              FunctionType.of(
                      ValueType.I32,
                      address,
                      address,
                      ValueType.I64,
                      address,
                      address,
                      address,
                      ValueType.I32,
                      ValueType.F64)
                  .returning(ValueType.I32));
    }
  }
}
