package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.ClosedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeTest {

  @Test
  void isOpenUntilClosed() {
    Lifetime lifetime = Lifetime.root("guest", () -> {});
    assertThat(lifetime.isClosed()).isFalse();
    lifetime.close();
    assertThat(lifetime.isClosed()).isTrue();
  }

  private final List<String> released = new ArrayList<>();
  private final Lifetime root = Lifetime.root("runtime", () -> released.add("runtime"));

  @Test
  void closingEndsTheYoungestChildFirst() {
    Lifetime first = root.child("first", () -> released.add("first"));
    first.child("grandchild", () -> released.add("grandchild"));
    root.child("second", () -> released.add("second"));
    root.close();
    assertThat(released).containsExactly("second", "grandchild", "first", "runtime");
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void closingTwiceReleasesOnce() {
    Lifetime child = root.child("child", () -> released.add("child"));
    child.close();
    child.close();
    root.close();
    root.close();
    assertThat(released).containsExactly("child", "runtime");
  }

  @Test
  void useAfterCloseNamesTheCulprit() {
    assertThatCode(root::check).doesNotThrowAnyException();
    root.close();
    assertThatThrownBy(root::check)
        .isInstanceOfSatisfying(
            ClosedException.class, e -> assertThat(e.subject()).isEqualTo("runtime"))
        .hasMessageContaining("runtime is closed");
  }

  @Test
  void aChildOfSomethingClosedIsReleasedAtOnce() {
    root.close();
    assertThatThrownBy(() -> root.child("late", () -> released.add("late")))
        .isInstanceOf(ClosedException.class);
    assertThat(released).containsExactly("runtime", "late");
  }
}
