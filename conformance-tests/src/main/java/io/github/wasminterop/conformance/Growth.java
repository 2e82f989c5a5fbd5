package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.type.Capability;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A way by which a memory grows. */
enum Growth {
  /** The host grows it. */
  BY_HOST("memory", null) {
    @Override
    void run(Scene scene, int pages) {
      scene.guest().memory().grow(pages);
    }
  },
  /** The guest grows it in a call. */
  BY_GUEST("memory", null) {
    @Override
    void run(Scene scene, int pages) {
      scene.guest().grow(pages);
    }
  },
  /** The guest grows it in a call through a method handle. */
  BY_GUEST_THROUGH_HANDLE("memory", null) {
    @Override
    void run(Scene scene, int pages) throws Throwable {
      int before = (int) scene.guest().instance().function("grow").handle().invokeExact(pages);
      assertThat(before).as("what grow(%d) gave", pages).isPositive();
    }
  },
  /** The guest grows it and traps. */
  BY_GUEST_THAT_TRAPS("memory", null) {
    @Override
    void run(Scene scene, int pages) {
      leave(() -> scene.guest().run("grow_and_trap", pages));
    }
  },
  /** The guest grows it and calls the host, which reads while the guest waits. */
  BEFORE_CALLBACK("callback", Capability.HOST_FUNCTIONS) {
    @Override
    void run(Scene scene, int pages) {
      scene.onCallback(scene::inside);
      scene.guest().call("grow_and_run", pages, 0);
    }
  },
  /** The guest grows it and calls the host, which reads and throws. */
  BEFORE_CALLBACK_THAT_THROWS("callback", Capability.HOST_FUNCTIONS) {
    @Override
    void run(Scene scene, int pages) {
      IllegalStateException thrown = new IllegalStateException("on purpose");
      scene.onCallback(
          () -> {
            scene.inside();
            throw thrown;
          });
      leave(() -> scene.guest().call("grow_and_run", pages, 0));
    }
  },
  /** The host stands in a callback and calls the guest again, which grows it. */
  BY_GUEST_WITHIN_CALLBACK("callback", Capability.HOST_FUNCTIONS) {
    @Override
    void run(Scene scene, int pages) {
      scene.onCallback(
          () -> {
            scene.guest().grow(pages);
            scene.inside();
          });
      scene.guest().call("run", 0);
    }
  },
  /** The host stands in a callback and grows it. */
  BY_HOST_WITHIN_CALLBACK("callback", Capability.HOST_FUNCTIONS) {
    @Override
    void run(Scene scene, int pages) {
      scene.onCallback(
          () -> {
            scene.guest().memory().grow(pages);
            scene.inside();
          });
      scene.guest().call("run", 0);
    }
  },
  /** Another guest, which imports the memory, grows it. */
  BY_IMPORTER("memory", Capability.IMPORTED_MEMORIES) {
    @Override
    void run(Scene scene, int pages) {
      WasmImports imports = WasmImports.none().memory("env", "memory", scene.guest().memory());
      new Guest(scene.rules().instance("import_memory", imports)).grow(pages);
    }
  },
  /** Another guest, which imports the guest's function, makes it grow the memory. */
  BY_IMPORTED_FUNCTION("memory", Capability.IMPORTED_FUNCTIONS) {
    @Override
    void run(Scene scene, int pages) {
      WasmImports imports =
          WasmImports.none().function("other", "grow", scene.guest().instance().function("grow"));
      new Guest(scene.rules().instance("import_function", imports)).call("call", pages);
    }
  };

  private final String fixture;
  private final @Nullable Capability capability;

  Growth(String fixture, @Nullable Capability capability) {
    this.fixture = fixture;
    this.capability = capability;
  }

  abstract void run(Scene scene, int pages) throws Throwable;

  /** A call that ends in an exception. Which one is for other rules; a failure is still one. */
  private static void leave(ThrowingCallable call) {
    if (catchThrowable(call) instanceof AssertionError failure) {
      throw failure;
    }
  }

  /** A guest whose memory can grow this way; skips the test if the backend has no such way. */
  final Scene scene(RuleGroup rules) {
    if (capability != null) {
      rules.needs(capability);
    }
    return new Scene(this, rules);
  }

  /** A guest before and after its memory grew. */
  static final class Scene {
    /** An address that is not in the first page, and free. */
    static final long ADDRESS = 70_000;

    /** Once, once more, and so far that no runtime has the room where the memory is. */
    private static final int[] STEPS = {1, 1, 300};

    private final Growth growth;
    private final RuleGroup rules;
    private final Guest guest;
    private Runnable callback = () -> {};
    private Runnable inside = () -> {};

    private Scene(Growth growth, RuleGroup rules) {
      this.growth = growth;
      this.rules = rules;
      WasmImports imports =
          growth.fixture.equals("callback")
              ? RuleGroup.callback(
                  (caller, arguments) -> {
                    callback.run();
                    return 0;
                  })
              : WasmImports.none();
      guest = new Guest(rules.instance(growth.fixture, imports));
      RuleGroup.scramble(guest.memory());
    }

    RuleGroup rules() {
      return rules;
    }

    Guest guest() {
      return guest;
    }

    WasmInstance instance() {
      return guest.instance();
    }

    void onCallback(Runnable code) {
      callback = code;
    }

    void inside() {
      inside.run();
    }

    /**
     * Grows the memory several times; checks each time inside the callback, if there is one, and
     * afterwards.
     */
    void grow(Runnable check) throws Throwable {
      inside = check;
      for (int pages : STEPS) {
        long before = guest.memory().pages();
        growth.run(this, pages);
        assertThat(guest.memory().pages())
            .as("pages() after growth %s by %d", growth, pages)
            .isEqualTo(before + pages);
        check.run();
      }
    }

    /** Asserts that a way to a byte shows the guest's memory, in both directions. */
    void assertLive(String what, long address, IntSupplier read, IntConsumer write) {
      for (int value : new int[] {0x5a, 0xa5}) {
        guest.store8(address, value);
        assertThat(read.getAsInt() & 0xff)
            .as("%s, after growth %s and the guest's store of %d", what, growth, value)
            .isEqualTo(value);
        write.accept(value ^ 0xff);
        assertThat(guest.load8(address))
            .as(
                "what the guest loads after %s wrote %d, after growth %s",
                what, value ^ 0xff, growth)
            .isEqualTo(value ^ 0xff);
      }
    }

    /** Like {@link #assertLive}, for something that growth may have closed. */
    void assertLiveOrClosed(String what, long address, IntSupplier read, IntConsumer write) {
      Throwable thrown = catchThrowable(read::getAsInt);
      if (thrown == null) {
        assertLive(what, address, read, write);
        return;
      }
      assertThat(thrown)
          .as("%s from before growth %s: it either is live or says that it is closed", what, growth)
          .isInstanceOf(IllegalStateException.class);
      assertThat(catchThrowable(() -> write.accept(1)))
          .as("writing to %s that is closed", what)
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
