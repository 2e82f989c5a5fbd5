package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.type.GlobalType;
import org.graalvm.polyglot.Value;

/** A global of a guest, or one that the host made. */
final class GraalGlobal implements BackendGlobal {
  static final String MEMBER = "value";

  private final Guard guard;
  private final Value global;
  private final GlobalType type;

  GraalGlobal(Guard guard, Value global, GlobalType type) {
    this.guard = guard;
    this.global = global;
    this.type = type;
  }

  @Override
  public GlobalType type() {
    return type;
  }

  @Override
  public long get() {
    return guard.get(() -> Bits.unbox(type.value(), global.getMember(MEMBER)));
  }

  @Override
  public void set(long value) {
    guard.run(() -> global.putMember(MEMBER, Bits.box(type.value(), value)));
  }

  Guard guard() {
    return guard;
  }

  Value value() {
    return global;
  }
}
