package io.github.wasminterop;

import io.github.wasminterop.error.ClosedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long something lives: until it is closed, or what it belongs to is. Closing happens once,
 * children first and youngest first, whichever thread asks.
 */
final class Lifetime {
  private final String subject;
  private final @Nullable Lifetime parent;
  private final Runnable release;
  private final Set<Lifetime> children = new LinkedHashSet<>();
  private volatile boolean closed;

  private Lifetime(String subject, @Nullable Lifetime parent, Runnable release) {
    this.subject = subject;
    this.parent = parent;
    this.release = release;
  }

  /**
   * A lifetime of its own.
   *
   * @param subject what lives, for messages
   * @param release what to do at the end, once
   */
  static Lifetime root(String subject, Runnable release) {
    return new Lifetime(subject, null, release);
  }

  /**
   * A lifetime that also ends with this one; if this one is over, {@code release} runs at once and
   * the call fails.
   */
  Lifetime child(String childSubject, Runnable childRelease) {
    Lifetime child = new Lifetime(childSubject, this, childRelease);
    synchronized (children) {
      if (!closed) {
        children.add(child);
        return child;
      }
    }
    childRelease.run();
    throw closedException();
  }

  void check() {
    if (closed) {
      throw closedException();
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    List<Lifetime> ending;
    synchronized (children) {
      if (closed) {
        return;
      }
      closed = true;
      ending = new ArrayList<>(children).reversed();
    }
    ending.forEach(Lifetime::close);
    if (parent != null) {
      synchronized (parent.children) {
        parent.children.remove(this);
      }
    }
    release.run();
  }

  private ClosedException closedException() {
    return new ClosedException(
        subject + " is closed; use it, and what comes from it, before closing it", subject);
  }
}
