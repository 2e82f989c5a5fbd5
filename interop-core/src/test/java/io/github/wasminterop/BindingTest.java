package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.FakeBackends.Alpha;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** How objects are made of interfaces. The conformance kit says what they do. */
class BindingTest {
  private static final FunctionType SUM =
      FunctionType.of(ValueType.I64, ValueType.I64).returning(ValueType.I64);

  private final WasmInstance adder = guest("plus", SUM, bits -> bits[0] + bits[1]);
  private final WasmInstance subtracter = guest("plus", SUM, bits -> bits[0] - bits[1]);

  /** Has a default method, and is not public. */
  interface Calculator {
    long plus(long a, long b);

    default long twice(long a) {
      return plus(a, a);
    }
  }

  /** Declares what another declares, too. */
  interface Counter {
    @WasmExport("plus")
    long add(long a, long b);

    long plus(long a, long b);

    @Override
    String toString();
  }

  /** Inherits a method twice. */
  interface Both extends Calculator, Counter {}

  @Test
  void objectsOfAnInterfaceShareAClassButNoGuest() {
    Calculator first = adder.bind(Calculator.class);
    Calculator second = subtracter.bind(Calculator.class);
    assertThat(first.plus(5, 3)).isEqualTo(8);
    assertThat(second.plus(5, 3)).isEqualTo(2);
    assertThat(first.twice(5)).isEqualTo(10);
    assertThat(second.twice(5)).isZero();
    assertThat(first)
        .hasSameClassAs(second)
        .isNotEqualTo(second)
        .hasToString("Calculator of exports");
    assertThat(Proxy.isProxyClass(first.getClass())).as("boxes its arguments").isFalse();
  }

  @Test
  void anInterfaceMayInheritAMethodTwice() {
    Both both = adder.bind(Both.class);
    assertThat(both.plus(1, 2)).isEqualTo(3);
    assertThat(both.add(1, 3)).isEqualTo(4);
    assertThat(both.twice(4)).isEqualTo(8);
    assertThat(both).hasToString("Both of exports");
  }

  @Test
  void anInterfaceMayBeOfTheJdk() {
    WasmInstance guest = guest("applyAsLong", SUM, bits -> bits[0] * bits[1]);
    LongBinaryOperator product = guest.bind(LongBinaryOperator.class);
    assertThat(product.applyAsLong(6, 7)).isEqualTo(42);
    assertThat(Set.of(product)).contains(product);
    assertThat(product).isNotEqualTo(guest.bind(LongBinaryOperator.class));
    assertThat(product).hasToString("LongBinaryOperator of exports");
  }

  @Test
  void anInterfaceMayBeOfAnotherClassLoader() throws ReflectiveOperationException {
    Class<?> type = new Copies().loadClass(Both.class.getName());
    assertThat(type).isNotEqualTo(Both.class);
    Object both = adder.bind(type);
    assertThat(call(both, type, "plus", 5L, 3L)).isEqualTo(8L);
    assertThat(call(both, type, "add", 5L, 4L)).isEqualTo(9L);
    assertThat(call(both, type, "twice", 5L)).as("a default method").isEqualTo(10L);
    assertThat(Set.of(both)).contains(both);
    assertThat(both).isNotEqualTo(adder.bind(type)).hasToString("Both of exports");
  }

  /** Is public, so that another class of its name could be taken for it. */
  public interface Open {
    long plus(long a, long b);
  }

  @Test
  void aPublicInterfaceOfAnotherClassLoaderIsNotTakenForOurs() throws ReflectiveOperationException {
    Class<?> type = new Copies().loadClass(Open.class.getName());
    assertThat(call(adder.bind(type), type, "plus", 5L, 3L)).isEqualTo(8L);
  }

  @Test
  void allMisfitsAreListed() {
    WasmInstance guest =
        guest("plus", FunctionType.of(ValueType.I32).returning(ValueType.I64), bits -> bits[0]);
    assertThatThrownBy(() -> guest.bind(Counter.class))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContainingAll("method plus(long,long)long", "method add(long,long)long");
  }

  private static Object call(Object target, Class<?> type, String name, Object... arguments)
      throws IllegalAccessException, InvocationTargetException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)) {
        method.setAccessible(true);
        return method.invoke(target, arguments);
      }
    }
    throw new AssertionError(name);
  }

  private static WasmInstance guest(String export, FunctionType type, ToLongFunction<long[]> code) {
    Origin origin = new Origin(new Alpha(), Lifetime.root("guest", () -> {}));
    return WasmInstance.ofExports(
        Map.of(export, new WasmFunction(origin, export, new Scripted(type, code))));
  }

  private record Scripted(FunctionType type, ToLongFunction<long[]> code)
      implements BackendFunction {
    @Override
    public long[] call(long... arguments) {
      return new long[] {code.applyAsLong(arguments)};
    }
  }

  /** Defines this test and its interfaces once more. */
  private static final class Copies extends ClassLoader {
    Copies() {
      super(BindingTest.class.getClassLoader());
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      if (!name.startsWith(BindingTest.class.getName())) {
        return super.loadClass(name);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (InputStream in =
          Objects.requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"))) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
