package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What objects of an interface do with the handles that they are given. */
class BoundInterfaceTest {
  private final List<String> called = new ArrayList<>();

  /** Passes each kind of value. */
  interface Each {
    int none();

    void all(boolean a, byte b, short c, int d, long e, float f, double g, String h, long[] i);

    String text(long before, String text);

    double number(double a, float b);

    @Override
    boolean equals(Object other);

    @Override
    String toString();
  }

  /** Has a method that another has, too. */
  interface Left {
    int none();
  }

  /** Inherits one method from two interfaces. */
  interface Twice extends Left, Each {}

  @Test
  void eachMethodPassesItsArgumentsToItsHandle() throws Throwable {
    Each each = (Each) bind(Each.class);
    assertThat(each.none()).isEqualTo("none".length());
    each.all(true, (byte) 1, (short) 2, 3, 4L, 5f, 6d, "7", new long[] {8});
    assertThat(each.text(1L << 40, "text")).isEqualTo("text[1099511627776, text]");
    assertThat(each.number(1.5, 2.5f)).isEqualTo("number".length());
    assertThat(each).hasToString("an object of Each");
    assertThat(called)
        .containsExactly(
            "none[]",
            "all[true, 1, 2, 3, 4, 5.0, 6.0, 7, [8]]",
            "text[1099511627776, text]",
            "number[1.5, 2.5]");
  }

  @Test
  void anObjectEqualsItselfOnly() throws Throwable {
    Object each = bind(Each.class);
    assertThat(List.of(each)).contains(each);
    assertThat(each).isNotEqualTo(bind(Each.class));
  }

  @Test
  void aMethodThatIsInheritedTwiceIsOne() throws Throwable {
    Twice twice = (Twice) bind(Twice.class);
    assertThat(twice.none()).isEqualTo("none".length());
    assertThat(((Left) twice).none()).isEqualTo("none".length());
    assertThat(called).containsExactly("none[]", "none[]");
  }

  @Test
  void onlyInterfacesThatCannotBeNamedHaveProxies() throws Throwable {
    assertThat(Proxy.isProxyClass(bind(Each.class).getClass())).isFalse();
    Object foreign = bind(Supplier.class);
    assertThat(Proxy.isProxyClass(foreign.getClass())).isTrue();
    assertThat(((Supplier<?>) foreign).get()).isEqualTo("get[]");
    assertThat(foreign).hasToString("an object of Supplier");
    assertThat(List.of(foreign)).contains(foreign);
    assertThat(foreign).isNotEqualTo(bind(Supplier.class)).hasSameHashCodeAs(foreign);
  }

  private Object bind(Class<?> type) throws Throwable {
    BoundInterface bound = new BoundInterface(type);
    MethodHandle note =
        MethodHandles.lookup()
            .bind(this, "note", MethodType.methodType(Object.class, Method.class, Object[].class));
    List<MethodHandle> handles = new ArrayList<>();
    for (Method method : bound.methods()) {
      MethodType wanted = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
      handles.add(
          note.bindTo(method).asCollector(Object[].class, wanted.parameterCount()).asType(wanted));
    }
    handles.add(MethodHandles.constant(String.class, "an object of " + type.getSimpleName()));
    return bound.bind(handles);
  }

  @SuppressWarnings("unused") // reached through a handle
  private Object note(Method method, Object... arguments) {
    List<Object> shown = new ArrayList<>(List.of(arguments));
    shown.replaceAll(each -> each instanceof long[] longs ? List.of(longs[0]) : each);
    String call = method.getName() + shown;
    called.add(call);
    Class<?> result = method.getReturnType();
    return result == int.class
        ? (Object) method.getName().length()
        : result == double.class ? (Object) (double) method.getName().length() : call;
  }
}
