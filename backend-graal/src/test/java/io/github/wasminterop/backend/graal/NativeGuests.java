package io.github.wasminterop.backend.graal;

import io.github.wasminterop.conformance.NativeGuest;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;

/** Guests as programs make them that know nothing of this library. */
record NativeGuests(Context context, Value instance, List<Object> wrapped) {
  private static final Engine ENGINE =
      Engine.newBuilder("wasm").option("engine.WarnInterpreterOnly", "false").build();

  /** In a context of default options; to wrap it takes the module's bytes. */
  static NativeGuests plain(byte[] wasm) {
    return in(builder().build(), wasm);
  }

  /** In a context that gives no access to the polyglot bindings. */
  static NativeGuests in(Context context, byte[] wasm) {
    Value instance = instance(context, wasm);
    return new NativeGuests(context, instance, List.of(instance, wasm));
  }

  /** A context of default options, to which more may be added. */
  static Context.Builder builder() {
    return Context.newBuilder("wasm").engine(ENGINE).allowExperimentalOptions(true);
  }

  /** In a context with access to the polyglot bindings and with direct buffers. */
  static NativeGuests withBindings(byte[] wasm) {
    Context context =
        builder()
            .allowPolyglotAccess(PolyglotAccess.ALL)
            .option("wasm.UseUnsafeMemory", "true")
            .option("wasm.DirectByteBufferMemoryAccess", "true")
            .build();
    Value instance = instance(context, wasm);
    return new NativeGuests(context, instance, List.of(instance));
  }

  Value export(String name) {
    return instance.getMember("exports").getMember(name);
  }

  NativeGuest guest() {
    return new NativeGuest(wrapped, List.of(export("memory")), () -> context.close(true));
  }

  private static Value instance(Context context, byte[] wasm) {
    return context
        .eval(Source.newBuilder("wasm", ByteSequence.create(wasm), "guest").buildLiteral())
        .newInstance();
  }
}
