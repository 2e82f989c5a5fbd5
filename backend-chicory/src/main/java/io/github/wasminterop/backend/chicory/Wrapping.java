package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TableInstance;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import java.util.List;

/** Wraps what a program made with Chicory's own API. */
final class Wrapping {

  private Wrapping() {}

  static BackendInstance instance(List<Object> nativeObjects) {
    if (only(nativeObjects) instanceof Instance instance) {
      return ChicoryInstance.wrap(instance);
    }
    throw mismatch("an instance", nativeObjects, "pass one com.dylibso.chicory.runtime.Instance");
  }

  static BackendExtern extern(List<Object> nativeObjects) {
    return switch (only(nativeObjects)) {
      case NativeMemory memory -> new ChicoryMemory(memory.bytes(), memory.bytes().linear());
      case Memory memory -> new MediatedMemory(memory);
      case GlobalInstance global -> new ChicoryGlobal(global);
      case TableInstance table -> new ChicoryTable(table, null);
      case ExportFunction _ ->
          throw new TypeMismatchException(
              "a Chicory ExportFunction does not tell its type; wrap the Instance that exports it,"
                  + " and take the function from there");
      default ->
          throw mismatch(
              "a function, memory, global or table",
              nativeObjects,
              "pass one Memory, GlobalInstance or TableInstance of com.dylibso.chicory.runtime");
    };
  }

  private static Object only(List<Object> nativeObjects) {
    return nativeObjects.size() == 1 ? nativeObjects.getFirst() : nativeObjects;
  }

  private static TypeMismatchException mismatch(
      String what, List<Object> nativeObjects, String remedy) {
    return new TypeMismatchException(
        "these objects are not %s of Chicory: %s; %s"
            .formatted(
                what, nativeObjects.stream().map(o -> o.getClass().getName()).toList(), remedy));
  }
}
