package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Disposable;
import io.github.kawamuray.wasmtime.Store;
import io.github.wasminterop.error.ClosedException;
import java.util.function.Function;

/**
 * A store that a program made, and the handles that we have on things in it. The program may close
 * the store at any time, so each use looks before; and the handles are given up when we are
 * detached and nobody is using them.
 */
final class WrappedStore {
  private final Store<Object> store;
  private final Handles handles = new Handles();
  private int users = 1;
  private boolean detached;

  @SuppressWarnings("unchecked") // the data is not touched
  WrappedStore(Store<?> store) {
    this.store = (Store<Object>) store;
  }

  synchronized <T extends Disposable> T add(T handle) {
    return handles.add(handle);
  }

  /** Does something with the store. */
  <T> T use(Function<Store<Object>, T> code) {
    acquire();
    try {
      return code.apply(store);
    } catch (NullPointerException e) { // what wasmtime-java throws for what is disposed of
      throw new ClosedException("its owner has closed what was wrapped", "wrapped object");
    } catch (Throwable e) { // host functions of the program's may throw anything
      throw Failures.ofCall(e);
    } finally {
      release();
    }
  }

  synchronized void detach() {
    if (!detached) {
      detached = true;
      release();
    }
  }

  private synchronized void acquire() {
    if (detached) {
      throw Failures.closed("the wrapped instance");
    }
    if (store.innerPtr() == 0) {
      throw new ClosedException(
          "its owner has closed the store of what was wrapped; close the wrapper first",
          "wrapped store");
    }
    users++;
  }

  private synchronized void release() {
    users--;
    if (users == 0) {
      handles.dispose();
    }
  }
}
