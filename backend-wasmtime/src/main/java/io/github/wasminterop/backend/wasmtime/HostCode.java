package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Extern;
import io.github.kawamuray.wasmtime.Func;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.type.ValueType;
import java.util.List;

/** Makes Java code callable by guests. */
final class HostCode {

  private HostCode() {}

  /** A function for one instance; to be called inside the store. */
  static Extern function(WasmtimeInstance caller, HostFunction code) {
    GuestStore store = caller.store();
    List<ValueType> types = code.type().results();
    Func.Handler<Object> handler =
        (_, arguments, results) -> {
          store.enterHost();
          try {
            long[] bits = code.callback().call(caller, Values.toBits(arguments));
            for (int i = 0; i < results.length; i++) {
              results[i] = Values.toNative(types.get(i), bits[i]);
            }
            store.exitHost();
          } catch (Throwable e) { // host code may throw anything
            store.keep(e);
            throw new Unwinding();
          }
        };
    store.mappings().claim(Mappings.FUNCTION);
    return Extern.fromFunc(
        store.handles().add(new Func(store.nativeStore(), Values.type(code.type()), handler)));
  }

  /** Makes Wasmtime leave the guest's frames. What was thrown is kept by the store. */
  private static final class Unwinding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unwinding() {
      super("host code has thrown", null, false, false);
    }
  }
}
