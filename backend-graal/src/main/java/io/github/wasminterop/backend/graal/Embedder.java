package io.github.wasminterop.backend.graal;

import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code WebAssembly} that GraalWasm puts into the polyglot bindings of a context, for
 * other languages to embed it.
 */
final class Embedder {
  /** How GraalWasm shows what a function without a result returns; it has no other trait. */
  private static final String NOTHING = "wasm-void-result";

  private static final Pattern SIGNATURE = Pattern.compile("\\d+\\((.*)\\)(.*)");

  private final Value object;
  private final boolean claimed;
  private final Map<String, Value> functions = new ConcurrentHashMap<>();
  private boolean listening;

  private Embedder(Value object, boolean claimed) {
    this.object = object;
    this.claimed = claimed;
  }

  /** The embedder object, or null if the context gives no access to it. */
  static @Nullable Embedder of(Context context) {
    try {
      Value object = context.getPolyglotBindings().getMember("WebAssembly");
      // JavaScript's WebAssembly takes the one callback for growth and the attachments for itself.
      boolean claimed = context.getEngine().getLanguages().containsKey("js");
      return object == null ? null : new Embedder(object, claimed);
    } catch (PolyglotException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** The embedder object of a store of the library's own, which always has one. */
  static Embedder in(Store store) {
    return Objects.requireNonNull(store.embedder());
  }

  /**
   * The bytes of a memory, which follow its growth from now on.
   *
   * @return the bytes, or null if the memory has no direct buffer, its growth cannot be followed or
   *     Java denies native access
   */
  @Nullable DirectBytes follow(Value memory) {
    ByteBuffer buffer = claimed || !DirectBytes.arePermitted() ? null : buffer(memory);
    Followers followers = buffer == null ? null : followers(memory);
    if (buffer == null || followers == null) {
      return null;
    }
    listen();
    DirectBytes bytes = new DirectBytes(buffer);
    followers.add(bytes);
    // Another thread of a context's owner may have let it grow in between.
    bytes.grown(Objects.requireNonNull(buffer(memory)));
    return bytes;
  }

  /**
   * Grows a memory.
   *
   * @throws PolyglotException if it cannot grow so far
   */
  void growMemory(Value memory, int delta) {
    call("mem_grow", memory, delta);
  }

  void onWait(ProxyExecutable callback) {
    call("mem_set_wait_callback", callback);
  }

  void onNotify(ProxyExecutable callback) {
    call("mem_set_notify_callback", callback);
  }

  Value newGlobal(String type, boolean mutable, Object value) {
    return call("global_alloc", type, mutable, value);
  }

  int tableSize(Value table) {
    return call("table_size", table).asInt();
  }

  Value readTable(Value table, int index) {
    return call("table_read", table, index);
  }

  void writeTable(Value table, int index, Value function) {
    call("table_write", table, index, function);
  }

  /**
   * Grows a table by nulls.
   *
   * @throws PolyglotException if it cannot grow so far
   */
  void growTable(Value table, int delta) {
    call("table_grow", table, delta);
  }

  Value nullReference() {
    return function("ref_null");
  }

  FunctionType functionType(Value function) {
    String signature = call("func_type", function).asString();
    Matcher parts = SIGNATURE.matcher(signature);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a signature: " + signature);
    }
    return new FunctionType(types(parts.group(1)), types(parts.group(2)));
  }

  private synchronized void listen() {
    if (!listening) {
      ProxyExecutable grown =
          arguments -> {
            Followers followers = ours(attachment(arguments[0]));
            if (followers != null) {
              followers.grown(Objects.requireNonNull(buffer(arguments[0])));
            }
            return null;
          };
      call("mem_set_grow_callback", grown);
      listening = true;
    }
  }

  /** The followers of a memory, or null if somebody else has attached something to it. */
  private synchronized @Nullable Followers followers(Value memory) {
    Value attachment = attachment(memory);
    if (attachment.toString().equals(NOTHING)) {
      call("embedder_data_set", memory, new Followers());
      attachment = attachment(memory);
    }
    return ours(attachment);
  }

  private Value attachment(Value memory) {
    return call("embedder_data_get", memory);
  }

  private static @Nullable Followers ours(Value attachment) {
    return attachment.isHostObject() && attachment.asHostObject() instanceof Followers followers
        ? followers
        : null;
  }

  private @Nullable ByteBuffer buffer(Value memory) {
    Value buffer = call("mem_as_byte_buffer", memory);
    return buffer.isHostObject() ? buffer.asHostObject() : null;
  }

  private Value call(String name, Object... arguments) {
    return function(name).execute(arguments);
  }

  private Value function(String name) {
    return functions.computeIfAbsent(name, object::getMember);
  }

  private static List<ValueType> types(String text) {
    List<ValueType> types = new ArrayList<>();
    for (String name : text.isBlank() ? new String[0] : text.strip().split(" ", -1)) {
      types.add(
          switch (name) {
            case "i32" -> ValueType.I32;
            case "i64" -> ValueType.I64;
            case "f32" -> ValueType.F32;
            case "f64" -> ValueType.F64;
            case "v128" -> ValueType.V128;
            case "funcref", "anyfunc" -> ValueType.FUNCREF;
            case "externref" -> ValueType.EXTERNREF;
            default -> ValueType.REFERENCE;
          });
    }
    return types;
  }
}
