package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.type.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When contexts and the engine close: as soon as nobody can use them any more, and not before. */
class ContextsTest {
  private static final FunctionType UNARY = FunctionType.of(I32).returning(I32);

  private final GraalRuntime runtime = GraalRuntime.open(true);

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void aContextClosesWithItsOnlyInstance() {
    GraalInstance guest = instance("plain");
    Context context = context(guest);
    assertThat(isOpen(context)).isTrue();
    guest.close();
    assertThat(isOpen(context)).isFalse();
    assertThatCode(guest::close).doesNotThrowAnyException();
  }

  @Test
  void aContextClosesWithTheLastOfItsInstances() {
    GraalInstance exporter = instance("plain");
    GraalInstance importer = importer(exporter);
    Context context = context(exporter);
    assertThat(context(importer)).isEqualTo(context);
    exporter.close();
    assertThat(isOpen(context)).isTrue();
    assertThat(function(importer, "add").call()).containsExactly(3);
    importer.close();
    assertThat(isOpen(context)).isFalse();
  }

  @Test
  void anInstanceWhoseStartFunctionThrowsLeavesNoContext() {
    List<Context> contexts = new ArrayList<>();
    HostFunction throwing =
        new HostFunction(
            FunctionType.of(),
            (caller, _) -> {
              contexts.add(context((GraalInstance) caller));
              throw new IllegalStateException("not now");
            });
    assertThatThrownBy(() -> instance("starting", throwing)).hasMessage("not now");
    assertThat(contexts).hasSize(1).noneMatch(ContextsTest::isOpen);
  }

  @Test
  void aContextThatAThreadIsInsideClosesWhenItLeaves() {
    List<Context> openInside = new ArrayList<>();
    HostFunction closing =
        new HostFunction(
            UNARY,
            (caller, arguments) -> {
              Context context = context((GraalInstance) caller);
              caller.close();
              if (isOpen(context)) {
                openInside.add(context);
              }
              return arguments;
            });
    GraalInstance guest = instance("callback", closing);
    Context context = context(guest);
    assertThat(function(guest, "call").call(5)).containsExactly(5);
    assertThat(openInside).containsExactly(context);
    assertThat(isOpen(context)).isFalse();
  }

  @Test
  void anImportedFunctionKeepsItsContextOpen() {
    GraalInstance exporter = instance("callback", new HostFunction(UNARY, (_, bits) -> bits));
    GraalInstance importer = instance("callback", function(exporter, "call"));
    Context context = context(exporter);
    exporter.close();
    assertThat(function(importer, "call").call(7)).containsExactly(7);
    assertThat(isOpen(context)).isTrue();
    importer.close();
    assertThat(isOpen(context)).isFalse();
  }

  @Test
  void functionsInATableKeepTheirContextOpen() {
    GraalInstance of = instance("plain");
    GraalInstance other = instance("plain");
    Context context = context(other);
    GraalTable table = (GraalTable) extern(of, "table");
    table.set(0, function(other, "add"));
    table.set(1, function(other, "add"));
    table.grow(1);
    table.set(2, function(other, "load"));
    other.close();
    assertThat(isOpen(context)).isTrue();
    assertThat(function(of, "indirect").call(0)).containsExactly(34);
    assertThat(function(of, "indirect").call(1)).containsExactly(34);
    assertThat(table.get(2)).isNotNull();
    of.close();
    assertThat(isOpen(context)).isFalse();
  }

  @Test
  void aMemoryThatIsClosedKeepsNothingOfOtherGuests() throws Exception {
    GraalInstance of = instance("plain");
    GraalMemory memory = (GraalMemory) extern(of, "memory");
    WeakReference<Value> function = new WeakReference<>(adopted(of));
    assertThat(Garbage.isCollected(function)).as("while the guest is open").isFalse();
    of.close();
    of = null; // the memory is all that is left
    assertThat(Garbage.isCollected(function)).isTrue();
    assertThat(memory.type().maximum()).hasValue(10);
  }

  @Test
  void guestsOfOneContextDoNotKeepItOpenByFunctionsOfEachOther() {
    GraalInstance owner = instance(OwnModules.memory(MemoryType.of(1, 4).asShared()));
    ImportValue memory = (ImportValue) extern(owner, OwnModules.EXPORT);
    GraalInstance first = instance("sharing", memory);
    GraalInstance second = instance("sharing", memory);
    ((GraalTable) extern(first, "table")).set(0, function(second, "answer"));
    Context context = context(first);
    assertThat(context(second)).isEqualTo(context);
    owner.close();
    second.close();
    assertThat(isOpen(context)).isTrue();
    first.close();
    assertThat(isOpen(context)).isFalse();
  }

  @Test
  void aRuntimeClosesAllContextsAndTheEngine() {
    Context ofGuest = context(instance("plain"));
    GraalMemory memory = (GraalMemory) runtime.newMemory(MemoryType.of(1));
    Context ofHost = memory.guard().store().context();
    Engine engine = ofGuest.getEngine();
    assertThat(isOpen(engine)).isTrue();
    runtime.close();
    assertThat(isOpen(ofGuest)).isFalse();
    assertThat(isOpen(ofHost)).isFalse();
    assertThat(isOpen(engine)).isFalse();
  }

  @Test
  void theEngineClosesWithTheLastContextThatAThreadIsInside() {
    List<Engine> openInside = new ArrayList<>();
    HostFunction closing =
        new HostFunction(
            UNARY,
            (caller, arguments) -> {
              Engine engine = context((GraalInstance) caller).getEngine();
              runtime.close();
              if (isOpen(engine)) {
                openInside.add(engine);
              }
              return arguments;
            });
    GraalInstance guest = instance("callback", closing);
    Engine engine = context(guest).getEngine();
    assertThat(function(guest, "call").call(5)).containsExactly(5);
    assertThat(openInside).hasSize(1);
    assertThat(isOpen(engine)).isFalse();
  }

  @Test
  void aStoreThatIsMadeTooLateIsRefusedAndLeavesNothing() {
    Stores stores = new Stores(true);
    Store first = stores.add();
    Engine engine = first.context().getEngine();
    int before = first.guard().enter();
    stores.close();
    assertThatThrownBy(stores::add).isInstanceOf(ClosedException.class);
    assertThat(isOpen(engine)).isTrue();
    first.guard().exit(before);
    assertThat(isOpen(engine)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStoreClosesOnceWhoeverComesTooLate(boolean byItsOwnGuard) {
    try (Context context = NativeGuests.plain(Guests.wasm("plain")).context()) {
      Store store = new Store(context, null);
      AtomicInteger closings = new AtomicInteger();
      store.onClose(closings::incrementAndGet);
      Guard guard = byItsOwnGuard ? store.guard() : new Guard(store, false);
      Guard other = byItsOwnGuard ? new Guard(store, false) : store.guard();
      int before = guard.enter();
      store.release();
      assertThatThrownBy(other::enter).as("too late").isInstanceOf(ClosedException.class);
      assertThat(closings).hasValue(0);
      guard.exit(guard.enter());
      assertThat(closings).as("a call within the first").hasValue(0);
      guard.exit(before);
      assertThat(closings).hasValue(1);
      assertThatThrownBy(guard::enter).as("later still").isInstanceOf(ClosedException.class);
      assertThatThrownBy(other::enter).as("later still").isInstanceOf(ClosedException.class);
      store.close();
      assertThat(closings).hasValue(1);
      assertThatThrownBy(store::hold).isInstanceOf(ClosedException.class);
    }
  }

  @Test
  void aStoreNeverClosesUnderAThread() throws InterruptedException {
    try (Context context = NativeGuests.plain(Guests.wasm("plain")).context()) {
      for (int round = 0; round < 500; round++) {
        Store store = new Store(context, null);
        AtomicInteger closings = new AtomicInteger();
        store.onClose(closings::incrementAndGet);
        AtomicInteger closedUnder = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (Guard guard : List.of(store.guard(), store.guard(), new Guard(store, false))) {
          threads.add(
              Thread.ofPlatform()
                  .start(() -> closedUnder.addAndGet(closingsSeenInside(guard, closings))));
        }
        LockSupport.parkNanos(50_000);
        store.close();
        for (Thread thread : threads) {
          thread.join();
        }
        assertThat(closedUnder).as("round %d", round).hasValue(0);
        assertThat(closings).as("round %d", round).hasValue(1);
      }
    }
  }

  /** Enters until that is refused. */
  private static int closingsSeenInside(Guard guard, AtomicInteger closings) {
    int seen = 0;
    for (boolean open = true; open; ) {
      try {
        int before = guard.enter();
        seen += closings.get();
        guard.exit(before);
      } catch (ClosedException e) {
        open = false;
      }
    }
    return seen;
  }

  /** A function of a guest that is closed, which is left in the table of another one. */
  private Value adopted(GraalInstance by) {
    GraalInstance other = instance("plain");
    GraalFunction function = function(other, "add");
    ((GraalTable) extern(by, "table")).set(0, function);
    other.close();
    return function.value();
  }

  private GraalInstance importer(GraalInstance exporter) {
    return instance(
        "importer",
        (ImportValue) extern(exporter, "memory"),
        (ImportValue) extern(exporter, "table"),
        (ImportValue) extern(exporter, "counter"),
        function(exporter, "add"));
  }

  private GraalInstance instance(String name, ImportValue... imports) {
    return instance(Guests.wasm(name), imports);
  }

  private GraalInstance instance(byte[] wasm, ImportValue... imports) {
    BackendModule module = runtime.load(wasm);
    Map<ImportType, ImportValue> given = new HashMap<>();
    for (int i = 0; i < imports.length; i++) {
      given.put(module.imports().get(i), imports[i]);
    }
    return (GraalInstance) runtime.instantiate(module, given, null);
  }

  private static BackendExtern extern(GraalInstance instance, String name) {
    return instance.exports().get(name);
  }

  private static GraalFunction function(GraalInstance instance, String name) {
    return (GraalFunction) extern(instance, name);
  }

  private static Context context(GraalInstance instance) {
    return instance.exports().values().stream()
        .filter(GraalFunction.class::isInstance)
        .map(function -> ((GraalFunction) function).guard().store().context())
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOpen(Context context) {
    try {
      context.getBindings("wasm");
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static boolean isOpen(Engine engine) {
    try (Context context = Context.newBuilder("wasm").engine(engine).build()) {
      return isOpen(context);
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
