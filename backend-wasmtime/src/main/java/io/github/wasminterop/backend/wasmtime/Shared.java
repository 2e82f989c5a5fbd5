package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Disposable;
import io.github.wasminterop.error.ClosedException;

/**
 * A native object that several threads may use until it is closed. It is disposed of when it is
 * closed and nobody is using it any more: the runtime dereferences what has been disposed of.
 */
final class Shared<T extends Disposable> implements AutoCloseable {
  private final String subject;
  private final T value;
  private int users = 1;
  private boolean closed;

  Shared(String subject, T value) {
    this.subject = subject;
    this.value = Handles.made(value);
  }

  /** The object, to be used until {@link #release()}. */
  synchronized T acquire() {
    if (closed) {
      throw new ClosedException(subject + " is closed", subject);
    }
    users++;
    return value;
  }

  synchronized void release() {
    users--;
    if (users == 0) {
      Handles.dispose(value);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
